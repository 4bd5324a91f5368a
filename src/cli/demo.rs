//! `demo`: the whole job on simulated portals, with nothing to set up.
//!
//! The narrative goes to standard output line by line as the season passes, so that it reads well in
//! a pipe too; only the progress bar is for a terminal.

use std::net::Ipv4Addr;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use tokio::net::TcpListener;

use super::Context;
use super::Ended;
use super::Failed;
use super::block_on;
use super::inspect;
use super::out;
use crate::demo;
use crate::demo::DemoError;
use crate::demo::Season;
use crate::demo::Told;
use crate::domain::Lang;
use crate::domain::Text;
use crate::overview::Live;
use crate::web;

/// Ports that are tried for the dashboard, from the configured default on.
const PORTS: std::ops::Range<u16> = 8787..8887;

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Where store, mails and configuration are put; a former demonstration in it is replaced
    #[arg(long, value_name = "DIR", default_value = "gongkai-watch-demo")]
    dir: PathBuf,
    /// Keep the dashboard open afterwards, until Ctrl-C
    #[arg(long)]
    serve: bool,
}

impl From<DemoError> for Failed {
    fn from(error: DemoError) -> Self {
        match error {
            DemoError::Foreign(_) => Self::Usage(error.to_string()),
            DemoError::Config(report) => Self::Config(report),
            DemoError::Start(error) => error.into(),
            DemoError::Store(error) => Self::Store(error),
            DemoError::Folder { .. } | DemoError::Portals(_) | DemoError::Render(_) => {
                Self::Machine(error.to_string())
            }
        }
    }
}

pub(super) fn demo(args: &DemoArgs, context: &Context) -> Result<Ended, Failed> {
    let lang = context.lang(Lang::Zh);
    block_on(async {
        let bar = out::progress(demo::days());
        bar.suspend(|| introduce(lang));
        let season = demo::run(&args.dir, lang, |told| {
            bar.suspend(|| narrate(&told, lang));
            bar.inc(1);
        })
        .await;
        bar.finish_and_clear();
        let season = season?;
        sum_up(&season, &args.dir, lang);
        if args.serve { serve(season, lang).await } else { Ok(()) }
    })??;
    Ok(Ended::Clean)
}

fn introduce(lang: Lang) {
    out::line(lang.pick(
        "演示：9个虚构机关、5个模拟网站（均在本机），一个完整的年报季。\n\
         A demonstration: nine made-up agencies on five simulated portals, a whole season. \
         (English: --lang en)",
        "A demonstration: nine made-up agencies on five simulated portals on this machine, and a \
         whole season of annual reports. Reports on 2025 are due on 31 January 2026 \
         (departments) and 31 March 2026 (governments).",
    ));
}

fn narrate(told: &Told, lang: Lang) {
    let Text { zh, en } = &told.headline;
    out::line("");
    out::line(&match lang {
        Lang::Zh => format!("■ {}  {zh}\n              {en}", told.date),
        Lang::En => format!("■ {}  {en}", told.date),
    });
    let list = |head: &str, lines: &mut dyn Iterator<Item = &str>| {
        for line in lines {
            out::line(&out::printable(&format!("  {head}{line}")));
        }
    };
    list(lang.pick("网站  ", "portal  "), &mut told.portals.iter().map(|it| it.pick(lang)));
    list(lang.pick("监测  ", "watch   "), &mut told.concluded.iter().map(|it| it.pick(lang)));
    list(lang.pick("邮件  ", "mail    "), &mut told.mails.iter().map(String::as_str));
    if told.concluded.is_empty() && told.mails.is_empty() {
        out::line(lang.pick("  监测  没有变化", "  watch   nothing changed"));
    }
}

fn sum_up(season: &Season, dir: &Path, lang: Lang) {
    out::line("");
    out::line(
        lang.pick("■ 季末各单位状态  where every report stands", "■ Where every report stands"),
    );
    inspect::board(&season.rows, lang);
    if let Some((subject, text)) = &season.example {
        out::line("");
        out::line(lang.pick("■ 其中一封邮件  one of the mails", "■ One of the mails"));
        out::line(&out::printable(subject));
        out::line("");
        out::line(out::printable(text).trim_end());
    }
    let Season { looks, snapshots, cases: (open, all), .. } = season;
    let total: usize = season.mails.values().sum();
    let kinds: Vec<String> = season.mails.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
    let kinds = kinds.join(lang.pick("，", ", "));
    out::line("");
    out::line(&match lang {
        Lang::Zh => format!(
            "查看{looks}次，留存页面{snapshots}份，问题{all}个（未解决{open}个），邮件{total}封（{kinds}）。"
        ),
        Lang::En => format!(
            "{looks} looks, {snapshots} pages kept, {all} cases ({open} open), {total} mails \
             ({kinds})."
        ),
    });
    out::line("");
    out::line(lang.pick("■ 接下来可以看  where to look", "■ Where to look"));
    let dir = dir.display();
    // As it was called just now, so that the lines can be copied.
    let program = std::env::args().next().unwrap_or_else(|| "gongkai-watch".into());
    for (what, zh, en) in [
        (format!("{dir}/mail/*.eml"), "发出的邮件", "the mails"),
        (format!("{dir}/data"), "存储（sled）", "the store (sled)"),
        (
            format!("{program} --config {dir}/gongkai-watch.toml status"),
            "各单位状态",
            "where every report stands",
        ),
        (
            format!("{program} --config {dir}/gongkai-watch.toml findings"),
            "发现的问题",
            "what is wrong",
        ),
        (
            format!("{program} --config {dir}/gongkai-watch.toml cases --all"),
            "问题的始末",
            "what became of it",
        ),
        (
            format!("{program} check {dir}/pages/wrong-sum.html"),
            "发布前自查一份报告",
            "check one report before it is published",
        ),
        (format!("{program} demo --dir {dir} --serve"), "在浏览器中查看", "see it in a browser"),
    ] {
        out::line(&format!("  {what}\n      {}", lang.pick(zh, en)));
    }
}

async fn serve(season: Season, lang: Lang) -> Result<(), Failed> {
    let mut refused = None;
    for port in PORTS {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            Ok(listener) => {
                out::line("");
                out::line(&match lang {
                    Lang::Zh => format!("看板：http://127.0.0.1:{port}/  （Ctrl-C 结束）"),
                    Lang::En => format!("Dashboard: http://127.0.0.1:{port}/  (Ctrl-C ends it)"),
                });
                let stop = async { drop(tokio::signal::ctrl_c().await) };
                let live = Arc::new(Live::new(season.config, season.store));
                return web::serve(listener, live, stop)
                    .await
                    .map_err(|error| Failed::Machine(format!("the dashboard stopped: {error}")));
            }
            Err(error) => refused = Some(error),
        }
    }
    let why = refused.map_or_else(String::new, |error| format!(": {error}"));
    Err(Failed::Machine(format!("no port from {} on is free for the dashboard{why}", PORTS.start)))
}
