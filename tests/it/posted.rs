//! Forms that are posted: what is sent, where a redirect takes it, and how its captures go.

use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use gongkai_watch::clock::ManualClock;
use gongkai_watch::domain::Ask;
use gongkai_watch::fetch::Failure;
use gongkai_watch::fetch::Fetch;
use gongkai_watch::fetch::Page;
use gongkai_watch::fetch::Request;
use gongkai_watch::fetch::http::HttpFetch;
use gongkai_watch::fetch::http::Settings;

use crate::wire::Script;
use crate::wire::Wire;
use crate::wire::answer;
use crate::wire::moved;

fn ask(url: &str) -> Ask {
    Ask::post(url.parse().unwrap(), &[("col".into(), "1".into()), ("path".into(), "/".into())])
}

async fn posted(request: Request, robots: bool) -> Result<Page, Failure> {
    let settings = Settings {
        allow_networks: vec!["127.0.0.0/8".parse().unwrap()],
        interval_per_host: Duration::ZERO,
        robots,
        ..Settings::default()
    };
    let clock = Arc::new(ManualClock::at(DateTime::UNIX_EPOCH));
    HttpFetch::new(settings, clock).unwrap().get(request).await
}

#[tokio::test]
async fn a_form_is_posted_and_its_capture_says_so() {
    let wire = Wire::serve(|_| answer("200 OK", &[("ETag", "\"1\"")], b"<datastore>")).await;
    let ask = ask(&wire.at("/dataproxy.jsp?perpage=15"));
    let page = posted(Request::asking(&ask), false).await.unwrap();
    assert_eq!(page.capture.url, ask.address());
    assert_eq!(page.capture.final_url, wire.at("/dataproxy.jsp?perpage=15"));
    let sent = wire.requests().remove(0);
    assert!(sent.starts_with("post /dataproxy.jsp?perpage=15 "), "{sent}");
    assert!(sent.contains("content-type: application/x-www-form-urlencoded"), "{sent}");
    assert!(sent.ends_with("\r\n\r\ncol=1&path=%2f"), "{sent}");
    assert!(!Request::asking(&ask).unless_still(&page.capture).is_conditional());
}

#[tokio::test]
async fn some_redirects_keep_the_form_and_others_do_not() {
    for (status, keeps) in
        [("301 M", false), ("302 F", false), ("303 S", false), ("307 T", true), ("308 P", true)]
    {
        let wire = Wire::serve(move |path| match path {
            "/a" => moved(status, "/b"),
            _ => answer("200 OK", &[], b"x"),
        })
        .await;
        let ask = ask(&wire.at("/a"));
        let page = posted(Request::asking(&ask), false).await.unwrap();
        assert_eq!(page.capture.url, ask.address());
        let second = wire.requests().remove(1);
        assert_eq!(second.starts_with("post /b "), keeps, "{second}");
        assert_eq!(second.ends_with("col=1&path=%2f"), keeps, "{second}");
    }
}

#[tokio::test]
async fn robots_txt_holds_for_forms_too() {
    let wire = Wire::serve(|path| match path {
        "/robots.txt" => answer("200 OK", &[], b"User-agent: *\nDisallow: /module/\n"),
        _ => Script::Say(Vec::new()),
    })
    .await;
    let ask = ask(&wire.at("/module/dataproxy.jsp"));
    let failure = posted(Request::asking(&ask), true).await.unwrap_err();
    assert!(matches!(failure, Failure::Disallowed { .. }), "{failure}");
    assert_eq!(wire.paths(), ["/robots.txt"]);
}
