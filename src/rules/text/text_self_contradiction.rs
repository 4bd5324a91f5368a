//! # text-self-contradiction
//!
//! ## What it checks
//! Whether the text states two different numbers in the same words: of applications
//! received or answered, of documents, of reviews, or of 主动公开政府信息 in all.
//!
//! ## Legal basis
//! 国办公开办函〔2021〕30号（四）: accountability for reports that are inaccurate.
//!
//! ## When it stays silent
//! - The words differ: 新收 and 受理 may count different things.
//! - One of them is of a part, another channel, another year, or approximate.
//! - Both numbers stand in the table, one with and one without what was carried in.
//! - 主动公开政府信息 with anything before it that limits it.
//!
//! ## How to resolve
//! Correct the number that is wrong, or say what each is of.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::said;
use super::said::Said;
use crate::domain::Column;
use crate::domain::Confidence;
use crate::domain::Line;
use crate::domain::Place;
use crate::domain::Severity;
use crate::domain::TableKind;
use crate::domain::Text;
use crate::domain::Verdict;
use crate::domain::Violation;
use crate::prose::Role;
use crate::prose::numeral;
use crate::rules::Check;
use crate::rules::Reading;
use crate::rules::Rule;
use crate::rules::report_or_return;
use crate::rules::unassessable;

pub(super) static RULE: Rule = Rule {
    id: "text-self-contradiction",
    label: ("前后矛盾", "text contradicts itself"),
    severity: Severity::Info,
    basis: (
        "国办公开办函〔2021〕30号（四）（发布内容不准确）",
        "Circular 30 (2021), item 4 (inaccurate content)",
    ),
    first_year: 2008,
    since: "0.1.0",
    remedy: (
        "请核对正文中前后不一致的数据。",
        "Correct the number that is wrong, or say what each is of.",
    ),
    lasting: false,
    params: &[],
    source: include_str!("text_self_contradiction.rs"),
    check: Check::Text(check),
};

/// What every clause of [`DISCLOSED`] has; it is found faster than a clause.
static SUBJECT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("主动公开(?:各类)?政府信息").ok());

/// A whole clause that counts what was disclosed in all, with nothing before it but the year and us.
static DISCLOSED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "(?:^|[,。;:)\\n])(?:20[0-9]{2}年度?,?|全年,?|本年度?,?|我[局区县市委办镇厅院],?|全[区县市局镇],?|共计?|累计)*\
         主动公开(?:各类)?政府信息(?:总?数量?)?(?:共计?|总计|合计|为)?(?P<n>[0-9]+)条",
    )
    .ok()
});

fn check(reading: &Reading<'_>) -> Verdict {
    report_or_return!(reading);
    if said::is_silent(reading) {
        return unassessable("没有读到正文", "there is no running text");
    }
    // The same words, in the order in which they are said.
    let mut keyed: BTreeMap<String, Vec<Said<u64>>> = BTreeMap::new();
    for count in said::counts(reading) {
        if count.what.is_comparable() && is_total(count.what.role) {
            let key = format!("{:?}/{}", count.what.role, count.what.verb);
            let said =
                Said { section: count.section, what: count.what.amount.value, quote: count.quote };
            keyed.entry(key).or_default().push(said);
        }
    }
    let disclosed = said::find(reading, |passage| {
        let text = passage.prose().text();
        if !SUBJECT.as_ref().is_some_and(|subject| subject.is_match(text)) {
            return Vec::new();
        }
        let found = DISCLOSED.as_ref().into_iter().flat_map(|it| it.captures_iter(text));
        found
            .filter_map(|captures| {
                let whole = captures.get(0)?;
                let amount = numeral::parse(captures.name("n")?.as_str())?;
                let year = reading.year.to_string();
                let words = whole.as_str();
                let other = words.contains('年') && words.contains("20") && !words.contains(&year);
                let mark = words.chars().next().filter(|c| ",。;:)\n".contains(*c));
                let start = whole.start() + mark.map_or(0, char::len_utf8);
                (!other).then_some((start..whole.end(), amount.value))
            })
            .collect()
    });
    keyed.entry("主动公开".into()).or_default().extend(disclosed);
    let violations = keyed.into_values().filter_map(|said| breach(reading, &said)).collect();
    Verdict::of(violations, None)
}

/// Roles whose number is said of the year as a whole.
const fn is_total(role: Role) -> bool {
    matches!(
        role,
        Role::Received
            | Role::Handled
            | Role::CarriedIn
            | Role::CarriedOut
            | Role::Reconsideration
            | Role::Made
            | Role::Repealed
            | Role::InForce
    )
}

fn breach(reading: &Reading<'_>, said: &[Said<u64>]) -> Option<Violation> {
    let first = said.first()?;
    let other = said.iter().find(|it| it.what != first.what)?;
    // With and without what was carried in are both right.
    let table = reading.report?.table(TableKind::Applications);
    let total = |line| {
        let figure = table.and_then(|table| table.integer(line, Column::Total));
        figure.and_then(|figure| u64::try_from(figure).ok())
    };
    let received = total(Line::Received);
    let at_hand = received.and_then(|it| it.checked_add(total(Line::CarriedIn)?));
    let known = [received, at_hand, total(Line::HandledTotal)];
    if known.contains(&Some(first.what)) && known.contains(&Some(other.what)) {
        return None;
    }
    let message = Text::new(
        format!("正文前后矛盾：“{}”，又称“{}”", first.quote, other.quote),
        format!("the text contradicts itself: “{}” and “{}”", first.quote, other.quote),
    );
    let mut place = Place::section(other.section).quoting(other.quote.as_str());
    place.event = Some(format!("{}/{}", first.what, other.what));
    let violation = Violation::new(message, place).figures(first.what, other.what);
    Some(violation.confidence(Confidence::Medium))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn judged(text: &str) -> Verdict {
        check(&given::clean().section(1, text).dossier())
    }

    #[test]
    fn the_same_words_with_two_numbers_are_found() {
        for text in [
            "全年共收到政府信息公开申请15件。（二）收到政府信息公开申请14件，均已答复。",
            "2025年，我局主动公开政府信息20条。一是完善制度。全年主动公开政府信息16条。",
            "全年制发规范性文件3件。本年度制发规范性文件4件。",
        ] {
            let Verdict::Fail(failure) = judged(text) else { panic!("{text}") };
            assert_eq!(failure.violations.len(), 1, "{text}");
            assert!(failure.violations[0].message.zh.starts_with("正文前后矛盾："));
        }
    }

    #[test]
    fn the_same_number_twice_passes() {
        let text = "全年主动公开政府信息20条。在网站发布。2025年主动公开政府信息20条。";
        assert_eq!(judged(text), Verdict::Pass);
    }

    #[test]
    fn other_words_scopes_and_years_do_not_contradict() {
        for text in [
            "全年新收政府信息公开申请15件，受理政府信息公开申请14件。",
            "全年收到政府信息公开申请15件。收到网上政府信息公开申请5件。",
            "全年主动公开政府信息20条。各乡镇主动公开政府信息16条。",
            "全年主动公开政府信息20条。在网站主动公开政府信息16条。",
            "2024年主动公开政府信息20条。2025年主动公开政府信息16条。",
            "全年收到政府信息公开申请15件，比上年收到政府信息公开申请约10件多。",
        ] {
            assert_eq!(judged(text), Verdict::Pass, "{text}");
        }
    }

    #[test]
    fn with_and_without_what_was_carried_in_both_stand_in_the_table() {
        let text = "全年收到政府信息公开申请9件。收到政府信息公开申请10件，均已答复。";
        let given =
            given::clean().section(1, text).application(Line::CarriedIn, Column::Total, "1");
        assert_eq!(check(&given.dossier()), Verdict::Pass);
    }

    #[test]
    fn without_text_it_cannot_be_told() {
        let mut given = given::clean();
        given.report_mut().sections.iter_mut().for_each(|section| section.text.clear());
        assert!(matches!(check(&given.dossier()), Verdict::NotAssessable(_)));
    }
}
