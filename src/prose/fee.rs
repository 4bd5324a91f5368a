//! Whether a text says anything of the fee for disclosure (信息处理费).
//!
//! Row 6.2 of table 3 speaks of fees too; flattened text has it under 三, so callers choose the
//! sections they hand over.

use std::sync::LazyLock;

use regex::Regex;

static SENTENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "信息(?:公开)?处理费|政府信息公开[^。;]{0,15}(?:处理费|收费|费用)|\
         (?:处理费|收费|费用)[^。;]{0,15}政府信息公开",
    )
    .ok()
});

/// True if a sentence of a text without spaces is about the fee, be it that none was collected.
pub fn mentions_fee(plain: &str) -> bool {
    plain.contains('费') && SENTENCE.as_ref().is_some_and(|sentence| sentence.is_match(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_sentence_on_the_fee_counts_and_other_fees_do_not() {
        assert!(mentions_fee("本年度未收取信息处理费。"));
        assert!(mentions_fee("政府信息公开没有收取任何费用"));
        assert!(!mentions_fee("行政事业性收费12万元。"));
        assert!(!mentions_fee("收费公示栏目已更新。推进政府信息公开。"));
    }
}
