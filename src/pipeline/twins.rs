//! Several entries of a listing for one report: read them, and say whether they are one text.
//!
//! Only texts that were both read, of one kind of carrier and of one name, are ever called different.
//! What cannot be compared leaves the matter as undecided as it was.

use chrono::DateTime;
use chrono::TimeDelta;
use chrono::Utc;

use super::Deps;
use super::read;
use crate::diff;
use crate::domain::AnnualReport;
use crate::domain::Change;
use crate::domain::Likeness;
use crate::domain::Record;
use crate::domain::Twin;
use crate::domain::Twins;
use crate::domain::Unseen;
use crate::portal::Choice;
use crate::portal::Entry;
use crate::portal::candidate::Chosen;
use crate::store::StoreError;

/// Texts change rarely; one comparison a week is enough to notice.
const OLD: TimeDelta = TimeDelta::days(7);
/// Candidates that are read; a listing with more is told by the first ones.
const MOST: usize = 4;
/// Headings that a page must have to be compared as a report.
const HEADINGS: usize = 3;

/// Compares the candidates, unless that was done lately, and keeps the result in the record.
pub(super) async fn compare(
    deps: Deps<'_>,
    record: &mut Record,
    certain: &[Entry],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let candidates: Vec<Twin> = certain.iter().take(MOST).filter_map(twin).collect();
    if candidates.len() < 2 {
        record.twins = None;
        return Ok(());
    }
    let fresh = record.twins.as_ref().is_some_and(|known| {
        known.candidates == candidates
            && now - known.at < OLD
            && !matches!(known.likeness, Likeness::Unclear(_))
    });
    if fresh {
        return Ok(());
    }
    let mut reports = Vec::new();
    for url in certain.iter().take(MOST).filter_map(|entry| entry.url.as_ref()) {
        reports.push(read::plainly(deps, url).await?);
    }
    record.twins = Some(Twins { at: now, candidates, likeness: likeness(&reports) });
    Ok(())
}

fn twin(entry: &Entry) -> Option<Twin> {
    Some(Twin { url: entry.url.as_ref()?.to_string(), title: entry.title.clone() })
}

/// One text under several addresses is no ambiguity; anything else stays as it was.
pub(super) fn settle(
    choice: Result<Choice, Unseen>,
    record: &Record,
    certain: Vec<Entry>,
) -> Result<Choice, Unseen> {
    let same = record.twins.as_ref().is_some_and(|twins| {
        twins.likeness == Likeness::Same && twins.candidates.len() == certain.len()
    });
    match (choice, certain.into_iter().next()) {
        (Err(Unseen::Ambiguous(_)), Some(first)) if same => Ok(Choice::One(Chosen::only(first))),
        (choice, _) => choice,
    }
}

fn likeness(reports: &[Result<AnnualReport, String>]) -> Likeness {
    let mut read = Vec::new();
    for report in reports {
        match report {
            Ok(report) => read.push(report),
            Err(why) => return Likeness::Unclear(why.clone()),
        }
    }
    let Some((first, rest)) = read.split_first() else {
        return Likeness::Unclear(String::new());
    };
    for other in rest {
        match pair(first, other) {
            Likeness::Same => {}
            told => return told,
        }
    }
    Likeness::Same
}

fn pair(a: &AnnualReport, b: &AnnualReport) -> Likeness {
    let headings = |report: &AnnualReport| report.sections.iter().filter(|it| it.present).count();
    if a.carrier != b.carrier {
        return Likeness::Unclear("载体不同".into());
    }
    if headings(a) < HEADINGS || headings(b) < HEADINGS {
        return Likeness::Unclear("没有识别出年报的各部分".into());
    }
    if a.agency != b.agency {
        return Likeness::Unclear("单位名称不同".into());
    }
    // Titles differ from column to column, and a preamble may hold what stands around the report.
    let counts = |change: &Change| match change {
        Change::Cell { .. } => true,
        Change::Section { number, .. } => *number > 0,
        Change::Title { .. } => false,
    };
    let differ: Vec<Change> = diff::compare(a, b).into_iter().filter(counts).collect();
    match differ.first() {
        None => Likeness::Same,
        Some(change) => Likeness::Different(change.text().zh),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Carrier;
    use crate::domain::Column;
    use crate::domain::Line;
    use crate::rules::given;

    fn report() -> AnnualReport {
        given::clean().report.unwrap()
    }

    #[test]
    fn titles_and_preambles_make_no_second_report() {
        let other = AnnualReport {
            title: Some("某市财政局2025年年报".into()),
            preamble: "来源：财政局".into(),
            ..report()
        };
        assert_eq!(likeness(&[Ok(report()), Ok(other)]), Likeness::Same);
    }

    #[test]
    fn another_figure_or_sentence_makes_one() {
        let figure = given::clean().application(Line::Received, Column::Total, "8").report.unwrap();
        let sentence = given::clean().section(6, "无").report.unwrap();
        for other in [figure, sentence] {
            let told = likeness(&[Ok(report()), Ok(report()), Ok(other)]);
            assert!(matches!(told, Likeness::Different(_)));
        }
    }

    #[test]
    fn what_cannot_be_compared_stays_open() {
        let text = AnnualReport { carrier: Carrier::Text, ..report() };
        let office = AnnualReport { agency: Some("某市财政局办公室".into()), ..report() };
        let mut bare = report();
        bare.sections.iter_mut().for_each(|section| section.present = false);
        for other in [Ok(text), Ok(office), Ok(bare), Err("HTTP 503".to_owned())] {
            assert!(matches!(likeness(&[Ok(report()), other]), Likeness::Unclear(_)));
        }
    }

    #[test]
    fn one_text_settles_which_entry_it_is_and_two_do_not() {
        let entry = |n: u8| Entry {
            url: format!("http://gov.test/{n}").parse().ok(),
            title: "某市财政局2025年政府信息公开工作年度报告".into(),
            date: None,
        };
        let certain = vec![entry(1), entry(2)];
        let ambiguous = || Err(Unseen::Ambiguous("有2份".into()));
        let mut record = crate::domain::Record::new(
            given::clean().agency.id,
            given::clean().year,
            given::noon("2026-02-01"),
        );
        for (likeness, settled) in [
            (Likeness::Same, Ok(Choice::One(Chosen::only(entry(1))))),
            (Likeness::Different("甲 → 乙".into()), ambiguous()),
            (Likeness::Unclear(String::new()), ambiguous()),
        ] {
            record.twins = Some(Twins {
                at: given::noon("2026-02-01"),
                candidates: certain.iter().filter_map(twin).collect(),
                likeness,
            });
            assert_eq!(settle(ambiguous(), &record, certain.clone()), settled);
        }
    }
}
