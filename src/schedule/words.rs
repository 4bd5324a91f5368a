//! A schedule in words, for `config check` and the dashboard.
//!
//! Only the common shapes have words; everything else is shown as it was written, because a
//! sentence that is almost right is worse than the expression.

use crate::domain::Lang;

use super::Fields;
use super::Schedule;
use super::field;

/// More times of day than this are not listed.
const MOST_TIMES: usize = 6;

const WEEKDAYS_ZH: [&str; 7] = ["日", "一", "二", "三", "四", "五", "六"];
const WEEKDAYS_EN: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS_EN: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Schedule {
    /// In words where there are any, e.g. `每天 06:00` or `day 1 of every month at 09:00`; else as
    /// written.
    pub fn describe(&self, lang: Lang) -> String {
        match (times(&self.0.fields, lang), days(&self.0.fields, lang)) {
            (Some(times), Some(days)) => format!("{days} {times}"),
            _ => self.text().to_owned(),
        }
    }
}

fn times(fields: &Fields, lang: Lang) -> Option<String> {
    if fields.second.list() != [0] {
        return None;
    }
    let minutes = fields.minute.list();
    if fields.hour.is_all(&field::HOUR) {
        return every(&minutes, lang);
    }
    let hours = fields.hour.list();
    if hours.len() * minutes.len() > MOST_TIMES {
        return None;
    }
    let times: Vec<_> = hours
        .iter()
        .flat_map(|hour| minutes.iter().map(move |minute| format!("{hour:02}:{minute:02}")))
        .collect();
    Some(match lang {
        Lang::Zh => times.join("、"),
        Lang::En => format!("at {}", times.join(", ")),
    })
}

/// Minutes of every hour that are evenly spaced.
fn every(minutes: &[u32], lang: Lang) -> Option<String> {
    let (first, step) = match *minutes {
        [only] => {
            return Some(match lang {
                Lang::Zh => format!("每小时第 {only} 分"),
                Lang::En => format!("at minute {only} of every hour"),
            });
        }
        [first, second, ..] => (first, second - first),
        [] => return None,
    };
    let even = first == 0
        && 60 % step == 0
        && minutes.iter().zip(0..).all(|(minute, n)| *minute == n * step)
        && minutes.last() == Some(&(60 - step));
    even.then(|| match (lang, step) {
        (Lang::Zh, 1) => "每分钟".into(),
        (Lang::En, 1) => "every minute".into(),
        (Lang::Zh, _) => format!("每 {step} 分钟"),
        (Lang::En, _) => format!("every {step} minutes"),
    })
}

fn days(fields: &Fields, lang: Lang) -> Option<String> {
    let mut every_day = fields.day.is_all(&field::DAY);
    let mut every_weekday = fields.weekday.is_all(&field::WEEKDAY);
    if fields.either_day() && (every_day || every_weekday) {
        (every_day, every_weekday) = (true, true);
    }
    let every_month = fields.month.is_all(&field::MONTH);
    // `*/2` in one day field narrows the other instead of adding to it: no words for that.
    if !every_day && !every_weekday && !fields.either_day() {
        return None;
    }
    let weekdays = names(&fields.weekday.list(), weekday_names(lang), 0, lang)?;
    let dates = numbers(&fields.day.list(), lang);
    let months = match lang {
        Lang::Zh if every_month => "每月".to_owned(),
        Lang::Zh => format!("{}月", numbers(&fields.month.list(), lang)),
        Lang::En if every_month => "every month".to_owned(),
        Lang::En => names(&fields.month.list(), &MONTHS_EN, 1, lang)?,
    };
    Some(match (lang, every_day, every_weekday) {
        (Lang::Zh, true, true) if every_month => "每天".into(),
        (Lang::Zh, true, true) => format!("{months}每天"),
        (Lang::En, true, true) if every_month => "every day".into(),
        (Lang::En, true, true) => format!("every day in {months}"),
        (Lang::Zh, true, false) if every_month => format!("每周{weekdays}"),
        (Lang::Zh, true, false) => format!("{months}每周{weekdays}"),
        (Lang::En, true, false) if every_month => format!("every {weekdays}"),
        (Lang::En, true, false) => format!("every {weekdays} in {months}"),
        (Lang::Zh, false, true) => format!("{months}{dates}日"),
        (Lang::En, false, true) => format!("day {dates} of {months}"),
        (Lang::Zh, false, false) => format!("{months}{dates}日或周{weekdays}"),
        (Lang::En, false, false) => format!("day {dates} of {months} or any {weekdays} in it"),
    })
}

const fn weekday_names(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Zh => &WEEKDAYS_ZH,
        Lang::En => &WEEKDAYS_EN,
    }
}

fn numbers(values: &[u32], lang: Lang) -> String {
    let texts: Vec<_> = values.iter().map(ToString::to_string).collect();
    texts.join(lang.pick("、", ", "))
}

fn names(values: &[u32], names: &[&str], first: u32, lang: Lang) -> Option<String> {
    let found: Option<Vec<&str>> = values
        .iter()
        .map(|value| names.get(usize::try_from(value.checked_sub(first)?).ok()?).copied())
        .collect();
    found.map(|found| found.join(lang.pick("、", ", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_schedules_have_words_and_others_stand_as_written() {
        let table = [
            ("0 6 * * *", "每天 06:00", "every day at 06:00"),
            ("0 6,12,18 * * *", "每天 06:00、12:00、18:00", "every day at 06:00, 12:00, 18:00"),
            ("0 9 1 * *", "每月1日 09:00", "day 1 of every month at 09:00"),
            ("0 9 1 1,4,7,10 *", "1、4、7、10月1日 09:00", "day 1 of Jan, Apr, Jul, Oct at 09:00"),
            (
                "30 8 * * 1-5",
                "每周一、二、三、四、五 08:30",
                "every Mon, Tue, Wed, Thu, Fri at 08:30",
            ),
            (
                "0 0 13 * 5",
                "每月13日或周五 00:00",
                "day 13 of every month or any Fri in it at 00:00",
            ),
            ("*/15 * * * *", "每天 每 15 分钟", "every day every 15 minutes"),
            ("5 * * * *", "每天 每小时第 5 分", "every day at minute 5 of every hour"),
            ("* * * * *", "每天 每分钟", "every day every minute"),
            ("0 6 13 * 0-6", "每天 06:00", "every day at 06:00"),
            ("*/7 * * * *", "*/7 * * * *", "*/7 * * * *"),
            ("0 0 */2 * 1", "0 0 */2 * 1", "0 0 */2 * 1"),
            ("30 0 6 * * *", "30 0 6 * * *", "30 0 6 * * *"),
        ];
        for (text, zh, en) in table {
            let schedule = Schedule::parse(text, chrono_tz::Asia::Shanghai).unwrap();
            assert_eq!(schedule.describe(Lang::Zh), zh);
            assert_eq!(schedule.describe(Lang::En), en);
        }
    }
}
