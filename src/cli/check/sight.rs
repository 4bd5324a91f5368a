//! What a check of one report cannot see, and therefore does not speak of.
//!
//! Some rules judge what the watch sees over time: listings, links, earlier looks. Here nobody
//! looked, and to say “no report was seen” with the report in hand only confuses. What they could
//! judge all the same stands.

use crate::domain::Text;
use crate::rules;
use crate::rules::Judgement;

/// A judgement without what only the watch could have judged. `dated` where the day of publication
/// is known.
pub(super) fn narrowed(mut judgement: Judgement, dated: bool) -> Judgement {
    judgement.not_assessable.retain(|it| !rules::needs_the_watch(&it.rule));
    if !dated {
        for open in &mut judgement.not_assessable {
            if rules::needs_a_day(&open.rule) {
                open.why = Text::new(
                    "没有发布日期；可用 --published 指定",
                    "no publication date; give it with --published",
                );
            }
        }
    }
    judgement
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Unassessed;

    fn open(dated: bool, rules: &[&str]) -> Vec<(String, String)> {
        let not_assessable = rules
            .iter()
            .map(|rule| Unassessed { rule: (*rule).to_owned(), why: Text::new("甲", "other") })
            .collect();
        let judgement = narrowed(Judgement { not_assessable, ..Judgement::default() }, dated);
        judgement.not_assessable.into_iter().map(|it| (it.rule, it.why.en)).collect()
    }

    #[test]
    fn rules_over_looks_are_left_out_and_the_others_stay() {
        let all = ["report-withdrawn", "dead-link", "history-gap", "duplicate-report"];
        assert_eq!(open(false, &all), []);
        let kept = open(true, &["late-publication", "row-sum-wrong"]);
        assert_eq!(kept.len(), 2);
        assert!(kept.iter().all(|(_, why)| why == "other"));
    }

    #[test]
    fn without_a_day_the_option_that_gives_it_is_named() {
        let kept = open(false, &["late-publication", "row-sum-wrong"]);
        assert_eq!(kept[0].1, "no publication date; give it with --published");
        assert_eq!(kept[1].1, "other");
    }
}
