//! Which entry of a listing is the report of an agency and a year.
//!
//! Names decide, never folders of the address. Where a listing shows something that names the agency
//! and the year but is not certainly the report, the answer is "ambiguous" and nobody is accused.

use super::Entry;
use crate::domain::Agency;
use crate::domain::ReportYear;
use crate::extract::meta;
use crate::wording::letters;

/// Other yearly documents, and documents about reports.
const OTHERS: [&str; 27] = [
    "解读",
    "图解",
    "一图",
    "图读",
    "视频",
    "网站工作",
    "工作年度报表",
    "年度报表",
    "网站年度",
    "法治政府",
    "通知",
    "指南",
    "制度",
    "办法",
    "目录",
    "规定",
    "方案",
    "要点",
    "预算",
    "决算",
    "部署",
    "培训",
    "通报",
    "征求意见",
    "汇编",
    "模板",
    "格式",
];

/// True for an entry that is about annual reports at all, certain or not.
pub(super) fn may_be_report(title: &str) -> bool {
    let plain = letters(title);
    let about = ["报告", "年报", "总结"].iter().any(|word| plain.contains(word));
    about && !is_other(&plain)
}

/// True for a title that is certainly that of a disclosure report of some year.
pub(super) fn is_report(title: &str) -> bool {
    meta::is_report_title(title) && !is_other(&letters(title)) && meta::title_year(title).is_some()
}

fn is_other(plain: &str) -> bool {
    OTHERS.iter().any(|word| plain.contains(word))
}

/// The answer for one agency and year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// This one.
    One(Entry),
    /// None of them.
    None,
    /// Perhaps one of them; the text says why it is not certain.
    Ambiguous(String),
}

/// Chooses among the entries of a whole listing. `all` are the agencies expected on the site.
pub fn choose(entries: &[Entry], agency: &Agency, all: &[Agency], year: ReportYear) -> Choice {
    let of_year: Vec<&Entry> = entries
        .iter()
        .filter(|entry| is_report(&entry.title) && meta::title_year(&entry.title) == Some(year))
        .filter(|entry| whose(&entry.title, all) == Whose::One(agency))
        .collect();
    let linked: Vec<&Entry> = of_year.iter().copied().filter(|it| it.url.is_some()).collect();
    match linked.as_slice() {
        [] => doubtful(entries, &of_year, agency, all, year),
        [only] => Choice::One((*only).clone()),
        [first, rest @ ..] if rest.iter().all(|it| it.url == first.url) => {
            Choice::One((*first).clone())
        }
        // The same report in several columns: the newest entry stands first on every listing seen.
        [first, rest @ ..] if rest.iter().all(|it| letters(&it.title) == letters(&first.title)) => {
            Choice::One((*first).clone())
        }
        several => {
            let titles: Vec<&str> = several.iter().map(|it| it.title.as_str()).collect();
            Choice::Ambiguous(format!("有{}份：{}", several.len(), titles.join("；")))
        }
    }
}

/// No usable entry; but is there something that might be it?
fn doubtful(
    entries: &[Entry],
    of_year: &[&Entry],
    agency: &Agency,
    all: &[Agency],
    year: ReportYear,
) -> Choice {
    if let Some(dead) = of_year.first() {
        return Choice::Ambiguous(format!("“{}”没有可用的链接", dead.title));
    }
    let wanted = year.to_string();
    let near = entries.iter().find(|entry| {
        let plain = letters(&entry.title);
        let name = meta::title_agency(&entry.title).map(|name| short(&letters(&name)));
        let named = match name {
            // A report that names nobody could be anybody's.
            None => true,
            Some(name) => forms(agency)
                .iter()
                .any(|form| plain.contains(form.as_str()) || abbreviates(&name, form)),
        };
        let dated = entry.date.is_some_and(|date| ReportYear::in_season(date) == year);
        let of_year = match meta::title_year(&entry.title) {
            Some(found) => found == year,
            None => plain.contains(&wanted) || dated,
        };
        // Another agency whose name contains this one's is told apart by `whose`.
        let anothers = matches!(whose(&entry.title, all), Whose::One(it) if it.id != agency.id);
        named && of_year && !anothers
    });
    match near {
        Some(entry) => Choice::Ambiguous(format!("“{}”可能是年报", entry.title)),
        None => Choice::None,
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Whose<'a> {
    One(&'a Agency),
    Nobody,
    Several,
}

/// The agency of the site that a title names: by its whole name or an alias, else by the end of one
/// (市林业局 on the site of 吉林市林业局). A title without a name is the only agency's.
fn whose<'a>(title: &str, all: &'a [Agency]) -> Whose<'a> {
    let Some(name) = meta::title_agency(title) else {
        return match all {
            [only] => Whose::One(only),
            _ => Whose::Nobody,
        };
    };
    let name = short(&letters(&name));
    let exact = all.iter().filter(|agency| forms(agency).contains(&name));
    let exact: Vec<&Agency> = exact.collect();
    if let [only] = exact.as_slice() {
        return Whose::One(only);
    }
    if exact.len() > 1 {
        return Whose::Several;
    }
    let long_enough = name.chars().count() >= 3;
    let near: Vec<&Agency> = all
        .iter()
        .filter(|agency| {
            forms(agency).iter().any(|form| {
                (long_enough && form.ends_with(&name))
                    || (form.chars().count() >= 3 && name.ends_with(form.as_str()))
            })
        })
        .collect();
    match near.as_slice() {
        [] => Whose::Nobody,
        [only] => Whose::One(only),
        _ => Whose::Several,
    }
}

/// The names of an agency as titles write them.
fn forms(agency: &Agency) -> Vec<String> {
    std::iter::once(&agency.name).chain(&agency.aliases).map(|name| short(&letters(name))).collect()
}

/// True if a short name may stand for a long one: 某市人社局 for 某市人力资源和社会保障局. Its
/// characters stand in the long name in their order, and both end alike. That is enough to accuse
/// nobody, and not enough to believe it; an alias in the configuration settles it.
fn abbreviates(name: &str, long: &str) -> bool {
    let mut rest = long.chars();
    name.chars().count() >= 3
        && name.chars().next_back() == long.chars().next_back()
        && name.chars().all(|c| rest.any(|it| it == c))
}

/// 金川区 and 金川区人民政府 are the same, and so are 委员会 and 委; 金川区人民政府办公室 is another
/// body.
fn short(name: &str) -> String {
    let name = name.strip_suffix("人民政府").unwrap_or(name);
    match name.strip_suffix("委员会") {
        Some(head) => format!("{head}委"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AgencyId;
    use crate::domain::AgencyKind;
    use crate::domain::SiteId;

    fn agency(name: &str) -> Agency {
        Agency {
            id: AgencyId(name.into()),
            name: name.into(),
            aliases: vec![],
            kind: AgencyKind::Department,
            region: String::new(),
            since: None,
            site: SiteId("s".into()),
        }
    }

    fn entry(title: &str) -> Entry {
        let url = format!("http://gov.test/{}", letters(title)).parse().ok();
        Entry { url, title: title.into(), date: None }
    }

    fn chosen(titles: &[&str], name: &str, all: &[&str], year: i32) -> String {
        let all: Vec<Agency> = all.iter().map(|name| agency(name)).collect();
        let entries: Vec<Entry> =
            titles.iter().filter(|it| may_be_report(it)).map(|it| entry(it)).collect();
        match choose(&entries, &agency(name), &all, ReportYear(year)) {
            Choice::One(entry) => entry.title,
            Choice::None => "none".into(),
            Choice::Ambiguous(_) => "ambiguous".into(),
        }
    }

    #[test]
    fn each_agency_finds_its_own_report() {
        let titles = [
            "金川区人民政府2024年政府信息公开工作年度报告",
            "金川区人民政府办公室2024年政府信息公开工作年度报告",
            "2024年金川区财政局政府信息公开工作年度报告",
            "金川区财政局2023年政府信息公开工作年度报告",
            "图解：金川区教育局2024年政府信息公开工作年度报告",
        ];
        let all = ["金昌市金川区人民政府", "金川区人民政府办公室", "金川区财政局", "金川区教育局"];
        assert_eq!(chosen(&titles, all[0], &all, 2024), titles[0]);
        assert_eq!(chosen(&titles, all[1], &all, 2024), titles[1]);
        assert_eq!(chosen(&titles, all[2], &all, 2024), titles[2]);
        assert_eq!(chosen(&titles, all[2], &all, 2023), titles[3]);
        assert_eq!(chosen(&titles, all[3], &all, 2024), "none");
    }

    #[test]
    fn a_title_without_a_name_is_the_only_agencys() {
        let titles = ["2024年政府信息公开工作年度报告"];
        assert_eq!(chosen(&titles, "某局", &["某局"], 2024), titles[0]);
        assert_eq!(chosen(&titles, "甲局", &["甲局", "乙局"], 2024), "ambiguous");
    }

    #[test]
    fn a_name_cut_at_the_front_is_enough_where_it_is_unique() {
        let titles = ["市林业局2018年政务公开年度报告"];
        assert_eq!(chosen(&titles, "吉林市林业局", &["吉林市林业局"], 2018), titles[0]);
        let two = ["甲市林业局", "乙市林业局"];
        assert_eq!(chosen(&titles, two[0], &two, 2018), "ambiguous");
    }

    #[test]
    fn a_short_name_accuses_nobody() {
        let all = ["某市人力资源和社会保障局", "某市教育局", "某市发展和改革委员会"];
        let titles = [
            "某市人社局2024年政府信息公开工作年度报告",
            "某市财政局2024年政府信息公开工作年度报告",
            "某市发改委2024年政府信息公开工作年度报告",
        ];
        assert_eq!(chosen(&titles, all[0], &all, 2024), "ambiguous");
        assert_eq!(chosen(&titles, all[1], &all, 2024), "none");
        assert_eq!(chosen(&titles, all[2], &all, 2024), "ambiguous");
        assert_eq!(chosen(&titles, all[0], &all, 2023), "none");
    }

    #[test]
    fn other_yearly_documents_are_no_reports() {
        for title in [
            "某局2024年政府网站工作年度报表",
            "某局2024年法治政府建设年度报告",
            "关于做好2024年政府信息公开年度报告编制工作的通知",
            "某局政府信息公开指南",
            "某局2024年政府信息公开年度报告解读",
        ] {
            assert_eq!(chosen(&[title], "某局", &["某局"], 2024), "none", "{title}");
        }
    }

    #[test]
    fn an_odd_title_accuses_nobody() {
        let titles = ["某县起台镇2017年度报告编制公布工作总结"];
        assert_eq!(chosen(&titles, "某县起台镇", &["某县起台镇", "某县乙镇"], 2017), "ambiguous");
        assert_eq!(chosen(&titles, "某县乙镇", &["某县起台镇", "某县乙镇"], 2017), "none");
    }

    #[test]
    fn two_different_reports_of_one_agency_and_year_are_ambiguous() {
        let titles = ["某局2024年政府信息公开工作年度报告", "某局2024年度政府信息公开年报（修订）"];
        assert_eq!(chosen(&titles, "某局", &["某局"], 2024), "ambiguous");
    }

    #[test]
    fn a_link_that_leads_nowhere_is_not_absence() {
        let entries =
            [Entry { url: None, ..entry("某局2024年政府信息公开工作年度报告") }];
        let all = [agency("某局")];
        let choice = choose(&entries, &all[0], &all, ReportYear(2024));
        assert!(matches!(choice, Choice::Ambiguous(_)));
    }
}
