//! `site suggest URL`: the column, what it holds, and the block that would watch it.

use clap::Args;
use serde_json::json;
use url::Url;

use super::Context;
use super::Ended;
use super::Failed;
use super::Reader;
use crate::cli::Format;
use crate::cli::block_on;
use crate::cli::out;
use crate::cli::source;
use crate::domain::Lang;
use crate::domain::Text;
use crate::domain::Unseen;
use crate::survey::explore;
use crate::survey::explore::Explored;
use crate::survey::explore::Found;
use crate::survey::explore::Step;
use crate::survey::explore::Was;
use crate::survey::kind::Trust;
use crate::survey::leads::Lead;
use crate::survey::propose;
use crate::survey::propose::Proposal;
use crate::survey::propose::Proposed;
use crate::survey::remedy::remedy;

/// Rows of a table that a person still reads; JSON has all.
const MOST_ROWS: usize = 60;

#[derive(Debug, Args)]
pub(crate) struct SuggestArgs {
    /// A portal's home page, its disclosure column, or the list of annual reports itself
    url: String,
    /// Links that are followed from there, at most
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(0..=8))]
    depth: u32,
    /// Whose reports they are, where the titles name nobody
    #[arg(long, value_name = "NAME")]
    agency: Option<String>,
}

pub(super) fn suggest(args: &SuggestArgs, context: &Context) -> Result<Ended, Failed> {
    let start = address(&args.url)?;
    let config = context.found()?;
    let lang = context.lang(config.as_ref().map_or(Lang::Zh, |it| it.language));
    let bar = out::spinner();
    let reader = Reader::new(source::settings(config.as_ref()), &bar)?;
    let explored = block_on(explore::explore(reader.eyes(), &start, args.depth))?;
    bar.finish_and_clear();
    let proposal =
        explored.found.as_ref().map(|found| propose::propose(found, args.agency.as_deref(), lang));
    if context.format == Format::Json {
        out::json(&as_json(&explored, proposal.as_ref(), lang));
    }
    let (Some(found), Some(proposal)) = (&explored.found, &proposal) else {
        if context.format == Format::Text {
            steps(&explored.steps, lang);
            elsewhere(&explored, lang);
        }
        return Err(Failed::Input(why_none(&explored).pick(lang).to_owned()));
    };
    if context.format == Format::Text {
        print(&explored, found, proposal, lang);
    }
    Ok(Ended::Clean)
}

/// The address of a web page; anything else cannot lead anywhere.
fn address(text: &str) -> Result<Url, Failed> {
    let refused = |why: &str| Failed::Usage(format!("`{text}` is no address of a portal; {why}"));
    match Url::parse(text) {
        Ok(url) if !matches!(url.scheme(), "http" | "https") => {
            Err(refused("write one that begins with https:// or http://"))
        }
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            Err(Failed::Usage("the address carries a login; portals are read without one".into()))
        }
        Ok(url) => Ok(url),
        Err(_) => Err(refused(&format!("did you mean https://{text}?"))),
    }
}

/// Why no list was found, and what to do.
fn why_none(explored: &Explored) -> Text {
    let unseen = |it: &Step| match &it.was {
        Was::Unseen(unseen) => Some((it.url.clone(), unseen.clone())),
        _ => None,
    };
    let told = |url: &str, unseen: &Unseen| {
        let (text, todo) = (unseen.text(), remedy(unseen));
        Text::new(
            format!("{url} {}；{}", text.zh, todo.zh),
            format!("{url}: {}; {}", text.en, todo.en),
        )
    };
    // The address given says most; else a page that was called the column.
    let first = explored.steps.first().and_then(unseen);
    let column = || explored.steps.iter().filter(|it| it.rank <= 1).find_map(unseen);
    if let Some((url, why)) = first.or_else(column) {
        return told(&url, &why);
    }
    let looked = explored.steps.len();
    // Only where the search ended at its depth is there more to be found behind it.
    let deeper = explored.steps.iter().any(|it| it.depth >= explored.depth);
    let deeper = if deeper { ("，或加大 --depth", ", or a greater --depth") } else { ("", "") };
    Text::new(
        format!(
            "没有找到年报栏目（看过{looked}个网页）；请在浏览器中找到栏目列表页，直接给出其地址{}",
            deeper.0
        ),
        format!(
            "no column of annual reports was found ({looked} pages were looked at); find the list in \
             a browser and give its address{}",
            deeper.1
        ),
    )
}

fn print(explored: &Explored, found: &Found, proposal: &Proposal, lang: Lang) {
    steps(&explored.steps, lang);
    let walked = &found.look.walked;
    let entries = walked.entries.as_ref().map_or(0, Vec::len);
    let family = found.look.pages.first().and_then(|it| Some((it.family?, it.evidence?)));
    let (family, evidence) = family.unwrap_or(("?", "?"));
    let url = &found.ask.url;
    out::line(&out::printable(&match lang {
        Lang::Zh => format!(
            "\n年报栏目：{url}\n按 {family} 读取（{evidence}），共{}页{entries}个条目",
            walked.pages
        ),
        Lang::En => format!(
            "\nThe list: {url}\nRead as {family} ({evidence}): {} pages, {entries} entries",
            walked.pages
        ),
    }));
    if let Some(why) = &walked.incomplete {
        let (text, todo) = (why.text(), remedy(why));
        out::line(&out::printable(&match lang {
            Lang::Zh => format!("注意：列表没有读到末页：{}；{}", text.zh, todo.zh),
            Lang::En => format!("Note: not read to its end: {}; {}", text.en, todo.en),
        }));
    }
    out::line("");
    bodies(proposal, lang);
    rows(proposal, lang);
    aside(proposal, lang);
    left(explored, lang);
    out::line(lang.pick(
        "\n# 以下可粘贴到 sites.d/*.toml，再用 config check 核对",
        "\n# Paste this into sites.d/*.toml, and run `config check`",
    ));
    out::whole(&proposal.site.toml());
}

/// Prints the pages that were looked at.
fn steps(all: &[Step], lang: Lang) {
    let head = [("看过的网页", "page"), ("经由", "through"), ("是什么", "what it is")];
    let rows = all
        .iter()
        .map(|it| {
            let through = it.through.clone().unwrap_or_default();
            vec![it.url.clone(), through, was(&it.was).pick(lang).to_owned()]
        })
        .collect();
    out::table(&head.map(|(zh, en)| lang.pick(zh, en)), rows);
}

fn was(was: &Was) -> Text {
    match was {
        Was::List { reports } => {
            Text::new(format!("年报列表，{reports}份年报"), format!("the list: {reports} reports"))
        }
        Was::Mentions { reports } => Text::new(
            format!("有{reports}条年报链接，不像栏目"),
            format!("links {reports} reports, and does not call itself their column"),
        ),
        Was::OnTheWay => Text::new("中间页", "on the way"),
        Was::Article => Text::new("一份年报，不是列表", "a report, and no list"),
        Was::Unseen(unseen) => unseen.text(),
    }
}

fn bodies(proposal: &Proposal, lang: Lang) {
    let head = [("单位", "agency"), ("类型", "kind"), ("依据", "by"), ("年度", "years")];
    let rows = proposal
        .bodies
        .iter()
        .map(|it| {
            let years: Vec<String> = it.body.years.iter().map(ToString::to_string).collect();
            let (kind, why) = match &it.guess {
                Err(why) => ("-".to_owned(), why),
                Ok(guess) => {
                    let mark = if guess.trust == Trust::Guessed { "?" } else { "" };
                    (format!("{}{mark}", propose::kind_name(guess.kind, lang)), &guess.why)
                }
            };
            vec![it.body.name.clone(), kind, why.pick(lang).to_owned(), years.join(" ")]
        })
        .collect();
    out::table(&head.map(|(zh, en)| lang.pick(zh, en)), rows);
    let guessed = |it: &Proposed| it.guess.as_ref().is_ok_and(|it| it.trust == Trust::Guessed);
    if proposal.bodies.iter().any(guessed) {
        out::line(lang.pick(
            "带“?”的类型只是推测，单位在下面的区块中是注释；核对类型、去掉 # 后才会监测",
            "A kind with ? is a guess, and its agency a comment in the block below; it is watched \
             once you have checked the kind and taken the # away",
        ));
    }
}

fn rows(proposal: &Proposal, lang: Lang) {
    let head = [
        ("单位", "agency"),
        ("年度", "year"),
        ("日期", "date"),
        ("标题", "title"),
        ("网址", "address"),
        ("理由", "why"),
    ];
    let rows: Vec<Vec<String>> = proposal
        .rows
        .iter()
        .take(MOST_ROWS)
        .map(|it| {
            vec![
                it.agency.clone(),
                it.report_year.to_string(),
                it.date.map_or_else(String::new, |it| it.to_string()),
                it.title.clone(),
                it.url.clone().unwrap_or_default(),
                it.why.pick(lang).to_owned(),
            ]
        })
        .collect();
    out::line(lang.pick("\n将会读到：", "\nWhat it would find:"));
    out::table(&head.map(|(zh, en)| lang.pick(zh, en)), rows);
    more(proposal.rows.len(), lang);
}

fn aside(proposal: &Proposal, lang: Lang) {
    if proposal.aside.is_empty() {
        return;
    }
    out::line(lang.pick("\n不采用的链接：", "\nLinks that are not taken:"));
    let head = [lang.pick("标题", "title"), lang.pick("理由", "why")];
    let rows = proposal.aside.iter().take(MOST_ROWS);
    let rows = rows.map(|it| vec![it.title.clone(), it.why.pick(lang).to_owned()]).collect();
    out::table(&head, rows);
    more(proposal.aside.len(), lang);
}

/// Says how many rows are not shown.
fn more(all: usize, lang: Lang) {
    if let Some(rest) = all.checked_sub(MOST_ROWS).filter(|it| *it > 0) {
        out::line(&match lang {
            Lang::Zh => format!("另有{rest}条，--format json 列出全部"),
            Lang::En => format!("{rest} more; --format json has all"),
        });
    }
}

/// Other links with the words of the column, which may be columns of other bodies.
fn left(explored: &Explored, lang: Lang) {
    let near: Vec<_> = explored.left.iter().filter(|it| it.rank == 0).collect();
    if near.is_empty() {
        return;
    }
    out::line(lang.pick("\n没有看的同类链接：", "\nLinks of the same words, not looked at:"));
    for lead in near {
        out::line(&out::printable(&format!("  {} {}", lead.text, lead.url)));
    }
}

/// Links that leave the site, one of which may be the place where it keeps its column.
fn elsewhere(explored: &Explored, lang: Lang) {
    if explored.elsewhere.is_empty() {
        return;
    }
    out::line(lang.pick(
        "\n指向其他网站、没有跟随的链接（可另用 site suggest 查看）：",
        "\nLinks to other sites, not followed (try `site suggest` on them):",
    ));
    for lead in &explored.elsewhere {
        out::line(&out::printable(&format!("  {} {}", lead.text, lead.url)));
    }
}

fn as_json(explored: &Explored, proposal: Option<&Proposal>, lang: Lang) -> serde_json::Value {
    let proposed = explored.found.as_ref().zip(proposal).map(|(found, it)| {
        let look = &found.look;
        let agencies: Vec<_> = it
            .bodies
            .iter()
            .map(|it| {
                let guess = it.guess.as_ref().ok();
                json!({
                    "name": it.body.name,
                    "aliases": it.body.aliases,
                    "likely_aliases": it.body.likely,
                    "kind": guess.as_ref().map(|it| it.kind),
                    "kind_guessed": guess.is_some_and(|it| it.trust == Trust::Guessed),
                    "kind_reason": it.guess.as_ref().map_or_else(|it| it, |it| &it.why).pick(lang),
                    "years": it.body.years,
                })
            })
            .collect();
        let reports: Vec<_> = it
            .rows
            .iter()
            .map(|it| {
                json!({
                    "agency": it.agency, "report_year": it.report_year, "title": it.title,
                    "date": it.date, "url": it.url, "why": it.why.pick(lang),
                })
            })
            .collect();
        let aside: Vec<_> = it
            .aside
            .iter()
            .map(|it| json!({"title": it.title, "why": it.why.pick(lang)}))
            .collect();
        json!({
            "url": found.ask.url.as_str(),
            "id": it.site.id,
            "name": it.site.name,
            "region": it.site.region,
            "pages": look.pages,
            "incomplete": look.walked.incomplete,
            "agencies": agencies,
            "reports": reports,
            "not_taken": aside,
            "toml": it.site.toml(),
        })
    });
    let why = explored.found.is_none().then(|| why_none(explored).pick(lang).to_owned());
    let links = |all: &[Lead]| -> Vec<_> {
        all.iter().map(|it| json!({"url": it.url.as_str(), "text": it.text})).collect()
    };
    json!({
        "looked_at": explored.steps,
        "site": proposed,
        "why_none": why,
        "not_followed": links(&explored.left),
        "elsewhere": links(&explored.elsewhere),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_address_of_a_web_page_is_one() {
        for (text, expected) in [
            ("https://www.jinchuan.gov.cn/", None),
            ("www.jinchuan.gov.cn", Some("did you mean https://www.jinchuan.gov.cn?")),
            ("list.html", Some("did you mean")),
            ("file:///list.html", Some("begins with https://")),
            ("https://u:p@a.gov.cn/", Some("carries a login")),
        ] {
            let why = address(text).err().map(|it| it.reason());
            assert_eq!(why.is_some(), expected.is_some(), "{text}");
            assert!(why.is_none_or(|it| it.contains(expected.unwrap())), "{text}");
        }
    }

    #[test]
    fn nothing_found_says_what_stood_in_the_way() {
        let step = |url: &str, was| Step { url: url.into(), through: None, depth: 0, rank: 0, was };
        let explored =
            |steps| Explored { steps, depth: 4, found: None, left: vec![], elsewhere: vec![] };
        let blocked = Unseen::Blocked("HTTP 521".into());
        let scripted = Unseen::ListNeedsScript("trsapi".into());
        for (steps, expected) in [
            (
                vec![step("a", Was::Unseen(blocked))],
                "a: blocked by the site's protection (HTTP 521)",
            ),
            (
                vec![step("a", Was::OnTheWay), step("b", Was::Unseen(scripted))],
                "b: the list is filled by a script (trsapi); find the data address",
            ),
            (vec![step("a", Was::OnTheWay)], "no column of annual reports was found (1 pages"),
        ] {
            let told = why_none(&explored(steps));
            assert!(told.en.starts_with(expected), "{}", told.en);
        }
    }
}
