//! A `[[site]]` block to paste.
//!
//! What the configuration requires and nobody knows is never made up: an agency whose kind its name
//! does not say is written as a comment, with a guess to confirm if there is one, and a site without
//! any other agency with it. So the text is accepted as it is, and what is missing stands where it has
//! to be written.

use std::collections::HashSet;

use url::Host;
use url::Url;

use crate::domain::AgencyKind;
use crate::wording::letters;

/// A site as it will be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteBlock {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: Option<String>,
    /// The listing.
    pub url: String,
    /// Region of its agencies.
    pub region: Option<String>,
    /// Comments above it.
    pub notes: Vec<String>,
    /// Who publishes there.
    pub agencies: Vec<AgencyBlock>,
}

/// An agency as it will be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AgencyBlock {
    /// Its id, where it is not its name.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its kind; `None` leaves it for a person.
    pub kind: Option<AgencyKind>,
    /// What a person may confirm where there is no `kind`.
    pub likely: Option<AgencyKind>,
    /// Where the kind comes from, or why there is none.
    pub kind_note: Option<String>,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Its region, where it is not that of the site.
    pub region: Option<String>,
    /// First report year owed.
    pub since: Option<i32>,
    /// Comments above it.
    pub notes: Vec<String>,
}

impl SiteBlock {
    /// The block as TOML, with a line end.
    pub fn toml(&self) -> String {
        let open = self.agencies.iter().any(|it| it.kind.is_some());
        let mut own = Vec::new();
        own.push("[[site]]".to_owned());
        own.push(pair("id", &self.id));
        own.extend(self.name.as_deref().map(|it| pair("name", it)));
        own.push(pair("url", &self.url));
        own.extend(self.region.as_deref().map(|it| pair("region", it)));
        let mut text = comments(&self.notes, open);
        text.push_str(&lines(&own, open));
        for agency in &self.agencies {
            text.push_str(&agency.toml());
        }
        text
    }
}

impl AgencyBlock {
    fn toml(&self) -> String {
        let mut own = vec!["[[site.agency]]".to_owned()];
        own.extend(self.id.as_deref().map(|it| pair("id", it)));
        own.push(pair("name", &self.name));
        let note = self.kind_note.as_deref().map_or_else(String::new, |it| format!(" # {it}"));
        own.push(format!(
            "kind = {}{note}",
            quoted(self.kind.or(self.likely).map_or("", AgencyKind::key))
        ));
        if !self.aliases.is_empty() {
            let all: Vec<String> = self.aliases.iter().map(|it| quoted(it)).collect();
            own.push(format!("aliases = [{}]", all.join(", ")));
        }
        own.extend(self.region.as_deref().map(|it| pair("region", it)));
        own.extend(self.since.map(|it| format!("since = {it}")));
        comments(&self.notes, self.kind.is_some()) + &lines(&own, self.kind.is_some())
    }
}

fn pair(key: &str, value: &str) -> String {
    format!("{key} = {}", quoted(value))
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(one_line(text)).to_string()
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Comments; among lines that are there to be completed they stay comments when those are.
fn comments(notes: &[String], open: bool) -> String {
    let mark = if open { "#" } else { "##" };
    notes.iter().map(|it| format!("{mark} {}\n", one_line(it))).collect()
}

/// Lines that count, or that are there to be completed.
fn lines(all: &[String], open: bool) -> String {
    let mark = if open { "" } else { "# " };
    all.iter().map(|it| format!("{mark}{it}\n")).collect()
}

/// Ids that were given out, so that none is given twice.
#[derive(Debug, Default)]
pub struct Ids(HashSet<String>);

impl Ids {
    /// Takes an id, with a number behind it where it is taken.
    pub fn take(&mut self, wanted: &str) -> String {
        let free = (1..).map(|n| if n == 1 { wanted.to_owned() } else { format!("{wanted}-{n}") });
        let id = free.into_iter().find(|it| !self.0.contains(it)).unwrap_or_default();
        self.0.insert(id.clone());
        id
    }
}

/// The id of an agency that has no other: its name, without signs that no id may have.
pub fn agency_id(name: &str) -> String {
    Some(letters(name)).filter(|it| !it.is_empty()).unwrap_or_else(|| "agency".into())
}

/// The id of a site by its host: `jyj-jinchuan` for `jyj.jinchuan.gov.cn`.
pub fn site_id(url: &Url) -> String {
    let port = url.port().map_or_else(String::new, |port| format!("-{port}"));
    match url.host() {
        Some(Host::Domain(name)) => {
            let common = |it: &&str| !matches!(*it, "www" | "gov" | "cn" | "com" | "org" | "net");
            let parts: Vec<&str> = name.split('.').filter(common).collect();
            let name = if parts.is_empty() { name.replace('.', "-") } else { parts.join("-") };
            // A host may hold signs that no id may.
            let safe: String =
                name.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
            let name = if safe.is_empty() { "site" } else { &safe };
            format!("{name}{port}")
        }
        Some(Host::Ipv4(address)) => format!("{address}{port}"),
        Some(Host::Ipv6(_)) | None => format!("site{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agency(name: &str, kind: Option<AgencyKind>) -> AgencyBlock {
        let kind_note = Some("名称看不出".to_owned());
        AgencyBlock { name: name.into(), kind, kind_note, ..AgencyBlock::default() }
    }

    fn site(agencies: Vec<AgencyBlock>) -> SiteBlock {
        SiteBlock {
            id: "a".into(),
            url: "http://a.gov.cn/nb/".into(),
            notes: vec!["两\n行".into()],
            agencies,
            ..SiteBlock::default()
        }
    }

    #[test]
    fn what_is_not_known_is_left_to_be_written() {
        let open = agency("某\"局\"", Some(AgencyKind::Department));
        let text = site(vec![open, agency("某中心", None)]).toml();
        assert_eq!(
            text,
            "# 两 行\n[[site]]\nid = \"a\"\nurl = \"http://a.gov.cn/nb/\"\n[[site.agency]]\n\
             name = '某\"局\"'\nkind = \"department\" # 名称看不出\n# [[site.agency]]\n\
             # name = \"某中心\"\n# kind = \"\" # 名称看不出\n"
        );
        let likely = Some(AgencyKind::Department);
        let guessed = AgencyBlock { likely, ..agency("某中心", None) };
        let text = site(vec![guessed]).toml();
        assert!(text.ends_with("# kind = \"department\" # 名称看不出\n"), "{text}");
        let all = site(vec![agency("某中心", None)]).toml();
        assert!(all.starts_with("## 两 行\n# [[site]]"), "{all}");
        assert!(all.lines().all(|line| line.starts_with('#')), "{all}");
    }

    #[test]
    fn a_site_is_called_by_its_host() {
        for (url, expected) in [
            ("https://www.jinchuan.gov.cn/nb/", "jinchuan"),
            ("https://jyj.jinchuan.gov.cn/", "jyj-jinchuan"),
            ("http://www.gov.cn/", "www-gov-cn"),
            ("http://127.0.0.1:8080/", "127.0.0.1-8080"),
            ("http:///'", "site"),
        ] {
            assert_eq!(site_id(&url.parse().unwrap()), expected);
        }
    }

    #[test]
    fn no_id_is_given_twice() {
        let mut ids = Ids::default();
        assert_eq!(["a", "a", "b", "a"].map(|it| ids.take(it)), ["a", "a-2", "b", "a-3"]);
    }
}
