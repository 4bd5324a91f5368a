//! Where a page sends its reader without being asked, and whether that is still the same site.
//!
//! Scripts are never run; only an address that one says in so many letters counts.

use url::Url;

pattern!(
    BY_SCRIPT,
    r#"(?ix) location (?:\.href)? \s*=\s* ["'] ([^"']+) ["']
    | location\.(?:replace|assign) \(\s* ["'] ([^"']+) ["']
    | http-equiv=\\?["']?refresh["']? [^>]* url= ([^"'>\s]+)"#
);

/// The addresses to which scripts may send the reader.
pub fn by_script(scripts: &str) -> impl Iterator<Item = &str> {
    let found = BY_SCRIPT.as_ref().into_iter().flat_map(|it| it.captures_iter(scripts));
    found.filter_map(|it| it.iter().skip(1).flatten().next().map(|it| it.as_str()))
}

/// True for an address on the same site: the same host with or without `www.`, or a part of it.
pub fn is_same_site(url: &Url, home: &Url) -> bool {
    let (Some(a), Some(b)) = (url.host_str(), home.host_str()) else { return false };
    let (a, b) = (a.trim_start_matches("www."), b.trim_start_matches("www."));
    let part = |long: &str, short: &str| {
        let whole = short.contains('.') && short != "gov.cn";
        whole && long.strip_suffix(short).is_some_and(|rest| rest.ends_with('.'))
    };
    // A port is part of what an address of bare digits names.
    let same = a == b && (url.domain().is_some() || url.port() == home.port());
    same || (url.domain().is_some() && home.domain().is_some() && (part(a, b) || part(b, a)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_its_host_and_the_parts_of_it() {
        let home: Url = "https://www.jinchuan.gov.cn/".parse().unwrap();
        for (url, expected) in [
            ("https://www.jinchuan.gov.cn/a", true),
            ("http://jinchuan.gov.cn/a", true),
            ("http://zwgk.jinchuan.gov.cn/a", true),
            ("http://www.jinchang.gov.cn/a", false),
            ("http://evil-jinchuan.gov.cn/a", false),
            ("http://gov.cn/a", false),
            ("http://casino.example/", false),
            ("http://10.0.0.1/", false),
        ] {
            assert_eq!(is_same_site(&url.parse().unwrap(), &home), expected, "{url}");
        }
        let home: Url = "http://1.2.3.4:8080/".parse().unwrap();
        for (url, expected) in
            [("http://1.2.3.4:8080/a", true), ("http://1.2.3.4/a", false), ("http://2.3.4/", false)]
        {
            assert_eq!(is_same_site(&url.parse().unwrap(), &home), expected, "{url}");
        }
    }

    #[test]
    fn only_a_whole_address_in_a_script_leads_on() {
        for (script, expected) in [
            ("window.location.href = './nb/'", vec!["./nb/"]),
            ("location.replace(\"/nb/\")", vec!["/nb/"]),
            (
                "document.write('<meta http-equiv=\"Refresh\" content=\"0;URL=/nb/\" />')",
                vec!["/nb/"],
            ),
            ("if (m) location='/m/'; else location='/nb/'", vec!["/m/", "/nb/"]),
            ("location.href = base + '/nb/'", vec![]),
        ] {
            assert_eq!(by_script(script).collect::<Vec<_>>(), expected, "{script}");
        }
    }
}
