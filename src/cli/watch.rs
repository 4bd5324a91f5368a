//! `run` and `once`.

use std::sync::Arc;

use chrono::DateTime;
use chrono::FixedOffset;
use chrono::Utc;
use clap::Args;

use super::Context;
use super::Ended;
use super::Failed;
use super::Format;
use super::block_on;
use super::moment;
use super::out;
use crate::clock::Clock;
use crate::clock::ManualClock;
use crate::clock::SystemClock;
use crate::config;
use crate::daemon;
use crate::daemon::App;
use crate::daemon::Which;
use crate::domain::Lang;
use crate::domain::SiteId;

#[derive(Debug, Args)]
pub(super) struct OnceArgs {
    /// Set the clock of the round, e.g. 2026-02-01T08:00:00+08:00
    #[arg(long, value_name = "RFC3339", value_parser = moment)]
    at: Option<DateTime<FixedOffset>>,
    /// Poll this site, due or not; may be given several times
    #[arg(long = "site", value_name = "ID")]
    sites: Vec<String>,
    /// Poll every site, due or not
    #[arg(long, conflicts_with = "sites")]
    all: bool,
}

pub(super) fn once(args: &OnceArgs, context: &Context) -> Result<Ended, Failed> {
    let config = context.load()?;
    let lang = context.lang(config.language);
    for id in &args.sites {
        if !config.sites.iter().any(|watched| watched.site.id.0 == *id) {
            let known: Vec<&str> = config.sites.iter().map(|it| it.site.id.0.as_str()).collect();
            return Err(Failed::Usage(format!(
                "there is no site `{id}`; the sites are {}",
                known.join(", ")
            )));
        }
    }
    let which = match (args.all, args.sites.is_empty()) {
        (true, _) => Which::All,
        (false, true) => Which::Due,
        (false, false) => Which::Only(args.sites.iter().cloned().map(SiteId).collect()),
    };
    let clock: Arc<dyn Clock> = match args.at {
        Some(at) => Arc::new(ManualClock::at(at.with_timezone(&Utc))),
        None => Arc::new(SystemClock),
    };
    let done = block_on(async {
        let app = App::new(config, clock)?;
        let bar = out::progress(app.config.sites.len());
        let done = daemon::round(&app, &which, |done, of| {
            bar.set_length(u64::try_from(of).unwrap_or(u64::MAX));
            bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        })
        .await;
        bar.finish_and_clear();
        Ok::<_, Failed>(done?)
    })??;
    match context.format {
        Format::Json => out::json(&done),
        Format::Text => print(&done, lang),
    }
    Ok(Ended::Clean)
}

fn print(done: &daemon::round::Round, lang: Lang) {
    if done.polled.is_empty() {
        out::line(lang.pick("没有到期的站点。", "No site is due."));
    } else {
        let rows = done
            .polled
            .iter()
            .map(|polled| {
                let seen = match &polled.unseen {
                    Some(unseen) => unseen.text().pick(lang).to_owned(),
                    None => match lang {
                        Lang::Zh => format!("{}条年报", polled.entries),
                        Lang::En => format!("{} reports listed", polled.entries),
                    },
                };
                vec![polled.site.to_string(), seen]
            })
            .collect();
        out::table(&[lang.pick("站点", "site"), lang.pick("所见", "seen")], rows);
    }
    if let Some(why) = &done.blind {
        out::line(&match lang {
            Lang::Zh => format!("监测失明：{}；本轮不作任何结论。", why.zh),
            Lang::En => format!("The monitor is blind: {}; nobody is judged.", why.en),
        });
    }
    let (sent, later, aside) =
        (done.letters_delivered, done.letters_deferred, done.letters_set_aside);
    out::line(&match lang {
        Lang::Zh => format!("邮件：发出{sent}封，待重试{later}封，搁置{aside}封。"),
        Lang::En => format!("Mail: {sent} sent, {later} to be tried again, {aside} set aside."),
    });
    if done.alerts_waiting > 0 {
        let n = done.alerts_waiting;
        out::line(&match lang {
            Lang::Zh => format!("未配置邮件，有{n}条告警待发。"),
            Lang::En => format!("No mail is configured; {n} alerts wait."),
        });
    }
}

pub(super) fn run(context: &Context) -> Result<Ended, Failed> {
    let config = context.load()?;
    for warning in config::warnings(&config, Lang::En) {
        tracing::warn!("{warning}");
    }
    let reload = || match context.load() {
        Ok(config) => Some(config),
        // The report may quote addresses, so the log only counts; `config check` shows it.
        Err(Failed::Config(report)) => {
            tracing::error!(
                problems = report.problems().len(),
                "the configuration cannot be used and the old one stays; see `config check`"
            );
            None
        }
        Err(_) => {
            tracing::error!("the configuration cannot be read and the old one stays");
            None
        }
    };
    block_on(async {
        let app = App::new(config, Arc::new(SystemClock))?;
        daemon::run(app, reload).await.map_err(|error| match error {
            daemon::RunError::Store(error) => Failed::Store(error),
            daemon::RunError::Start(error) => error.into(),
            error @ daemon::RunError::Signals(_) => Failed::Machine(error.to_string()),
        })
    })??;
    Ok(Ended::Clean)
}
