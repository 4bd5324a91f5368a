//! Dates, addresses and listings that go wrong; the reports themselves are in order.

use chrono::Days;
use chrono::TimeDelta;
use gongkai_watch::domain::AgencyKind;
use gongkai_watch::domain::Change;
use gongkai_watch::domain::Likeness;
use gongkai_watch::domain::LinkAnswer;
use gongkai_watch::domain::LocalDeadline;
use gongkai_watch::domain::Observation;
use gongkai_watch::domain::Publication;
use gongkai_watch::domain::ReportYear;
use gongkai_watch::domain::Revision;
use gongkai_watch::domain::SnapshotId;
use gongkai_watch::domain::Twin;
use gongkai_watch::domain::Twins;

use super::Mutation;
use super::On::Outside;
use super::plant;
use crate::mutations::world::World;
use crate::mutations::world::day;
use crate::mutations::world::noon;

/// Publishes the report on another day, which the page, its tag and its address say too.
fn publish(world: &mut World, on: &str) {
    let doc = world.doc();
    let before = doc.pub_date.clone();
    doc.url = doc.url.replace(&before.replace('-', ""), &on.replace('-', ""));
    doc.pub_date = on.into();
    let url = doc.url.clone();
    let absent = day(on).checked_sub_days(Days::new(1)).unwrap().to_string();
    world.observed_at = noon(on);
    world.publication = Some(Publication {
        first_seen: noon(on),
        claimed: Some(day(on)),
        url,
        absent_until: Some(noon(&absent)),
    });
}

fn absent(world: &mut World, on: &str) {
    world.now = None;
    world.observation = Observation::Absent;
    world.observed_at = noon(on);
    let year = world.year;
    world.listed_years.as_mut().unwrap().retain(|it| *it != year);
}

fn edited(world: &mut World, changes: Vec<Change>) {
    let at = world.observed_at + TimeDelta::days(9);
    world.observed_at = at;
    world.revisions =
        vec![Revision { at, from: SnapshotId(1), to: SnapshotId(2), declared: false, changes }];
}

pub fn all() -> Vec<Mutation> {
    let mut all = dates();
    all.extend(afterwards());
    all
}

fn dates() -> Vec<Mutation> {
    vec![
        plant("report-missing-after-deadline", Outside, "finance", "absent in February", |world| {
            world.publication = None;
            absent(world, "2026-02-01");
        }),
        plant("report-missing-after-deadline", Outside, "city", "absent in April", |world| {
            world.publication = None;
            absent(world, "2026-04-01");
        }),
        plant("late-publication", Outside, "finance", "published in February", |world| {
            publish(world, "2026-02-03");
        }),
        plant("late-publication", Outside, "city", "published in April", |world| {
            publish(world, "2026-04-01");
        }),
        plant(
            "late-publication",
            Outside,
            "legacy",
            "published in April under the old law",
            |world| {
                publish(world, "2018-04-02");
            },
        ),
        plant(
            "local-deadline-missed",
            Outside,
            "finance",
            "two days after the local date",
            |world| {
                world.locals.push(LocalDeadline {
                    region: "9901*".into(),
                    kind: Some(AgencyKind::Department),
                    report_year: ReportYear(2025),
                    publish_by: day("2026-01-20"),
                    basis: "临政办函〔2025〕88号".into(),
                });
            },
        ),
        plant(
            "publication-date-conflict",
            Outside,
            "finance",
            "the page shows another day",
            |world| {
                world.doc().patch("发布时间：2026-01-22", "发布时间：2026-01-12");
            },
        ),
        plant("publication-date-conflict", Outside, "county", "a date in the future", |world| {
            world.doc().pub_date = "2026-12-25".into();
            let url = world.doc().url.clone();
            world.doc().url = url.replace("20260225", "20261225");
        }),
        plant(
            "published-before-period-end",
            Outside,
            "finance",
            "published at Christmas",
            |world| {
                publish(world, "2025-12-25");
            },
        ),
    ]
}

/// What happens to a report that was published in time.
fn afterwards() -> Vec<Mutation> {
    vec![
        plant("report-withdrawn", Outside, "finance", "gone in March", |world| {
            absent(world, "2026-03-02");
            world.withdrawn = Some(noon("2026-03-01"));
        }),
        plant(
            "changed-after-publication",
            Outside,
            "finance",
            "a sentence was replaced",
            |world| {
                edited(
                    world,
                    vec![Change::Section {
                        number: 1,
                        before: "1286条".into(),
                        after: "1268条".into(),
                    }],
                );
            },
        ),
        plant("dead-link", Outside, "city", "the address answers 404", |world| {
            let first = world.observed_at;
            for hours in [6, 24, 31] {
                let at = first + TimeDelta::hours(hours);
                world.links[0].note(LinkAnswer::Dead("HTTP 404".into()), at);
                world.observed_at = at;
            }
        }),
        plant("wrong-column", Outside, "finance", "among the notices", |world| {
            world.doc().column = "通知公告".into();
        }),
        plant("history-gap", Outside, "finance", "2023 is not listed", |world| {
            world.listed_years.as_mut().unwrap().retain(|year| year.0 != 2023);
        }),
        plant("duplicate-report", Outside, "finance", "two texts for one year", |world| {
            let twin = |url: &str, title: &str| Twin { url: url.into(), title: title.into() };
            world.twins = Some(Twins {
                at: world.observed_at,
                candidates: vec![
                    twin(&world.doc().url.clone(), "2025年政府信息公开工作年度报告"),
                    twin("http://gov.test/2.html", "市财政局2025年政府信息公开工作年度报告"),
                ],
                likeness: Likeness::Different("表三本年新收34，34→43".into()),
            });
        }),
    ]
}
