//! The top of the file and its small tables; the larger topics have files of their own.
//!
//! The order matters in two places: the time zone is read before any schedule, and sites before
//! routes, because a route may name an agency.

use std::cell::RefCell;
use std::collections::HashMap;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::time::Duration;

use chrono::DateTime;
use chrono::Datelike;
use chrono::NaiveDate;
use chrono_tz::Asia;
use chrono_tz::TZ_VARIANTS;
use chrono_tz::Tz;
use ipnet::IpNet;

use crate::domain::AgencyKind;
use crate::domain::Lang;
use crate::domain::LocalDeadline;
use crate::domain::ReportYear;
use crate::fetch::http::Settings;
use crate::schedule::Schedule;

use super::Config;
use super::Given;
use super::Health;
use super::QuietHours;
use super::Schedules;
use super::Season;
use super::Web;
use super::files::Document;
use super::health;
use super::mail;
use super::people;
use super::problem::Problem;
use super::problem::Problems;
use super::problem::nearest;
use super::read::At;
use super::read::Reader;
use super::rules;
use super::sites;

const HOUR: Duration = Duration::from_secs(3600);

/// Sites that are due at the same time are begun within this time, unless it is set.
const SPREAD: Duration = Duration::from_secs(600);

/// The languages, by the name they have in the file.
pub(super) const LANGUAGES: [(&str, Lang); 2] = [("zh", Lang::Zh), ("en", Lang::En)];

/// The report years a configuration may name.
pub(super) const REPORT_YEARS: std::ops::RangeInclusive<i64> = 2008..=2100;

/// What the topics need beside their table.
pub(super) struct Context {
    zone: Tz,
    /// Many sites share few schedules, and one of them is a kilobyte.
    schedules: RefCell<HashMap<String, Schedule>>,
    /// What sites follow that say nothing else.
    quiet: Option<QuietHours>,
}

impl Context {
    /// The hours under `quiet-hours`, or those that hold for all sites.
    pub(super) fn quiet(&self, table: &mut Reader<'_>) -> Option<QuietHours> {
        let own = table.parsed("quiet-hours", |text| match text {
            "none" => Ok(None),
            _ => QuietHours::parse(text, self.zone).map(Some).ok_or_else(|| {
                let help = "write when it begins and ends, \"08:30-17:30\", or \"none\"";
                (format!("`{text}` is no part of the day"), help.into())
            }),
        });
        own.unwrap_or(self.quiet)
    }

    /// The schedule under `key`, in the configured zone.
    pub(super) fn schedule(&self, table: &mut Reader<'_>, key: &'static str) -> Option<Schedule> {
        table.parsed(key, |text| {
            if let Some(known) = self.schedules.borrow().get(text) {
                return Ok(known.clone());
            }
            let schedule = Schedule::parse(text, self.zone).map_err(|error| {
                let message = format!("`{key}` is not a schedule: `{text}`");
                (message, error.to_string())
            })?;
            self.schedules.borrow_mut().insert(text.to_owned(), schedule.clone());
            Ok(schedule)
        })
    }
}

/// Checks the main file and those it includes. `None` if there was nothing to check, which is
/// noted.
pub(super) fn assemble(
    file: &Document,
    follow: impl Fn(&[At<&str>], usize) -> Vec<Document>,
    given: &Given<'_>,
    problems: &Problems,
) -> Option<Config> {
    let pieces = file.pieces();
    let table = file.parsed(&pieces.rest, 0, problems)?;
    let mut top = Reader::top(table.get_ref(), &file.source, problems);
    let zone = timezone(&mut top).unwrap_or(Asia::Shanghai);
    let mut context = Context { zone, schedules: RefCell::default(), quiet: None };
    let language = top.choice("language", &LANGUAGES).unwrap_or_default();
    let data_dir = top.string("data-dir").map_or("/var/lib/gongkai-watch", |dir| dir.value);
    let documents = if top.has("include") {
        top.strings("include").map(|list| follow(&list.value, 1)).unwrap_or_default()
    } else {
        top.strings("include");
        let mark = top.mark.clone();
        follow(&[At { value: "sites.d/*.toml", mark }], 1)
    };
    let schedule = schedules(top.table("schedule", "[schedule]"), &context)?;
    let (mut fetch, spread) = match top.table("fetch", "[fetch]") {
        Some(table) => fetch(table, &mut context),
        None => (Settings::default(), SPREAD),
    };
    let (grace_days, local_deadlines) =
        top.table("deadlines", "[deadlines]").map(deadlines).unwrap_or_default();
    let health = top.table("health", "[health]").map_or_else(Health::default, health::read);
    let web = top.table("web", "[web]").map_or_else(Web::default, web);
    let packs = |names: &[At<&str>]| follow(names, documents.len() + 1);
    let (rules_table, mark) = (top.table("rules", "[rules]"), top.mark.clone());
    let judged_by = rules::read(rules_table, &mark, packs, given.rule_names, problems);
    let rule_names: Vec<&str> = judged_by.names.iter().map(String::as_str).collect();

    let mut register = sites::Register::default();
    register.add_all(top.tables("site", "[[site]]"), &context);
    register.add_pieces(file, &pieces.sites, &context, problems);
    for document in &documents {
        register.add_file(document, &context, problems);
    }
    register.sites.shrink_to_fit();
    fetch.openssl_hosts = std::mem::take(&mut register.openssl_hosts);
    let mail_wanted = top.has("mail");
    let mail = top.table("mail", "[mail]").and_then(|it| mail::read(it, given));
    let receivers =
        people::receivers(top.tables("receiver", "[[receiver]]"), language, mail_wanted);
    let routes =
        people::routes(top.tables("route", "[[route]]"), &receivers, &register, &rule_names);
    top.finish();
    Some(Config {
        language,
        zone,
        data_dir: file.source.dir.join(data_dir),
        schedule,
        fetch,
        spread,
        mail,
        receivers: receivers.list,
        routes,
        grace_days,
        local_deadlines,
        health,
        web,
        sites: register.sites,
        book: judged_by.book,
        params: judged_by.params,
    })
}

fn timezone(top: &mut Reader<'_>) -> Option<Tz> {
    top.parsed("timezone", |text| {
        text.parse().map_err(|_| {
            let help =
                if ["beijing", "peking", "prc"].iter().any(|it| text.to_lowercase().contains(it)) {
                    "the zone of Beijing time is called \"Asia/Shanghai\"".into()
                } else {
                    match nearest(text, TZ_VARIANTS.iter().map(|zone| zone.name())) {
                        Some(meant) => format!("did you mean \"{meant}\"?"),
                        None => "write a name of the IANA list, e.g. \"Asia/Shanghai\"".into(),
                    }
                };
            (format!("there is no time zone `{text}`"), help)
        })
    })
}

/// `None` only if a default could not be read, which does not happen.
fn schedules(table: Option<Reader<'_>>, context: &Context) -> Option<Schedules> {
    let default = |text| Schedule::parse(text, context.zone).ok();
    let default_season = || {
        let poll = default("0 6,12,18 * * *")?;
        Some(Season { months: vec![1, 2, 3], poll })
    };
    let mut found = Schedules {
        poll: default("0 6 * * *")?,
        remind: default("0 9 1 * *")?,
        bulletin: default("0 9 1 1,4,7,10 *")?,
        season: default_season(),
    };
    let Some(mut table) = table else { return Some(found) };
    // Who writes `poll` and no season means it all year.
    if table.has("poll") {
        found.season = None;
    }
    for (key, place) in [
        ("poll", &mut found.poll),
        ("remind", &mut found.remind),
        ("bulletin", &mut found.bulletin),
    ] {
        if let Some(schedule) = context.schedule(&mut table, key) {
            *place = schedule;
        }
    }
    if let Some(inner) = table.table("season", "[schedule.season]") {
        let mark = inner.mark.clone();
        found.season = season(inner, context);
        let long_ago = DateTime::from_timestamp(946_684_800, 0)?;
        if found.next_poll(long_ago).is_none() {
            let problem = Problem::new("with this season no site is ever read")
                .at(&mark, "these months and schedules exclude each other")
                .help("give the season a schedule that comes due in its months");
            table.problems.add(problem);
        }
    }
    table.finish();
    Some(found)
}

fn season(mut table: Reader<'_>, context: &Context) -> Option<Season> {
    let mut months = table.numbers("months", 1..=12);
    let poll = context.schedule(&mut table, "poll");
    let switched_off = months.as_ref().is_some_and(Vec::is_empty);
    if !table.has("months") {
        table.missing("months", "write months = [1, 2, 3]");
    }
    if !table.has("poll") && !switched_off {
        table.missing("poll", "write poll = \"0 6,12,18 * * *\"");
    }
    table.finish();
    let mut months = months.take().filter(|months| !months.is_empty())?;
    months.sort_unstable();
    months.dedup();
    Some(Season { months, poll: poll? })
}

fn fetch(mut table: Reader<'_>, context: &mut Context) -> (Settings, Duration) {
    let default = Settings::default();
    let agent = table.parsed("user-agent", |text| {
        let sendable = !text.trim().is_empty() && text.bytes().all(|it| matches!(it, 32..=126));
        sendable.then(|| text.to_owned()).ok_or_else(|| {
            let help = "write plain ASCII, with an address to write to: \
                        \"gongkai-watch/0.1 (+mailto:office@example.org)\"";
            ("`user-agent` cannot be sent as a header".into(), help.into())
        })
    });
    let interval = table.duration("interval-per-host", Duration::ZERO..=HOUR);
    let jitter = table.duration("jitter", Duration::ZERO..=HOUR);
    let spread = table.duration("spread", Duration::ZERO..=6 * HOUR);
    context.quiet = context.quiet(&mut table);
    let ca_file = table.string("ca-file").map(|file| table.mark.source.dir.join(file.value));
    let timeout = table.duration("timeout", Duration::from_millis(100)..=HOUR);
    let networks = table.strings("allow-networks").map_or_else(Vec::new, |list| {
        list.value.iter().filter_map(|it| table.taken(it, network(it.value))).collect()
    });
    let found = Settings {
        user_agent: agent.unwrap_or(default.user_agent),
        concurrency: table.number("concurrency", 1..=1024).unwrap_or(default.concurrency),
        concurrency_per_host: table
            .number("concurrency-per-host", 1..=64)
            .unwrap_or(default.concurrency_per_host),
        interval_per_host: interval.unwrap_or(default.interval_per_host),
        jitter: jitter.unwrap_or(default.jitter),
        daily_per_host: table
            .number("daily-requests-per-host", 0..=10_000_000)
            .unwrap_or(default.daily_per_host),
        timeout: timeout.unwrap_or(default.timeout),
        max_body: table.size("max-body", 1 << 10..=1 << 30).unwrap_or(default.max_body),
        robots: table.boolean("robots").unwrap_or(default.robots),
        allow_networks: networks,
        ca_file,
        ..default
    };
    table.finish();
    (found, spread.unwrap_or(SPREAD))
}

fn network(text: &str) -> Result<IpNet, (String, String)> {
    let address = |text: &str| text.parse::<IpAddr>().map(IpNet::from);
    text.parse::<IpNet>().or_else(|_| address(text)).map_err(|_| {
        let help = "write an address and how many of its bits count: \"127.0.0.0/8\", \"fd00::/8\"";
        (format!("`{text}` is not a network"), help.into())
    })
}

fn deadlines(mut table: Reader<'_>) -> (u16, Vec<LocalDeadline>) {
    let grace = table.number("grace-days", 0..=366).unwrap_or_default();
    let locals = table.tables("local", "[[deadlines.local]]");
    let locals = locals.into_iter().filter_map(local_deadline).collect();
    table.finish();
    (grace, locals)
}

fn local_deadline(mut table: Reader<'_>) -> Option<LocalDeadline> {
    let region = sites::region(&mut table, sites::Written::Pattern);
    let kind = table.choice("kind", &AgencyKind::ALL.map(|kind| (kind.key(), kind)));
    let year = table.number("report-year", REPORT_YEARS).map(ReportYear);
    let publish_by = table.date("publish-by");
    let basis = table.required("basis", "本地通知");
    for (key, help) in [
        ("region", "write region = \"4312*\""),
        ("report-year", "write report-year = 2021"),
        ("publish-by", "write publish-by = \"2022-01-28\""),
    ] {
        if !table.has(key) {
            table.missing(key, help);
        }
    }
    if let (Some(year), Some(day)) = (year, &publish_by) {
        not_stricter(&table, kind, year, day);
    }
    table.finish();
    Some(LocalDeadline {
        region: region?,
        kind,
        report_year: year?,
        publish_by: publish_by?.value,
        basis: basis?.value.to_owned(),
    })
}

/// A local notice can only move the law's date forward. For townships the law has no date.
fn not_stricter(
    table: &Reader<'_>,
    kind: Option<AgencyKind>,
    year: ReportYear,
    day: &At<NaiveDate>,
) {
    let problem =
        Problem::new(format!("{} is no stricter date for the report on {year}", day.value));
    if day.value.year() <= year.0 {
        let problem = problem
            .at(&day.mark, "before the year reported on is over")
            .help(format!("that report is published in {}", year.0 + 1));
        return table.problems.add(problem);
    }
    let law = |kind: AgencyKind| year.statutory(kind).filter(|due| !due.local);
    let Some(due) = law(kind.unwrap_or(AgencyKind::Government)) else { return };
    if day.value > due.date {
        let problem = problem
            .at(&day.mark, "later than the law's own date")
            .help(format!("the law says {} ({})", due.date, due.basis.en));
        table.problems.add(problem);
    }
}

fn web(mut table: Reader<'_>) -> Web {
    let listen = table.parsed("listen", |text| {
        text.parse::<SocketAddr>().map_err(|_| {
            let help = "write an IP address and a port: \"127.0.0.1:8787\" or \"[::1]:8787\"";
            (format!("cannot listen on `{text}`"), help.into())
        })
    });
    let enabled = table.boolean("enabled").unwrap_or(true);
    table.finish();
    Web { listen: listen.or(Web::default().listen).filter(|_| enabled) }
}
