//! Words that must stand in the text, and patterns that must or must not.
//!
//! Spaces and full-width signs are evened out on both sides first, because pages break words where
//! they like. Words that stand in another section than the pack asks for may be our reading of the
//! headings, so that finding is of low confidence and never mailed.

use super::Must;
use super::PackRule;
use super::Pattern;
use super::check::message;
use crate::domain::AnnualReport;
use crate::domain::Confidence;
use crate::domain::Dossier;
use crate::domain::Place;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::rules::report_or_return;
use crate::rules::unassessable;
use crate::wording::squash;

/// The parts of a report: their number and their text without spaces.
type Parts = Vec<(u8, String)>;

/// The parts that a rule asks for and that have text, or why there are none.
fn parts(report: &AnnualReport, sections: &[u8]) -> Result<Parts, Verdict> {
    let all = all_parts(report);
    let mut asked = Vec::new();
    for number in sections {
        let part = all.iter().find(|(it, text)| it == number && !text.is_empty());
        let Some(part) = part else {
            return Err(Verdict::NotAssessable(without_text(*number)));
        };
        asked.push(part.clone());
    }
    let asked = if sections.is_empty() { all } else { asked };
    if asked.iter().all(|(_, text)| text.is_empty()) {
        return Err(unassessable("没有读到正文", "there is no running text"));
    }
    Ok(asked)
}

fn all_parts(report: &AnnualReport) -> Parts {
    std::iter::once((0, squash(&report.preamble)))
        .chain(report.sections.iter().map(|section| (section.number, squash(&section.text))))
        .collect()
}

pub(super) fn required(
    rule: &PackRule,
    dossier: &Dossier<'_>,
    sections: &[u8],
    any_of: &[String],
    all_of: &[String],
) -> Verdict {
    let report = report_or_return!(dossier);
    let asked = match parts(report, sections) {
        Ok(asked) => asked,
        Err(verdict) => return verdict,
    };
    let lacks = |parts: &Parts| {
        let stands = |words: &String| parts.iter().any(|(_, text)| text.contains(&squash(words)));
        let missing: Vec<&str> =
            all_of.iter().filter(|words| !stands(words)).map(String::as_str).collect();
        if !missing.is_empty() {
            return Some(missing.join("、"));
        }
        (!any_of.is_empty() && !any_of.iter().any(stands)).then(|| any_of.join("／"))
    };
    let Some(missing) = lacks(&asked) else { return Verdict::Pass };
    if let Some(why) = unseen(report, sections) {
        return Verdict::NotAssessable(why);
    }
    let elsewhere = lacks(&all_parts(report)).is_none();
    let facts = Text::new(
        format!(
            "{}未见“{missing}”{}",
            zh_where(sections),
            if elsewhere { "（见于其他部分）" } else { "" }
        ),
        format!(
            "“{missing}” does not stand in {}{}",
            en_where(sections),
            if elsewhere { " (but elsewhere)" } else { "" }
        ),
    );
    lacking(rule, sections, facts, elsewhere)
}

/// Why words that were not found may stand in the report nevertheless: in an image, or in a section
/// that was not recognised. Only these three are running text in every report.
fn unseen(report: &AnnualReport, sections: &[u8]) -> Option<Text> {
    let asked = if sections.is_empty() { &[1, 5, 6] } else { sections };
    asked.iter().filter(|number| **number > 0).find_map(|number| {
        let section = report.section(*number);
        if section.is_some_and(|it| it.has_image) {
            return Some(Text::new(
                format!("第{number}部分有图片，内容未读"),
                format!("section {number} has an image, which was not read"),
            ));
        }
        section.is_none_or(|it| squash(&it.text).is_empty()).then(|| without_text(*number))
    })
}

fn without_text(number: u8) -> Text {
    Text::new(
        format!("第{number}部分没有读到正文"),
        format!("section {number} has no running text that was read"),
    )
}

/// The finding that something does not stand where it should.
fn lacking(rule: &PackRule, sections: &[u8], facts: Text, elsewhere: bool) -> Verdict {
    let violation = Violation::new(message(rule, facts), place(sections));
    Verdict::fail(if elsewhere { violation.confidence(Confidence::Low) } else { violation })
}

pub(super) fn pattern(
    rule: &PackRule,
    dossier: &Dossier<'_>,
    sections: &[u8],
    regex: &Pattern,
    must: Must,
) -> Verdict {
    let report = report_or_return!(dossier);
    let asked = match parts(report, sections) {
        Ok(asked) => asked,
        Err(verdict) => return verdict,
    };
    let found: Vec<(u8, &str)> =
        asked.iter().filter_map(|(number, text)| Some((*number, regex.find(text)?))).collect();
    match must {
        Must::Match if found.is_empty() => {
            if let Some(why) = unseen(report, sections) {
                return Verdict::NotAssessable(why);
            }
            let elsewhere = all_parts(report).iter().any(|(_, text)| regex.find(text).is_some());
            let facts = Text::new(
                format!("{}没有符合“{}”的内容", zh_where(sections), regex.text()),
                format!("nothing in {} matches “{}”", en_where(sections), regex.text()),
            );
            lacking(rule, sections, facts, elsewhere)
        }
        Must::Match => Verdict::Pass,
        Must::NotMatch => {
            let violations = found.into_iter().map(|(number, words)| {
                let facts = Text::new(
                    format!("{}出现“{words}”", zh_where(&[number])),
                    format!("“{words}” stands in {}", en_where(&[number])),
                );
                Violation::new(message(rule, facts), Place::section(number).quoting(words))
            });
            Verdict::of(violations.collect(), unseen(report, sections))
        }
    }
}

fn place(sections: &[u8]) -> Place {
    match sections {
        [only] => Place::section(*only),
        _ => Place::default(),
    }
}

fn zh_where(sections: &[u8]) -> String {
    match sections {
        [] => "全文".into(),
        [0] => "引言".into(),
        several => {
            let numbers: Vec<String> = several.iter().map(ToString::to_string).collect();
            format!("第{}部分", numbers.join("、"))
        }
    }
}

fn en_where(sections: &[u8]) -> String {
    match sections {
        [] => "the report".into(),
        [0] => "the preamble".into(),
        several => {
            let numbers: Vec<String> = several.iter().map(ToString::to_string).collect();
            format!("section {}", numbers.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;
    use crate::rules::pack::Test;
    use crate::rules::pack::rule;

    fn phrase(sections: &[u8], any_of: &[&str], all_of: &[&str]) -> PackRule {
        let owned = |list: &[&str]| list.iter().map(ToString::to_string).collect();
        rule(Test::Phrase {
            sections: sections.to_vec(),
            any_of: owned(any_of),
            all_of: owned(all_of),
        })
    }

    fn regex(sections: &[u8], text: &str, must: Must) -> PackRule {
        let regex = Pattern::new(text).unwrap();
        rule(Test::Pattern { sections: sections.to_vec(), regex, must })
    }

    fn found(verdict: Verdict) -> Vec<(String, Confidence)> {
        match verdict {
            Verdict::Fail(failure) => {
                failure.violations.into_iter().map(|it| (it.message.zh, it.confidence)).collect()
            }
            _ => vec![],
        }
    }

    #[test]
    fn one_of_several_phrases_is_enough_and_of_all_none_may_lack() {
        let given = given::clean().section(6, "本年度 未收取\n信息处理费。");
        let check = |rule: &PackRule| rule.check(&given.dossier());
        assert_eq!(check(&phrase(&[6], &["处理费", "收费"], &[])), Verdict::Pass);
        assert_eq!(check(&phrase(&[6], &[], &["未收取", "信息处理费"])), Verdict::Pass);
        let verdict = check(&phrase(&[6], &[], &["未收取", "政务公开"]));
        assert_eq!(found(verdict), [("第6部分未见“政务公开”".into(), Confidence::High)]);
        let verdict = check(&phrase(&[], &["甲词", "乙词"], &[]));
        assert_eq!(found(verdict), [("全文未见“甲词／乙词”".into(), Confidence::High)]);
    }

    #[test]
    fn words_in_another_section_may_be_our_reading() {
        let given = given::clean().section(1, "本年度未收取信息处理费。").section(6, "无。");
        let verdict = phrase(&[6], &["信息处理费"], &[]).check(&given.dossier());
        let low = ("第6部分未见“信息处理费”（见于其他部分）".into(), Confidence::Low);
        assert_eq!(found(verdict), [low]);
        let verdict = regex(&[6], "处理费", Must::Match).check(&given.dossier());
        assert_eq!(found(verdict)[0].1, Confidence::Low);
    }

    #[test]
    fn a_pattern_is_met_or_kept_out() {
        let given = given::clean().section(1, "咨询电话 １３８0000。");
        let check = |rule: &PackRule| rule.check(&given.dossier());
        assert_eq!(check(&regex(&[1], r"1\d{6}", Must::Match)), Verdict::Pass);
        let verdict = check(&regex(&[], r"1\d{6}", Must::NotMatch));
        assert_eq!(found(verdict), [("第1部分出现“1380000”".into(), Confidence::High)]);
        assert_eq!(check(&regex(&[1], r"微信群", Must::NotMatch)), Verdict::Pass);
        let verdict = check(&regex(&[1], r"公报", Must::Match));
        assert_eq!(found(verdict), [("第1部分没有符合“公报”的内容".into(), Confidence::High)]);
    }

    #[test]
    fn words_may_stand_in_an_image_or_in_a_section_that_was_not_recognised() {
        let mut image = given::clean();
        image.report_mut().sections[0].has_image = true;
        let missing = given::clean().section(5, "");
        for given in [&image, &missing] {
            for rule in [
                phrase(&[], &["甲词"], &[]),
                regex(&[], "甲词", Must::Match),
                regex(&[], "甲词", Must::NotMatch),
            ] {
                let verdict = rule.check(&given.dossier());
                assert!(matches!(verdict, Verdict::NotAssessable(_)), "{verdict:?}");
            }
            let there = phrase(&[], &["信息处理费"], &[]);
            assert_eq!(there.check(&given.dossier()), Verdict::Pass);
            let unwanted = regex(&[], "信息处理费", Must::NotMatch);
            assert!(matches!(unwanted.check(&given.dossier()), Verdict::Fail(_)));
        }
    }

    #[test]
    fn a_section_without_text_cannot_be_judged() {
        let given = given::clean().section(6, "");
        for rule in [phrase(&[6], &["费"], &[]), regex(&[6], "费", Must::NotMatch)] {
            assert!(matches!(rule.check(&given.dossier()), Verdict::NotAssessable(_)));
        }
    }
}
