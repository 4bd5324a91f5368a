//! Why a link on a list is taken for a report, or for none.
//!
//! A proposal and a configured site say it in the same words; only of whom a title may speak differs
//! between them, so the name in it is handed back where nothing else stands against the link.

use crate::domain::Text;
use crate::extract::meta;
use crate::portal::Entry;
use crate::portal::candidate;
use crate::portal::candidate::Over;

use super::Look;

/// A link that is taken for no report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Its text.
    pub title: String,
    /// Why not.
    pub why: Text,
}

/// Why a link is taken; `over` is what decided between several.
pub fn taken(over: Option<Over>) -> Text {
    let plain = || Text::new("标题写明单位和年度", "its title names agency and year");
    over.map_or_else(plain, Over::text)
}

/// The name of the agency in the title of a link that may be taken; else why it may not.
pub fn name(entry: &Entry) -> Result<String, Text> {
    if meta::title_year(&entry.title).is_none() {
        return Err(Text::new("标题没有年度", "its title has no year"));
    }
    if !candidate::is_report(&entry.title) {
        return Err(Text::new(
            "标题不是政府信息公开年报",
            "its title is not that of a disclosure report",
        ));
    }
    if entry.url.is_none() {
        return Err(Text::new("链接无效", "it leads nowhere"));
    }
    meta::title_agency(&entry.title)
        .ok_or_else(|| Text::new("标题没有写单位", "its title names nobody"))
}

/// Links that were left out of the list because they belong to other documents.
pub fn others(look: &Look) -> impl Iterator<Item = Aside> {
    look.others.iter().map(|it| Aside {
        title: it.title.clone(),
        why: Text::new(
            format!("属于其他文件（“{}”）", it.word),
            format!("another document ({})", it.word),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_set_aside_for_the_first_reason_that_there_is() {
        let linked = "http://a.gov.cn/1.html".parse().ok();
        for (title, url, expected) in [
            ("某局政府信息公开年报", None, Err("its title has no year")),
            ("某局2024年度工作报告", None, Err("its title is not that of a disclosure report")),
            ("某局2024年政府信息公开年报", None, Err("it leads nowhere")),
            ("2024年政府信息公开年报", linked.clone(), Err("its title names nobody")),
            ("某局2024年政府信息公开年报", linked, Ok("某局")),
        ] {
            let found = name(&Entry { url, title: title.into(), date: None });
            let found = found.as_deref().map_err(|it| it.en.as_ref());
            assert_eq!(found, expected, "{title}");
        }
    }
}
