//! # government-lt-own-office
//!
//! ## What it checks
//! Whether the report of a government counts fewer new applications than the report of
//! its own office (办公室, 办公厅), which the government's figures should contain.
//!
//! ## Legal basis
//! 政府信息公开条例第四十九条: the government's report covers the whole level. That it
//! adds up the bodies below is practice, so this is information.
//!
//! ## When it stays silent
//! - The body is not a government, or its office is not watched or has not reported:
//!   nothing to compare.
//! - Either figure was not read.
//! - The government's report says that it counts 本级 only.
//!
//! ## How to resolve
//! Check that the government's report adds up all bodies of its level.

use super::pair::figure;
use super::pair::speaks_of;
use crate::domain::AgencyKind;
use crate::domain::Cohort;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Line;
use crate::domain::Peer;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::Check;
use crate::rules::Rule;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "government-lt-own-office",
    label: ("汇总数偏小", "less than its office"),
    severity: Severity::Info,
    basis: (
        "政府信息公开条例第四十九条",
        "Regulation on Government Information Disclosure, Art. 49",
    ),
    first_year: 2021,
    since: "0.1.0",
    remedy: (
        "请核对政府年报是否汇总了本级各单位的数据。",
        "Check that the government's report adds up all bodies of its level.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("government_lt_own_office.rs"),
    check: Check::Cohort(check),
};

fn check(cohort: &Cohort<'_>) -> Verdict {
    let own = cohort.own;
    if own.agency.kind != AgencyKind::Government {
        return Verdict::Pass;
    }
    let Some(office) = cohort.peers.iter().find(|peer| peer.agency.is_office_of(own.agency)) else {
        return Verdict::Pass;
    };
    let received = |peer: &Peer<'_>| {
        figure(peer.report, TableKind::Applications, Line::Received, Column::Total)
    };
    let (Some(all), Some(part)) = (received(&own), received(office)) else {
        return unassessable("本年新收数未读出", "new applications were not read");
    };
    if all >= part || speaks_of(own.report, &["本级"]) {
        return Verdict::Pass;
    }
    let name = &office.agency.name;
    let message = Text::new(
        format!("政府年报本年新收{all}件，少于{name}年报的{part}件"),
        format!("the government counts {all} new applications, {name} alone {part}"),
    );
    let place = Place {
        row: Some(Line::Received),
        column: Some(Column::Total),
        ..Place::table(TableKind::Applications)
    };
    let violation = Violation::new(message, place).figures(format!("≥{part}"), all);
    Verdict::fail(violation.confidence(Confidence::Medium))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::given::Given;

    fn body(name: &str, kind: AgencyKind, received: &str) -> Given {
        let mut given =
            given::clean().kind(kind).application(Line::Received, Column::Total, received);
        name.clone_into(&mut given.agency.name);
        given
    }

    fn judged(own: &Given, other: &Given) -> Verdict {
        let peer = |given| -> Peer<'_> {
            let given: &Given = given;
            Peer {
                agency: &given.agency,
                report: given.report.as_ref().unwrap(),
                published: None,
                url: None,
            }
        };
        check(&Cohort { year: own.year, own: peer(own), peers: &[peer(other)] })
    }

    fn government(received: &str) -> Given {
        body("示例县人民政府", AgencyKind::Government, received)
    }

    fn office(received: &str) -> Given {
        body("示例县人民政府办公室", AgencyKind::Department, received)
    }

    #[test]
    fn less_than_its_own_office_is_information() {
        let Verdict::Fail(failure) = judged(&government("4"), &office("9")) else { panic!() };
        assert_eq!(
            failure.violations[0].message.zh,
            "政府年报本年新收4件，少于示例县人民政府办公室年报的9件"
        );
    }

    #[test]
    fn as_many_as_its_office_passes() {
        assert_eq!(judged(&government("9"), &office("9")), Verdict::Pass);
        assert_eq!(judged(&office("4"), &government("9")), Verdict::Pass);
        let bureau = body("示例县财政局", AgencyKind::Department, "9");
        assert_eq!(judged(&government("4"), &bureau), Verdict::Pass);
    }

    #[test]
    fn a_report_on_its_own_level_only_passes() {
        for text in ["本报告数据为县本级数据。", "本报告数据为县本\n级数据。"]
        {
            let given = government("4").section(1, text);
            assert_eq!(judged(&given, &office("9")), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn an_unread_figure_is_not_zero() {
        for (all, part) in [("", "9"), ("4", "")] {
            let verdict = judged(&government(all), &office(part));
            assert!(matches!(verdict, Verdict::NotAssessable(_)));
        }
    }
}
