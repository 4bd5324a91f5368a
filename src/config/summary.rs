//! What `config check` says about a configuration that is in order.
//!
//! It shows when things will next happen, in wall-clock time with its offset, because that is
//! where a schedule that parses is still wrong.

use std::fmt::Write;

use chrono::DateTime;
use chrono::Datelike;
use chrono::Utc;
use chrono_tz::Tz;

use crate::domain::Lang;
use crate::notify::Transport;
use crate::schedule::Schedule;

use super::Config;

/// How many next times are shown of each schedule, and how many of the sites that follow it.
const SHOWN: usize = 3;

/// What is watched, how mail goes out, and the next three times of each schedule after `now`.
/// Lines of text, with a line end after the last.
pub fn summary(config: &Config, now: DateTime<Utc>, lang: Lang) -> String {
    let mut lines = vec![counts(config, lang), mail(config, lang)];
    lines.push(match lang {
        Lang::Zh => format!("时间按 {} 计：", config.zone),
        Lang::En => format!("times are those of {}:", config.zone),
    });
    let schedule = &config.schedule;
    let all_poll = next(config.zone, now, |at| schedule.next_poll(at));
    lines.push(entry(
        lang.pick("读网 poll", "poll"),
        &words(&schedule.poll, lang),
        &all_poll,
        lang,
    ));
    if let Some(season) = &schedule.season {
        let months: Vec<_> = season.months.iter().map(ToString::to_string).collect();
        lines.push(match lang {
            Lang::Zh => {
                format!("    其中{}月按 {}", months.join("、"), words(&season.poll, lang))
            }
            Lang::En => {
                format!("    in months {}: {}", months.join(", "), words(&season.poll, lang))
            }
        });
    }
    for (name, schedule) in [
        (lang.pick("督促 remind", "remind"), &schedule.remind),
        (lang.pick("通报 bulletin", "bulletin"), &schedule.bulletin),
    ] {
        lines.push(own_entry(name, schedule, now, lang));
    }
    for (poll, sites) in own_schedules(config) {
        lines.push(own_entry(&some_of(&sites, lang), poll, now, lang));
    }
    let mut text = String::new();
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
    text
}

fn counts(config: &Config, lang: Lang) -> String {
    let agencies: usize = config.sites.iter().map(|it| it.site.agencies.len()).sum();
    let (sites, receivers) = (config.sites.len(), config.receivers.len());
    let (routes, disabled) = (config.routes.len(), config.book.disabled.len());
    let packs = config.book.packs.len();
    match lang {
        Lang::Zh => format!(
            "配置无误：网站 {sites} 个，机关 {agencies} 个，收件人 {receivers} 个，分送规则 {routes} 条，本地规则 {packs} 条，停用检查 {disabled} 项"
        ),
        Lang::En => format!(
            "the configuration is in order: sites {sites}, agencies {agencies}, receivers {receivers}, routes {routes}, rules of packs {packs}, rules switched off {disabled}"
        ),
    }
}

fn mail(config: &Config, lang: Lang) -> String {
    match (config.mail.as_ref().map(|it| &it.transport), lang) {
        (None, Lang::Zh) => "邮件：不发送".into(),
        (None, Lang::En) => "mail: none is sent".into(),
        (Some(Transport::Smtp(smtp)), Lang::Zh) => {
            format!("邮件：经 {}:{} 发送", smtp.host, smtp.port)
        }
        (Some(Transport::Smtp(smtp)), Lang::En) => {
            format!("mail: through {}:{}", smtp.host, smtp.port)
        }
        (Some(Transport::File { dir }), Lang::Zh) => format!("邮件：写入 {}", dir.display()),
        (Some(Transport::File { dir }), Lang::En) => format!("mail: into {}", dir.display()),
        (Some(Transport::Sendmail { command }), Lang::Zh) => {
            format!("邮件：交给 {}", command.display())
        }
        (Some(Transport::Sendmail { command }), Lang::En) => {
            format!("mail: through {}", command.display())
        }
    }
}

/// Schedules of single sites, with the ids of the sites that share them.
fn own_schedules(config: &Config) -> Vec<(&Schedule, Vec<&str>)> {
    let mut found: Vec<(&Schedule, Vec<&str>)> = Vec::new();
    for site in &config.sites {
        let Some(poll) = &site.poll else { continue };
        let id = site.site.id.0.as_str();
        match found.iter_mut().find(|(known, _)| *known == poll) {
            Some((_, ids)) => ids.push(id),
            None => found.push((poll, vec![id])),
        }
    }
    found
}

fn some_of(ids: &[&str], lang: Lang) -> String {
    let first = ids.iter().take(SHOWN).copied().collect::<Vec<_>>().join(lang.pick("、", ", "));
    match (ids.len() <= SHOWN, lang) {
        (true, _) => first,
        (false, Lang::Zh) => format!("{first} 等 {} 个网站", ids.len()),
        (false, Lang::En) => format!("{first} and {} more sites", ids.len() - SHOWN),
    }
}

fn own_entry(name: &str, schedule: &Schedule, now: DateTime<Utc>, lang: Lang) -> String {
    let times = next(schedule.zone(), now, |at| schedule.next_after(at));
    entry(name, &words(schedule, lang), &times, lang)
}

fn entry(name: &str, words: &str, times: &[DateTime<Tz>], lang: Lang) -> String {
    let shown: Vec<_> = times.iter().map(|at| show(at, lang)).collect();
    match lang {
        Lang::Zh => format!("  {name}：{words}\n    接下来 {}", shown.join("、")),
        Lang::En => format!("  {name}: {words}\n    next {}", shown.join(", ")),
    }
}

/// The expression, and what it says.
fn words(schedule: &Schedule, lang: Lang) -> String {
    let words = schedule.describe(lang);
    if words == schedule.text() {
        return format!("`{words}`");
    }
    format!("{words} (`{}`)", schedule.text())
}

fn next(
    zone: Tz,
    now: DateTime<Utc>,
    step: impl Fn(DateTime<Utc>) -> Option<DateTime<Utc>>,
) -> Vec<DateTime<Tz>> {
    std::iter::successors(step(now), |last| step(*last))
        .take(SHOWN)
        .map(|at| at.with_timezone(&zone))
        .collect()
}

fn show(at: &DateTime<Tz>, lang: Lang) -> String {
    let weekday = match lang {
        Lang::En => at.format("%a").to_string(),
        Lang::Zh => {
            let day = usize::try_from(at.weekday().num_days_from_sunday()).unwrap_or_default();
            let name = "日一二三四五六".chars().nth(day).unwrap_or_default();
            format!("周{name}")
        }
    };
    let time = at.format(if at.timestamp() % 60 == 0 { "%H:%M" } else { "%H:%M:%S" });
    format!("{} {weekday} {time} {}", at.format("%Y-%m-%d"), at.format("%:z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_of_sites_is_cut_short() {
        assert_eq!(some_of(&["a", "b", "c"], Lang::Zh), "a、b、c");
        assert_eq!(some_of(&["a", "b", "c", "d", "e"], Lang::Zh), "a、b、c 等 5 个网站");
        assert_eq!(some_of(&["a", "b", "c", "d", "e"], Lang::En), "a, b, c and 2 more sites");
    }
}
