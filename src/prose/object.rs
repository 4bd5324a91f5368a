//! What a count is about: applications for disclosure, and not the hundred other things that offices
//! receive and handle.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::words::AnyOf;

/// Matters that are also applied for, received or answered.
const FOREIGN: [&str; 44] = [
    "许可",
    "投诉",
    "举报",
    "复议",
    "诉讼",
    "信访",
    "咨询",
    "登记",
    "备案",
    "救助",
    "补贴",
    "审批",
    "仲裁",
    "调解",
    "赔偿",
    "档案",
    "热线",
    "信箱",
    "留言",
    "建议",
    "提案",
    "议案",
    "诉求",
    "工单",
    "12345",
    "确认",
    "办事",
    "专利",
    "商标",
    "贷款",
    "保险",
    "资助",
    "入学",
    "落户",
    "住房",
    "低保",
    "补正",
    "更正",
    "服务事项",
    "处罚",
    "案件线索",
    "信件",
    "来电",
    "纠纷",
];

static ANY_FOREIGN: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(FOREIGN));
static FOREIGN_TO_REVIEWS: LazyLock<AnyOf> =
    LazyLock::new(|| AnyOf::new(FOREIGN.into_iter().filter(|it| !["复议", "诉讼"].contains(it))));

/// True if the words name another matter than applications for disclosure.
pub(super) fn is_foreign(words: &str) -> bool {
    ANY_FOREIGN.is_in(words)
}

/// True if the words name another matter that may be reviewed, beside the review itself.
pub(super) fn is_foreign_to_reviews(words: &str) -> bool {
    FOREIGN_TO_REVIEWS.is_in(words)
}

/// True if the words name disclosure.
pub(super) fn is_disclosure(words: &str) -> bool {
    [
        "信息公开",
        "依某请",
        "依申请",
        "公开政府信息",
        "政府信息",
        "公开某请",
        "公开的某请",
        "政务公开",
    ]
    .iter()
    .any(|word| words.contains(word))
}

/// The sentence with the 申请 of 依申请, 申请人 and 申请表 struck out, which name no application. Every
/// letter keeps its place.
pub(super) fn masked(sentence: &str) -> Cow<'_, str> {
    const BEHIND: [&str; 7] = ["人", "表", "书", "材料", "渠道", "方式", "流程"];
    let mut masked = String::new();
    let mut from = 0;
    for (at, word) in sentence.match_indices("申请") {
        let (before, rest) = sentence.split_at_checked(at).unwrap_or_default();
        let behind = rest.get(word.len()..).unwrap_or_default();
        if before.ends_with('依') || BEHIND.iter().any(|it| behind.starts_with(it)) {
            masked.push_str(sentence.get(from..at).unwrap_or_default());
            masked.push('某');
            from = at + '申'.len_utf8();
        }
    }
    if from == 0 {
        return Cow::Borrowed(sentence);
    }
    masked.push_str(sentence.get(from..).unwrap_or_default());
    Cow::Owned(masked)
}

/// Words that may stand between a verb and 规范性文件 without limiting what is counted.
const PLAIN: [&str; 22] = [
    "规章和",
    "规章及",
    "规章、",
    "规章与",
    "行政",
    "本年度",
    "本年",
    "全年",
    "全区",
    "全市",
    "全县",
    "各类",
    "了",
    "的",
    "区",
    "市",
    "县",
    "政府",
    "现行有效",
    "重要",
    "并公开",
    "并发布",
];

/// Words that may stand between 未收到 and 申请 without leaving anybody or anything out.
const EVERYBODYS: [&str; 44] = [
    "公民",
    "法人",
    "其他组织",
    "其它组织",
    "组织",
    "单位",
    "个人",
    "企业",
    "群众",
    "公众",
    "社会各界",
    "社会",
    "任何",
    "相关",
    "有关",
    "关于",
    "各类",
    "面向",
    "向",
    "对",
    "提出",
    "提交",
    "递交",
    "发来",
    "要求",
    "需要",
    "依某请",
    "公开",
    "政府",
    "政务",
    "信息",
    "本机关",
    "本单位",
    "机关",
    "和",
    "或者",
    "或",
    "及",
    "与",
    "、",
    "者",
    "过",
    "了",
    "完毕",
];

/// True if the words before 申请 are of everybody's applications.
pub(super) fn is_everybodys(words: &str) -> bool {
    let us = ["本", "我", "全", "该"];
    let kinds = ["局", "委", "办", "镇", "乡", "县", "区", "市", "厅", "街道", "院", "处"];
    let ours = |rest: &str| {
        us.iter().find_map(|us| {
            let rest = rest.strip_prefix(us)?;
            kinds.iter().find_map(|kind| rest.strip_prefix(kind)).map(str::len)
        })
    };
    let mut rest = words;
    while !rest.is_empty() {
        let known = EVERYBODYS.iter().chain(&["的"]).find_map(|word| rest.strip_prefix(word));
        let left = known.map(str::len).or_else(|| ours(rest));
        match left.and_then(|left| rest.get(rest.len() - left..)) {
            Some(tail) => rest = tail,
            None => return false,
        }
    }
    true
}

/// Words that may stand between a denial and 行政复议 or 诉讼 without naming a cause or an outcome.
const ANY_REVIEW: [&str; 41] = [
    "政府信息公开",
    "信息公开",
    "政务公开",
    "有关",
    "关于",
    "相关",
    "涉及",
    "任何",
    "一起",
    "一例",
    "一件",
    "因",
    "对",
    "由",
    "就",
    "工作",
    "方面",
    "事项",
    "类",
    "而",
    "被",
    "提出",
    "申请",
    "提起",
    "引起",
    "引发",
    "发生",
    "产生",
    "收到",
    "的",
    "过",
    "行政复议",
    "复议",
    "行政",
    "案件",
    "情况",
    "以及",
    "和",
    "及",
    "或",
    "、",
];

/// True if the words before a review are of every review of the disclosure of information. 因答复不当
/// and 被纠错的 leave some out, and what else may stand there nobody can list.
pub(super) fn is_any_review(words: &str) -> bool {
    is_made_of(words, &ANY_REVIEW)
}

/// True if the words before 规范性文件 limit nothing.
pub(super) fn is_plain(words: &str) -> bool {
    is_made_of(words, &PLAIN)
}

/// True if the words are a row of these, or none at all.
fn is_made_of(words: &str, known: &[&str]) -> bool {
    let mut rest = words;
    while !rest.is_empty() {
        match known.iter().find_map(|word| rest.strip_prefix(word)) {
            Some(tail) => rest = tail,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_is_told_from_words_that_only_contain_it() {
        let text = "依申请公开方面,未收到申请人的申请";
        let masked = masked(text);
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.matches("申请").count(), 1);
    }

    #[test]
    fn other_matters_are_foreign() {
        assert!(is_foreign("行政许可"));
        assert!(!is_foreign("政府信息公开"));
        assert!(is_disclosure("依某请公开政府信息的"));
    }

    #[test]
    fn everybodys_applications_are_told_from_those_of_a_kind() {
        for all in [
            "",
            "政府信息公开",
            "公民、法人和其他组织提出的政府信息公开",
            "任何单位或个人的公开信息",
        ] {
            assert!(is_everybodys(all), "{all}");
        }
        for some in ["涉及国家秘密的信息公开", "重复", "要求更正的", "不予公开的"]
        {
            assert!(!is_everybodys(some), "{some}");
        }
    }

    #[test]
    fn a_review_of_any_cause_is_told_from_one_of_a_kind() {
        for any in ["", "因政府信息公开工作被申请", "因信息公开引发的行政复议、行政"]
        {
            assert!(is_any_review(any), "{any}");
        }
        for some in ["因政府信息公开被纠错的", "因答复不当引起的", "虚假信息的"]
        {
            assert!(!is_any_review(some), "{some}");
        }
    }

    #[test]
    fn only_plain_words_leave_a_document_what_it_is() {
        assert!(is_plain("") && is_plain("行政") && is_plain("规章、行政"));
        assert!(!is_plain("党内") && !is_plain("政府办"));
    }
}
