//! What of an entry is the same from look to look.
//!
//! Servers write a session into links and count views in titles. Two looks at one list must not
//! differ by that, or nobody on it could ever be told anything.

use url::Url;

use super::Entry;

/// Parameters that name a session or a moment, in lower case.
const PASSING: [&str; 13] = [
    "jsessionid",
    "phpsessid",
    "aspsessionid",
    "sessionid",
    "sid",
    "t",
    "ts",
    "_t",
    "_",
    "timestamp",
    "rand",
    "random",
    "rnd",
];

pattern!(
    COUNTER,
    r"[\[（(【]?\s*(?:浏览|阅读|点击|访问)(?:次数|量|数)?\s*[:：]?\s*\d+\s*(?:人次|次)?\s*[\]）)】]?"
);

/// An address without the session that a servlet writes into it (`;jsessionid=…`); the page is the
/// same without.
pub(super) fn without_session(mut url: Url) -> Url {
    let path = url.path();
    let at = path.as_bytes().windows(SESSION.len());
    let at = at.into_iter().position(|it| it.eq_ignore_ascii_case(SESSION.as_bytes()));
    if let Some(bare) = at.and_then(|at| path.get(..at)).map(ToOwned::to_owned) {
        url.set_path(&bare);
    }
    url
}

const SESSION: &str = ";jsessionid=";

/// Title and address of an entry, without what passes.
pub fn steady(entry: &Entry) -> String {
    let title = match COUNTER.as_ref() {
        Some(counter) => counter.replace_all(&entry.title, ""),
        None => entry.title.as_str().into(),
    };
    let address = entry.url.as_ref().map(|url| {
        let mut bare = url.clone();
        let kept: Vec<_> = url
            .query_pairs()
            .filter(|(name, _)| !PASSING.contains(&name.to_ascii_lowercase().as_str()))
            .collect();
        if kept.is_empty() {
            bare.set_query(None);
        } else {
            bare.query_pairs_mut().clear().extend_pairs(kept);
        }
        bare
    });
    format!("{}\t{}", title.trim(), address.as_ref().map_or("", Url::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, url: &str) -> String {
        steady(&Entry { url: url.parse().ok(), title: title.into(), date: None })
    }

    #[test]
    fn sessions_moments_and_counters_pass() {
        let first =
            entry("某局2025年年报（浏览：12次）", "http://a.gov.cn/show?id=5&PHPSESSID=a&t=1");
        let next =
            entry("某局2025年年报（浏览：345次）", "http://a.gov.cn/show?id=5&PHPSESSID=b&t=2");
        assert_eq!(first, next);
        assert_eq!(first, "某局2025年年报\thttp://a.gov.cn/show?id=5");
    }

    #[test]
    fn what_tells_two_reports_apart_stays() {
        let url = "http://a.gov.cn/show?id=5";
        assert_ne!(entry("某局2025年年报", url), entry("某局2024年年报", url));
        assert_ne!(entry("年报", url), entry("年报", "http://a.gov.cn/show?id=6"));
        assert_ne!(entry("年报", "http://a.gov.cn/a"), entry("年报", "http://a.gov.cn/b"));
    }

    #[test]
    fn a_servlets_session_is_no_part_of_the_address() {
        for (written, bare) in [
            ("http://a.gov.cn/x.do;jsessionid=A1?id=5", "http://a.gov.cn/x.do?id=5"),
            ("http://a.gov.cn/x.do;JSESSIONID=A1", "http://a.gov.cn/x.do"),
            ("http://a.gov.cn/x;y=1", "http://a.gov.cn/x;y=1"),
        ] {
            assert_eq!(without_session(written.parse().unwrap()).as_str(), bare);
        }
    }
}
