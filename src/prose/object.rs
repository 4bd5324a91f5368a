//! What a count is about: applications for disclosure, and not the hundred other things that offices
//! receive and handle.

use std::borrow::Cow;

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

/// True if the words name another matter than applications for disclosure.
pub(super) fn is_foreign(words: &str) -> bool {
    FOREIGN.iter().any(|word| words.contains(word))
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
    if !sentence.contains("申请") {
        return Cow::Borrowed(sentence);
    }
    let masked =
        ["依申请", "申请人", "申请表", "申请书", "申请材料", "申请渠道", "申请方式", "申请流程"]
            .iter()
            .fold(sentence.to_owned(), |text, word| text.replace(word, &word.replace('申', "某")));
    Cow::Owned(masked)
}

/// Words that may stand between a verb and 规范性文件 without limiting what is counted.
const PLAIN: [&str; 20] = [
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
];

/// True if nothing but such words stand there.
pub(super) fn is_plain(words: &str) -> bool {
    let mut rest = words;
    while !rest.is_empty() {
        match PLAIN.iter().find_map(|word| rest.strip_prefix(word)) {
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
    fn only_plain_words_leave_a_document_what_it_is() {
        assert!(is_plain("") && is_plain("行政") && is_plain("规章、行政"));
        assert!(!is_plain("党内") && !is_plain("政府办"));
    }
}
