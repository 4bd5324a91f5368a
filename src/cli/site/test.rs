//! `site test ID`: what a configured site gives now.

use std::sync::Arc;

use clap::Args;
use indicatif::ProgressBar;
use serde_json::json;
use tokio::task::JoinSet;

use super::Context;
use super::Ended;
use super::Failed;
use super::Reader;
use crate::cli::Format;
use crate::cli::block_on;
use crate::cli::out;
use crate::clock::Clock;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::domain::Lang;
use crate::domain::Site;
use crate::domain::Text;
use crate::domain::Unseen;
use crate::pipeline;
use crate::survey::Look;
use crate::survey::examine;
use crate::survey::examine::Examined;
use crate::survey::examine::State;

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// Id of the site
    #[arg(required_unless_present = "all")]
    id: Option<String>,
    /// A line for every site of the configuration
    #[arg(long, conflicts_with = "id")]
    all: bool,
}

pub(super) fn test(args: &TestArgs, context: &Context) -> Result<Ended, Failed> {
    let config = context.load()?;
    let lang = context.lang(config.language);
    let sites = chosen(&config, args.id.as_deref())?;
    let bar = out::progress(sites.len());
    let reader = Arc::new(Reader::new(config.fetch.clone(), &bar)?);
    let season = pipeline::season(SystemClock.now());
    let looks = block_on(look_at_all(&sites, &reader, &bar))?;
    bar.finish_and_clear();
    let examined = sites.into_iter().zip(looks).map(|(site, look)| {
        let examined = examine::examine(site, &look, season);
        (site, look, examined)
    });
    let looks: Vec<(&Site, Look, Examined)> = examined.collect();
    let read = looks.iter().all(|(_, look, _)| is_read(look));
    match (context.format, args.all, looks.as_slice()) {
        (Format::Json, false, [(site, look, examined)]) => {
            out::json(&as_json(site, look, examined, lang));
        }
        (Format::Json, ..) => {
            let all: Vec<_> = looks.iter().map(|(a, b, c)| as_json(a, b, c, lang)).collect();
            out::json(&all);
        }
        (Format::Text, false, [(site, look, examined)]) => print(site, look, examined, lang),
        (Format::Text, ..) => table(&looks, lang),
    }
    Ok(if read { Ended::Clean } else { Ended::Findings })
}

/// Looks at all sites at once; politeness puts those of one host in a row.
async fn look_at_all(sites: &[&Site], reader: &Arc<Reader>, bar: &ProgressBar) -> Vec<Look> {
    let mut tasks = JoinSet::new();
    for (place, site) in sites.iter().enumerate() {
        let (reader, ask, how) = (Arc::clone(reader), site.ask(), site.reading.clone());
        tasks.spawn(async move { (place, reader.eyes().look(&ask, &how).await) });
    }
    let mut looks: Vec<Option<Look>> = sites.iter().map(|_| None).collect();
    while let Some(joined) = tasks.join_next().await {
        bar.inc(1);
        if let Ok((place, look)) = joined
            && let Some(slot) = looks.get_mut(place)
        {
            *slot = Some(look);
        }
    }
    // One site that brings its task down must not stop the others.
    let unread = || Look::unread(Unseen::ListNotUnderstood("页面无法解析".into()));
    looks.into_iter().map(|it| it.unwrap_or_else(unread)).collect()
}

/// A list that was read to its end.
fn is_read(look: &Look) -> bool {
    look.walked.entries.is_ok() && look.walked.incomplete.is_none()
}

fn chosen<'a>(config: &'a Config, id: Option<&str>) -> Result<Vec<&'a Site>, Failed> {
    let all = config.sites.iter().map(|it| &it.site);
    let Some(id) = id else { return Ok(all.collect()) };
    let found: Vec<&Site> = all.clone().filter(|it| it.id.0 == id).collect();
    if found.is_empty() {
        let known: Vec<&str> = all.map(|it| it.id.0.as_str()).collect();
        return Err(Failed::Usage(format!(
            "there is no site `{id}`; the sites are {}",
            known.join(", ")
        )));
    }
    Ok(found)
}

fn count(examined: &Examined, state: State) -> usize {
    examined.rows.iter().filter(|it| it.state == state).count()
}

/// What a look says of the whole list.
fn verdict(look: &Look) -> Text {
    match (&look.walked.entries, &look.walked.incomplete) {
        (Err(why), _) => why.text(),
        (Ok(_), Some(why)) => {
            let why = why.text();
            Text::new(
                format!("没有读到末页：{}", why.zh),
                format!("not read to its end: {}", why.en),
            )
        }
        (Ok(_), None) => Text::new("已读到末页", "read to its end"),
    }
}

fn family(look: &Look) -> &'static str {
    look.pages.first().and_then(|it| it.family).unwrap_or("-")
}

fn entries(look: &Look) -> usize {
    look.walked.entries.as_ref().map_or(0, Vec::len)
}

fn print(site: &Site, look: &Look, examined: &Examined, lang: Lang) {
    out::line(&out::printable(&format!("{}  {}", site.name, site.url)));
    out::line(&out::printable(verdict(look).pick(lang)));
    pages(look, lang);
    let head = [
        ("单位", "agency"),
        ("年度", "year"),
        ("结果", "result"),
        ("日期", "date"),
        ("标题", "title"),
        ("网址", "address"),
        ("理由", "why"),
    ];
    let rows = examined
        .rows
        .iter()
        .map(|it| {
            vec![
                it.agency.clone(),
                it.report_year.to_string(),
                state(it.state, lang).to_owned(),
                it.date.map_or_else(String::new, |it| it.to_string()),
                it.title.clone().unwrap_or_default(),
                it.url.clone().unwrap_or_default(),
                it.why.pick(lang).to_owned(),
            ]
        })
        .collect();
    out::line("");
    out::table(&head.map(|(zh, en)| lang.pick(zh, en)), rows);
    if !examined.aside.is_empty() {
        out::line(lang.pick("\n没有采用的链接：", "\nLinks that were not taken:"));
        let rows = examined.aside.iter();
        let rows = rows.map(|it| vec![it.title.clone(), it.why.pick(lang).to_owned()]);
        out::table(&[lang.pick("标题", "title"), lang.pick("理由", "why")], rows.collect());
    }
    if !examined.advice.is_empty() {
        out::line(lang.pick("\n可以这样改：", "\nWhat could be changed:"));
        for it in &examined.advice {
            out::line(&out::printable(&format!("  - {}", it.pick(lang))));
        }
    }
}

fn pages(look: &Look, lang: Lang) {
    let head = [
        ("请求", "asked for"),
        ("状态", "status"),
        ("系统", "family"),
        ("条目", "entries"),
        ("年报", "reports"),
        ("说明", "note"),
    ];
    let rows = look
        .pages
        .iter()
        .map(|it| {
            let note = match (&it.unseen, it.evidence) {
                (Some(unseen), _) => unseen.text().pick(lang).to_owned(),
                (None, evidence) => evidence.unwrap_or_default().to_owned(),
            };
            vec![
                it.address.clone(),
                it.status.map_or_else(|| "-".to_owned(), |it| it.to_string()),
                it.family.unwrap_or("-").to_owned(),
                it.entries.to_string(),
                it.reports.to_string(),
                note,
            ]
        })
        .collect();
    out::table(&head.map(|(zh, en)| lang.pick(zh, en)), rows);
}

const fn state(state: State, lang: Lang) -> &'static str {
    match state {
        State::Found => lang.pick("已发布", "found"),
        State::Absent => lang.pick("未见", "absent"),
        State::Unknown => lang.pick("无法确定", "unknown"),
    }
}

fn table(looks: &[(&Site, Look, Examined)], lang: Lang) {
    let head = [
        ("站点", "site"),
        ("系统", "family"),
        ("页数", "pages"),
        ("条目", "entries"),
        ("已发布", "found"),
        ("未见", "absent"),
        ("无法确定", "unknown"),
        ("说明", "note"),
    ];
    let rows = looks
        .iter()
        .map(|(site, look, examined)| {
            vec![
                site.id.0.clone(),
                family(look).to_owned(),
                look.walked.pages.to_string(),
                entries(look).to_string(),
                count(examined, State::Found).to_string(),
                count(examined, State::Absent).to_string(),
                count(examined, State::Unknown).to_string(),
                verdict(look).pick(lang).to_owned(),
            ]
        })
        .collect();
    out::table(&head.map(|(zh, en)| lang.pick(zh, en)), rows);
}

fn as_json(site: &Site, look: &Look, examined: &Examined, lang: Lang) -> serde_json::Value {
    let aside: Vec<_> = examined
        .aside
        .iter()
        .map(|it| json!({"title": it.title, "why": it.why.pick(lang)}))
        .collect();
    let rows: Vec<_> = examined
        .rows
        .iter()
        .map(|it| {
            json!({
                "agency": it.agency, "report_year": it.report_year, "state": it.state,
                "title": it.title, "date": it.date, "url": it.url, "why": it.why.pick(lang),
            })
        })
        .collect();
    let advice: Vec<&str> = examined.advice.iter().map(|it| it.pick(lang)).collect();
    json!({
        "site": site.id,
        "url": site.url.as_str(),
        "read": is_read(look),
        "unseen": look.walked.entries.as_ref().err().or(look.walked.incomplete.as_ref()),
        "family": look.pages.first().and_then(|it| it.family),
        "pages": look.pages,
        "entries": entries(look),
        "reports": rows,
        "not_taken": aside,
        "advice": advice,
    })
}
