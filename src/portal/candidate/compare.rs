//! Several entries that are certainly reports of one agency and year: which one stands for it.
//!
//! They are compared only where their titles say the same thing but for marks of a correction or of
//! a file. Titles that differ otherwise may be two reports, and then nobody chooses.

use url::Url;

use super::Choice;
use super::Chosen;
use super::Over;
use crate::portal::Entry;
use crate::wording::letters;

/// Marks of an entry that corrects another.
const REVISED: [&str; 8] =
    ["更正版", "更正后", "修订版", "修订稿", "修正版", "更正", "修订", "勘误"];
/// Marks of the form in which a report is given.
const FORMS: [&str; 8] = ["点击下载", "pdf版", "word版", "文字版", "附件", "下载", "正文", "全文"];
/// Endings of files, as titles and addresses show them.
const FILES: [&str; 10] = ["pdf", "docx", "doc", "xlsx", "xls", "wps", "ofd", "zip", "rar", "txt"];

/// Chooses among entries that all have an address; the newest stands first on every listing seen.
pub(super) fn choose(several: &[&Entry]) -> Choice {
    let Some((first, rest)) = several.split_first() else { return Choice::None };
    if rest.iter().all(|it| it.url == first.url) {
        return chosen(first, Over::SameAddress, several);
    }
    let core = core(&first.title);
    if rest.iter().any(|it| self::core(&it.title) != core) {
        let titles: Vec<&str> = several.iter().map(|it| it.title.as_str()).collect();
        return Choice::Ambiguous(format!("有{}份：{}", several.len(), titles.join("；")));
    }
    let (mut left, mut over) = (several.to_vec(), Over::First);
    for (fits, why) in [
        (is_revised as fn(&Entry) -> bool, Over::Revised),
        (is_page as fn(&Entry) -> bool, Over::Page),
    ] {
        let better: Vec<&Entry> = left.iter().copied().filter(|it| fits(it)).collect();
        if !better.is_empty() && better.len() < left.len() {
            // The first reason that parts them is the one that people should read.
            over = if over == Over::First { why } else { over };
            left = better;
        }
    }
    let newest = left.iter().rev().max_by_key(|it| it.date).copied().unwrap_or(*first);
    if over == Over::First && left.iter().any(|it| it.date < newest.date) {
        over = Over::Newer;
    }
    chosen(newest, over, several)
}

fn chosen(entry: &Entry, over: Over, several: &[&Entry]) -> Choice {
    let earliest = several.iter().filter_map(|it| it.date).min();
    let first = earliest.filter(|it| entry.date.is_none_or(|own| *it < own));
    Choice::One(Chosen { entry: entry.clone(), over: Some(over), first })
}

fn is_revised(entry: &Entry) -> bool {
    let title = letters(&entry.title);
    REVISED.iter().any(|mark| title.contains(mark))
}

fn is_page(entry: &Entry) -> bool {
    !entry.url.as_ref().is_some_and(is_file)
}

fn is_file(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    FILES.iter().any(|it| path.strip_suffix(it).is_some_and(|stem| stem.ends_with('.')))
}

/// The letters of a title without marks of a correction or of a file.
fn core(title: &str) -> String {
    let mut core = letters(title).to_lowercase();
    for ending in FILES {
        if let Some(stem) = core.strip_suffix(ending) {
            core.truncate(stem.len());
            break;
        }
    }
    for mark in REVISED.iter().chain(&FORMS) {
        core = core.replace(mark, "");
    }
    core
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: &str = "某局2024年政府信息公开工作年度报告";

    fn entry(url: &str, title: &str, date: Option<&str>) -> Entry {
        let url = format!("http://gov.test/{url}").parse().ok();
        Entry { url, title: title.into(), date: date.map(|it| it.parse().unwrap()) }
    }

    fn told(entries: &[Entry]) -> String {
        let entries: Vec<&Entry> = entries.iter().collect();
        match choose(&entries) {
            Choice::One(it) => {
                let first = it.first.map_or_else(String::new, |it| format!(" since {it}"));
                format!("{} {:?}{first}", it.entry.url.unwrap().path(), it.over.unwrap())
            }
            Choice::None => "none".into(),
            Choice::Ambiguous(_) => "ambiguous".into(),
        }
    }

    #[test]
    fn the_choice_among_several_has_a_reason() {
        let revised = format!("{TITLE}（修订版）");
        let file = format!("附件：{TITLE}.docx");
        let (old, new) = (Some("2025-01-20"), Some("2025-04-02"));
        for (entries, expected) in [
            (vec![entry("1", TITLE, old), entry("1", "某局年报", old)], "/1 SameAddress"),
            (
                vec![entry("1", TITLE, old), entry("2", &revised, new)],
                "/2 Revised since 2025-01-20",
            ),
            (vec![entry("1.pdf", &file, old), entry("2.html", TITLE, old)], "/2.html Page"),
            (vec![entry("1", TITLE, old), entry("2", TITLE, new)], "/2 Newer since 2025-01-20"),
            (vec![entry("1", TITLE, None), entry("2", TITLE, None)], "/1 First"),
            (vec![entry("1", TITLE, old), entry("2", TITLE, old)], "/1 First"),
            (
                vec![entry("1", TITLE, old), entry("2", "某局2024年政府信息公开年报", old)],
                "ambiguous",
            ),
        ] {
            assert_eq!(told(&entries), expected, "{entries:?}");
        }
    }
}
