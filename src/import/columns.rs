//! Which column holds what, by the wording of its heading.

use crate::wording::letters;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Name,
    Code,
    Region,
    Kind,
    Url,
    Aliases,
    SiteName,
    Since,
}

/// Words of headings, and what they mean; the first that fits counts, so that 网站名称 is not taken for
/// a name of an agency, nor 主管部门 for one.
const WORDS: [(&[&str], Option<Key>); 10] = [
    (&["信用代码", "creditcode", "uscc", "unifiedsocial"], Some(Key::Code)),
    (&["网站名称", "站点名称", "sitename"], Some(Key::SiteName)),
    (&["标识码", "编号", "级别", "所属", "责任", "主办", "法人"], None),
    (
        &["网址", "网站", "链接", "栏目", "主页", "url", "website", "link", "webaddress"],
        Some(Key::Url),
    ),
    (&["简称", "别名", "曾用名", "其他名称", "其它名称", "alias", "short"], Some(Key::Aliases)),
    (&["区划", "region", "division"], Some(Key::Region)),
    (&["类型", "类别", "性质", "kind", "type", "category"], Some(Key::Kind)),
    (&["起始年", "首报年", "since", "firstyear"], Some(Key::Since)),
    (
        &[
            "主管", "上级", "填报", "联系", "电话", "地址", "备注", "序号", "负责", "邮箱", "编码",
            "代码",
        ],
        None,
    ),
    (
        &["名称", "单位", "机构", "机关", "部门", "name", "agency", "organi", "body"],
        Some(Key::Name),
    ),
];

/// What a heading says of its column.
pub(super) fn key(heading: &str) -> Option<Key> {
    let plain = letters(heading).to_lowercase();
    // A heading is a few words; a sentence is a note above the table.
    if plain.chars().count() > 20 {
        return None;
    }
    WORDS.iter().find(|(words, _)| words.iter().any(|it| plain.contains(it)))?.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_their_words() {
        for (heading, expected) in [
            ("单位名称", Some(Key::Name)),
            ("机关全称", Some(Key::Name)),
            ("Agency name", Some(Key::Name)),
            ("统一社会信用代码", Some(Key::Code)),
            ("Credit code", Some(Key::Code)),
            ("行政区划代码", Some(Key::Region)),
            ("单位性质", Some(Key::Kind)),
            ("年报栏目网址（URL）", Some(Key::Url)),
            ("Short names", Some(Key::Aliases)),
            ("单位简称", Some(Key::Aliases)),
            ("网站名称", Some(Key::SiteName)),
            ("主管部门", None),
            ("网站标识码", None),
            ("机构编号", None),
            ("责任单位", None),
            ("网站主办单位", None),
            ("所属部门", None),
            ("单位地址", None),
            ("联系人", None),
            ("序号", None),
            ("备注", None),
        ] {
            assert_eq!(key(heading), expected, "{heading}");
        }
    }
}
