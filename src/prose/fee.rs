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

// Fees that a body charges by its trade.
static TRADE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("(?:行政事业性|涉企|学校|停车|物业|价格|教育)收费").ok());
static ANY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("处理费|[未不无没]有?收费|收费(?:情况|及减免|金额)|收取[^。;]{0,14}费").ok()
});

/// True if section 六, without spaces, speaks of a fee at all: there, and without a trade of its own,
/// it can only be the one for disclosure.
pub fn mentions_any_fee(other_matters: &str) -> bool {
    if !other_matters.contains('费') {
        return false;
    }
    let (Some(trade), Some(any)) = (TRADE.as_ref(), ANY.as_ref()) else { return false };
    any.is_match(&trade.replace_all(other_matters, ""))
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

    #[test]
    fn among_other_matters_any_fee_is_that_for_disclosure() {
        for text in [
            "2025年依申请公开政府信息未收取检索、复制、邮寄等费用。",
            "办理依申请公开事项不收费。",
            "收费情况：无。",
        ] {
            assert!(mentions_any_fee(text), "{text}");
        }
        for text in ["无。", "公布行政事业性收费情况12条。", "无其他需要报告的事项。"]
        {
            assert!(!mentions_any_fee(text), "{text}");
        }
    }
}
