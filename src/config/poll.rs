//! When a site is read next, across the turn of the season.
//!
//! The schedule that counts is the one in force at the moment of the reading, not at the moment of
//! asking: on 31 December the next reading may already be the season's.

use std::time::Duration;

use chrono::DateTime;
use chrono::Datelike;
use chrono::Months;
use chrono::TimeDelta;
use chrono::Utc;

use crate::domain::SiteId;
use crate::schedule::Schedule;

use super::Config;
use super::Schedules;
use super::WatchedSite;

impl Config {
    /// When `site` is read next, strictly after `after`: when its schedule says, and later by its own
    /// part of the spread.
    ///
    /// Schedules end with the calendar in 2100; from then on it is a day after `after`.
    pub fn next_poll(&self, site: &WatchedSite, after: DateTime<Utc>) -> DateTime<Utc> {
        let late = lateness(&site.site.id, self.spread);
        let scheduled = after - late;
        let next = match &site.poll {
            Some(own) => own.next_after(scheduled),
            None => self.schedule.next_poll(scheduled),
        };
        next.map(|at| at + late)
            .or_else(|| after.checked_add_signed(TimeDelta::days(1)))
            .unwrap_or(after)
    }

    /// A mark of all that [`Self::next_poll`] goes by: another, if the site may be read at other times.
    pub fn plan(&self, site: &WatchedSite) -> u64 {
        let late = lateness(&site.site.id, self.spread).num_seconds().to_string();
        let general = &self.schedule;
        let schedule = site.poll.as_ref().unwrap_or(&general.poll);
        let mut texts = vec![late.as_str(), schedule.zone().name(), schedule.text()];
        let season = general.season.as_ref().filter(|_| site.poll.is_none());
        let months: Vec<String> =
            season.iter().flat_map(|it| &it.months).map(u32::to_string).collect();
        texts.extend(season.map(|it| it.poll.text()));
        texts.extend(months.iter().map(String::as_str));
        hash(texts)
    }
}

/// The part of the spread that is a site's own: the same for ever, so that it is read in even steps.
fn lateness(site: &SiteId, spread: Duration) -> TimeDelta {
    let seconds = (hash([site.0.as_str()]) >> 16).checked_rem(spread.as_secs()).unwrap_or(0);
    TimeDelta::seconds(i64::try_from(seconds).unwrap_or(0))
}

/// FNV-1a, which no release of Rust changes: the store keeps what comes of it.
fn hash<'a>(texts: impl IntoIterator<Item = &'a str>) -> u64 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    texts
        .into_iter()
        .enumerate()
        .flat_map(|(n, text)| (n > 0).then_some(0xff).into_iter().chain(text.bytes()))
        .fold(0xcbf2_9ce4_8422_2325, step)
}

impl Schedules {
    /// When a site without a schedule of its own is read next; `None` from 2100 on.
    pub fn next_poll(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Some(season) = &self.season else { return self.poll.next_after(after) };
        let in_season = |month| season.months.contains(&month);
        let general = next_in(&self.poll, after, |month| !in_season(month));
        let seasonal = next_in(&season.poll, after, in_season);
        general.into_iter().chain(seasonal).min()
    }
}

/// The next time that falls in a month in which the schedule is in force.
fn next_in(
    schedule: &Schedule,
    after: DateTime<Utc>,
    in_force: impl Fn(u32) -> bool,
) -> Option<DateTime<Utc>> {
    let mut from = after;
    loop {
        let at = schedule.next_after(from)?;
        let day = at.with_timezone(&schedule.zone()).date_naive();
        if in_force(day.month()) {
            return Some(at);
        }
        let first = (1..12)
            .filter_map(|n| day.with_day(1)?.checked_add_months(Months::new(n)))
            .find(|first| in_force(first.month()))?;
        // A day short of the first, so that no time zone can carry the leap past it.
        from = at + (first - day - TimeDelta::days(2)).max(TimeDelta::zero());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Season;
    use chrono_tz::Asia::Shanghai;
    use chrono_tz::Tz;

    fn schedules(poll: &str, season: Option<(&[u32], &str)>, zone: Tz) -> Schedules {
        let schedule = |text: &str| Schedule::parse(text, zone).unwrap();
        Schedules {
            poll: schedule(poll),
            remind: schedule("@monthly"),
            bulletin: schedule("@yearly"),
            season: season
                .map(|(months, poll)| Season { months: months.into(), poll: schedule(poll) }),
        }
    }

    fn next(schedules: &Schedules, after: &str, n: usize) -> Vec<String> {
        let start = DateTime::parse_from_rfc3339(after).unwrap().to_utc();
        std::iter::successors(schedules.next_poll(start), |last| schedules.next_poll(*last))
            .take(n)
            .map(|at| at.with_timezone(&schedules.poll.zone()).format("%m-%d %H:%M").to_string())
            .collect()
    }

    #[test]
    fn sites_are_spread_evenly_and_each_keeps_its_place() {
        let spread = Duration::from_secs(600);
        let late = |n: u32| lateness(&SiteId(format!("site-{n}")), spread);
        let mut minutes = [0_u32; 10];
        for n in 0..1000 {
            assert_eq!(late(n), late(n));
            minutes[usize::try_from(late(n).num_minutes()).unwrap()] += 1;
        }
        assert!(minutes.iter().all(|sites| (60..=140).contains(sites)), "{minutes:?}");
        assert_eq!(lateness(&SiteId("a".into()), Duration::ZERO), TimeDelta::zero());
    }

    #[test]
    fn a_plan_changes_with_what_it_is_made_of_and_with_nothing_else() {
        let plan = |top: &str, own: &str| {
            let text = format!(
                "{top}\n[[site]]\nid = 'a'\nurl = 'http://gov.test/'\n{own}\n\
                 [[site.agency]]\nname = '某局'\nkind = 'department'\n"
            );
            let config = crate::config::parse("t", &text, &crate::config::Given::default());
            let config = config.unwrap();
            config.plan(&config.sites[0])
        };
        let own = "poll = '0 7 * * *'";
        let season = "[schedule]\npoll = '0 6 * * *'\n[schedule.season]\nmonths = [1]\npoll = ";
        let plans = [
            plan("", ""),
            plan("", own),
            plan("timezone = 'UTC'", own),
            plan("[fetch]\nspread = '0s'", own),
            plan("[schedule]\npoll = '0 5 * * *'", ""),
            plan(&format!("{season}'0 7 * * *'"), ""),
            plan(&format!("{season}'0 8 * * *'"), ""),
        ];
        for (n, one) in plans.iter().enumerate() {
            assert!(plans[..n].iter().all(|other| one != other), "{n}");
        }
        assert_eq!(plan("[schedule]\npoll = '0 9 * * *'", own), plan("", own));
        assert_eq!(plan("[health]\nblind-share = 50", ""), plan("", ""));
    }

    #[test]
    fn a_site_is_read_once_for_each_time_of_its_schedule() {
        let text = "[[site]]\nid = 'a'\nurl = 'http://gov.test/'\npoll = '0 6 * * *'\n\
                    [[site.agency]]\nname = '某局'\nkind = 'department'\n";
        let config = crate::config::parse("test.toml", text, &crate::config::Given::default());
        let config = config.unwrap();
        let mut at = DateTime::parse_from_rfc3339("2026-01-10T12:00:00+08:00").unwrap().to_utc();
        for day in 11..20 {
            at = config.next_poll(&config.sites[0], at);
            let shown = at.with_timezone(&Shanghai).format("%d %H:%M").to_string();
            assert!(shown.starts_with(&format!("{day} 06:0")), "{shown}");
        }
    }

    #[test]
    fn the_season_begins_and_ends_at_local_midnight() {
        let all = schedules("0 6 * * *", Some((&[1, 2, 3], "0 0,12 * * *")), Shanghai);
        assert_eq!(
            next(&all, "2025-12-31T00:00:00+08:00", 3),
            ["12-31 06:00", "01-01 00:00", "01-01 12:00"]
        );
        assert_eq!(
            next(&all, "2026-03-31T06:00:00+08:00", 3),
            ["03-31 12:00", "04-01 06:00", "04-02 06:00"]
        );
    }

    #[test]
    fn a_season_may_span_the_new_year_and_have_gaps() {
        let all = schedules("0 6 1 * *", Some((&[12, 2], "0 9 15 * *")), Shanghai);
        assert_eq!(
            next(&all, "2025-11-01T06:00:00+08:00", 4),
            ["12-15 09:00", "01-01 06:00", "02-15 09:00", "03-01 06:00"]
        );
    }

    #[test]
    fn a_schedule_of_every_minute_leaps_over_the_season() {
        let all = schedules("* * * * *", Some((&[1, 2, 3], "0 0 1 1 *")), Shanghai);
        assert_eq!(next(&all, "2025-12-31T23:59:00+08:00", 2), ["01-01 00:00", "04-01 00:00"]);
    }

    #[test]
    fn a_schedule_whose_months_never_come_in_force_is_never_due() {
        let all = schedules("0 6 1 1 *", Some((&[1], "0 6 1 7 *")), Shanghai);
        assert_eq!(next(&all, "2026-01-01T00:00:00+08:00", 1), Vec::<String>::new());
        let whole_year: Vec<u32> = (1..=12).collect();
        let all = schedules("0 6 1 1 *", Some((&whole_year, "0 6 1 7 *")), Shanghai);
        assert_eq!(next(&all, "2026-01-01T00:00:00+08:00", 1), ["07-01 06:00"]);
    }

    #[test]
    fn every_zone_keeps_its_first_of_the_month() {
        for zone in [chrono_tz::Pacific::Kiritimati, chrono_tz::Pacific::Pago_Pago] {
            let all = schedules("0 0 * * *", Some((&[1, 2, 3], "59 23 31 3 *")), zone);
            assert_eq!(
                next(&all, "2026-01-10T00:00:00Z", 2),
                ["03-31 23:59", "04-01 00:00"],
                "{zone}"
            );
        }
    }
}
