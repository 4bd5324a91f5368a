//! What robots.txt may ask, and how long we believe it.

use super::*;
use proptest::prelude::*;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

const AGENT: &str = "gongkai-watch";

fn url(path: &str) -> Url {
    Url::parse("http://gov.test").unwrap().join(path).unwrap()
}

fn allowed(text: &str, path: &str) -> bool {
    Rules::read(AGENT, 200, text.as_bytes()).unwrap().allow(&url(path))
}

#[test]
fn the_longest_rule_counts_and_a_tie_allows() {
    let text = "User-agent: *\nDisallow: /zfxxgk\nAllow: /zfxxgk/nb\nDisallow: /a\nAllow: /a\n";
    assert!(!allowed(text, "/zfxxgk/index.html"));
    assert!(allowed(text, "/zfxxgk/nb/2021.html"));
    assert!(allowed(text, "/a"));
    assert!(allowed(text, "/else"));
}

#[test]
fn rules_for_us_replace_those_for_everyone() {
    let text = "User-agent: *\nDisallow: /\n\nUser-agent: Gongkai-Watch\nDisallow: /private\n";
    assert!(allowed(text, "/zfxxgk/"));
    assert!(!allowed(text, "/private/x"));
}

#[test]
fn rules_for_others_do_not_concern_us() {
    assert!(allowed("User-agent: badbot\nDisallow: /\n", "/zfxxgk/"));
}

#[test]
fn wildcards_and_chinese_paths_are_understood() {
    let text = "User-agent: *\nDisallow: /*.doc$\nDisallow: /年报/\n";
    assert!(!allowed(text, "/files/a.doc"));
    assert!(allowed(text, "/files/a.docx"));
    assert!(!allowed(text, "/年报/2021.html"));
}

#[test]
fn every_spelling_of_a_path_is_one_path() {
    let text = "User-agent: *\nDisallow: /%e5%b9%b4/\nDisallow: /%7Ea/\nDisallow: /{id}/\nDisallow: /b%2Fc\n";
    for path in ["/年/", "/%E5%B9%B4/", "/~a/", "/%7ea/", "/{id}/", "/%7Bid%7D/", "/b%2fc"] {
        assert!(!allowed(text, path), "{path}");
    }
    // A slash that is escaped is part of a name.
    assert!(allowed(text, "/b/c"));
}

#[test]
fn a_path_in_the_portals_own_charset_is_the_bytes_that_are_asked_for() {
    let rules = Rules::read(AGENT, 200, b"User-agent: *\nDisallow: /\xc4\xea\xb1\xa8/\n").unwrap();
    assert!(!rules.allow(&url("/%C4%EA%B1%A8/2021.html")));
    assert!(rules.allow(&url("/年报/2021.html")));
}

#[test]
fn an_empty_rule_lifts_no_other() {
    for text in ["Disallow: /\nDisallow:\n", "Disallow: /\nAllow:\n"] {
        assert!(!allowed(&format!("User-agent: *\n{text}"), "/zfxxgk/"), "{text}");
    }
}

#[test]
fn groups_of_one_name_are_one_group() {
    let text = "User-agent: gongkai-watch/2.0\nDisallow: /a\n\nUser-agent: *\nDisallow: /b\n\n\
                User-agent: other\nUser-agent: GONGKAI-WATCH # us\nDisallow: /c\n";
    assert!(!allowed(text, "/a") && !allowed(text, "/c"));
    assert!(allowed(text, "/b"));
    assert!(allowed("User-agent: *\nDisallow: /\nUser-agent: gongkai-watch\n", "/a"));
}

#[test]
fn other_lines_stand_between_names_and_rules_without_harm() {
    let text = "User-agent: gongkai-watch\nSitemap: http://gov.test/a.xml\nNoindex: /x\n\n\
                User-agent: *\nDisallow: /a\n";
    assert!(!allowed(text, "/a"));
    let text = "User-agent: gongkai-watch\nCrawl-delay: 9\nUser-agent: *\nDisallow: /a\n";
    assert!(allowed(text, "/a"));
}

#[test]
fn hasty_writing_is_read_as_it_is_meant() {
    for rule in ["disallow /a", "Disalow : /a", "DISALLOW:/a\u{3000}", "disallow: /a # why"] {
        let text = format!("\u{feff}user agent: *\r\n{rule}\r");
        assert!(!allowed(&text, "/a/b") && allowed(&text, "/b"), "{rule}");
    }
    assert!(allowed("User-agent: *\nplease disallow /a\n", "/a"));
}

#[test]
fn what_stands_above_the_first_name_is_for_nobody() {
    assert!(allowed("Disallow: /\nUser-agent: badbot\nDisallow: /\n", "/a"));
}

#[test]
fn asterisks_match_from_the_left_and_the_end_is_the_end() {
    let table = [
        ("/*/b/*.html$", "/a/b/c.html", true),
        ("/*/b/*.html$", "/a/b/c.html.html", true),
        ("/*/b/*.html$", "/a/b/c.htm", false),
        ("/*/b/*.html$", "/b/c.html", false),
        ("/a$", "/a", true),
        ("/a$", "/a?b", false),
        ("/*?*x=", "/a?b=1&x=2", true),
        ("/a**b", "/a/b", true),
        ("/a*a$", "/a", false),
        ("*", "/", true),
        ("a", "/a", false),
    ];
    for (rule, path, hit) in table {
        assert_eq!(
            !allowed(&format!("User-agent: *\nDisallow: {rule}\n"), path),
            hit,
            "{rule} {path}"
        );
    }
}

#[test]
fn a_page_in_place_of_robots_txt_asks_for_nothing() {
    assert!(allowed("<!DOCTYPE html><html><body>页面不存在</body></html>", "/zfxxgk/"));
    assert!(allowed("", "/"));
}

#[test]
fn half_a_rule_is_no_rule() {
    let cut = b"User-agent: *\nDisallow: /secret\nDisallow: /".to_vec();
    assert_eq!(whole_lines(cut), b"User-agent: *\nDisallow: /secret");
    assert_eq!(whole_lines(b"Disallow: /".to_vec()), b"");
}

#[test]
fn what_is_not_there_allows_and_what_is_away_does_not() {
    for status in [301, 400, 401, 403, 404, 410] {
        let rules = Rules::read(AGENT, status, b"User-agent: *\nDisallow: /").unwrap();
        assert!(rules.allow(&url("/")), "{status}");
    }
    for status in [429, 500, 502, 503] {
        assert!(Rules::read(AGENT, status, b"").is_err(), "{status}");
    }
}

#[test]
fn a_wished_interval_is_granted_within_reason() {
    let delay = |text: &str| {
        let text = format!("User-agent: *\nCrawl-delay: {text}\n");
        Rules::read(AGENT, 200, text.as_bytes()).unwrap().delay()
    };
    assert_eq!(delay("5"), Some(Duration::from_secs(5)));
    assert_eq!(delay("86400"), Some(MAX_DELAY));
    assert_eq!(delay("-1"), None);
    assert_eq!(delay("soon"), None);
}

#[test]
fn the_product_token_is_what_comes_before_the_version() {
    let table = [
        ("gongkai-watch/0.1 (+mailto:a@example.org)", "gongkai-watch"),
        ("gongkai-watch", "gongkai-watch"),
        ("gongkai watch/1", "gongkai"),
        ("", ""),
    ];
    for (user_agent, token) in table {
        assert_eq!(product_token(user_agent), token);
    }
}

proptest! {
    #[test]
    fn no_robots_txt_is_too_strange(
        status in any::<u16>(),
        body in proptest::collection::vec(any::<u8>(), 0..300),
        lines in proptest::collection::vec(
            "(User-agent|Allow|Disallow|Crawl-delay|Sitemap)[: ]{1,2}[/*$a-c0-9.é年 -]{0,12}", 0..8),
    ) {
        for text in [body, lines.join("\n").into_bytes()] {
            if let Ok(rules) = Rules::read(AGENT, status, &text) {
                let _ = rules.allow(&url("/zfxxgk/a.html?b=c"));
                prop_assert!(rules.delay().is_none_or(|delay| delay <= MAX_DELAY));
            }
        }
    }
}

/// A site whose robots.txt answers with `status`, and a count of how often it was asked.
struct Site {
    cache: Cache,
    asked: AtomicUsize,
}

impl Site {
    fn new() -> Self {
        Self { cache: Cache::new("gongkai-watch/0.1"), asked: AtomicUsize::new(0) }
    }

    async fn ask(
        &self,
        from: &str,
        hours: i64,
        answer: Result<u16, Failure>,
    ) -> Result<bool, Failure> {
        let now = DateTime::UNIX_EPOCH + TimeDelta::hours(hours);
        let load = |address: Url| {
            assert_eq!(address.path(), "/robots.txt");
            self.asked.fetch_add(1, Ordering::Relaxed);
            // Gives way, so that others may ask meanwhile.
            async {
                tokio::task::yield_now().await;
                answer.map(|status| (status, b"User-agent: *\nDisallow: /secret\n".to_vec()))
            }
        };
        let url = Url::parse(from).unwrap();
        self.cache.rules(&url, now, load).await.map(|rules| rules.allow(&url))
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

const SECRET: &str = "http://gov.test/secret?x=1";

fn silence() -> Failure {
    Failure::Unreachable { url: "http://gov.test/robots.txt".into(), why: "refused".into() }
}

#[tokio::test]
async fn rules_are_read_once_a_day_and_site() {
    let site = Site::new();
    assert_eq!(site.ask(SECRET, 0, Ok(200)).await, Ok(false));
    assert_eq!(site.ask("http://gov.test/open", 23, Ok(200)).await, Ok(true));
    assert_eq!(site.asked(), 1);
    assert_eq!(site.ask(SECRET, 24, Ok(200)).await, Ok(false));
    assert_eq!(site.asked(), 2);
    assert_eq!(site.ask("http://gov.test:8080/secret", 24, Ok(404)).await, Ok(true));
    assert_eq!(site.ask("https://gov.test/secret", 24, Ok(404)).await, Ok(true));
    assert_eq!(site.asked(), 4);
}

#[tokio::test]
async fn those_who_ask_together_ask_once() {
    let site = Site::new();
    let (first, second) = tokio::join!(site.ask(SECRET, 0, Ok(200)), site.ask(SECRET, 0, Ok(200)));
    assert_eq!((first, second), (Ok(false), Ok(false)));
    assert_eq!(site.asked(), 1);
}

#[tokio::test]
async fn a_site_that_is_away_is_unreachable_and_asked_again() {
    let site = Site::new();
    assert_eq!(site.ask(SECRET, 0, Err(silence())).await, Err(silence()));
    let busy = site.ask(SECRET, 0, Ok(503)).await.unwrap_err();
    assert!(busy.is_transient() && busy.to_string().contains("HTTP 503"), "{busy}");
    assert_eq!(site.ask(SECRET, 0, Ok(200)).await, Ok(false));
}

#[tokio::test]
async fn old_rules_hold_while_the_site_is_away() {
    let site = Site::new();
    assert_eq!(site.ask(SECRET, 0, Ok(200)).await, Ok(false));
    assert_eq!(site.ask(SECRET, 25, Err(silence())).await, Ok(false));
    assert_eq!(site.ask(SECRET, 25, Ok(200)).await, Ok(false));
    assert_eq!(site.asked(), 2);
    assert_eq!(site.ask(SECRET, 26, Ok(500)).await, Ok(false));
    assert_eq!(site.asked(), 3);
}

#[tokio::test]
async fn a_robots_txt_that_leads_nowhere_is_none() {
    let site = Site::new();
    let lost = Failure::TooManyRedirects { url: "http://gov.test/robots.txt".into(), followed: 10 };
    assert_eq!(site.ask(SECRET, 0, Err(lost)).await, Ok(true));
}

#[tokio::test]
async fn stale_sites_are_forgotten() {
    let site = Site::new();
    for n in 0..10 * SWEEP_AT {
        let hours = i64::try_from(n).unwrap();
        site.ask(&format!("http://host-{n}.test/"), hours, Ok(404)).await.unwrap();
    }
    assert!(site.cache.sites.lock().unwrap().by_origin.len() <= 2 * SWEEP_AT);
}
