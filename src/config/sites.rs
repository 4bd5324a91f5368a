//! What is watched: sites, and the agencies whose reports are expected there.
//!
//! An agency's id is its permanent name in the store and must be unique over all files. Equal
//! official names are allowed only in different regions and with ids that tell them apart.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::ops::Range;

use url::Url;

use crate::domain::Agency;
use crate::domain::AgencyId;
use crate::domain::AgencyKind;
use crate::domain::ReportYear;
use crate::domain::Site;
use crate::domain::SiteId;

use super::WatchedSite;
use super::check;
use super::check::Context;
use super::files::Document;
use super::problem::Mark;
use super::problem::Problem;
use super::problem::Problems;
use super::problem::nearest;
use super::read::At;
use super::read::Reader;
use super::reading;

/// The sites of all files, and the names they use.
#[derive(Debug, Default)]
pub(super) struct Register {
    pub(super) sites: Vec<WatchedSite>,
    /// Hosts of sites with `tls = "openssl"`.
    pub(super) openssl_hosts: BTreeSet<String>,
    site_ids: HashMap<String, Mark>,
    agency_ids: HashMap<String, Mark>,
    /// By name and region.
    agency_names: HashMap<(String, String), Mark>,
    /// True once an entry had to be left out, so that what seems unknown may be in it.
    incomplete: bool,
}

impl Register {
    pub(super) fn add_all(&mut self, tables: Vec<Reader<'_>>, context: &Context) {
        for table in tables {
            let site = self.site(table, context);
            self.incomplete |= site.is_none();
            self.sites.extend(site);
        }
    }

    /// Adds the sites of an included file, which holds nothing else.
    pub(super) fn add_file(&mut self, file: &Document, context: &Context, problems: &Problems) {
        let pieces = file.pieces();
        if let Some(table) = file.parsed(&pieces.rest, 0, problems) {
            let mut top = Reader::top(table.get_ref(), &file.source, problems);
            self.add_all(top.tables("site", "[[site]]"), context);
            top.finish();
            self.add_pieces(file, &pieces.sites, context, problems);
        }
    }

    /// Adds sites that stand at these places of a file, up to a piece that is not TOML.
    pub(super) fn add_pieces(
        &mut self,
        file: &Document,
        pieces: &[Range<usize>],
        context: &Context,
        problems: &Problems,
    ) {
        for piece in pieces {
            let text = file.source.text().get(piece.clone()).unwrap_or_default();
            let Some(table) = file.parsed(text, piece.start, problems) else { return };
            let mut top = Reader::piece(table.get_ref(), &file.source, piece.start, problems);
            self.add_all(top.tables("site", "[[site]]"), context);
        }
    }

    /// The official name of the agency with that id, name or alias.
    pub(super) fn official_name(&self, word: &str) -> Result<String, (String, String)> {
        let agencies = || self.sites.iter().flat_map(|it| &it.site.agencies);
        let called = |it: &&Agency| {
            it.id.0 == word || it.name == word || it.aliases.iter().any(|a| a == word)
        };
        if let Some(agency) = agencies().find(called) {
            return Ok(agency.name.clone());
        }
        if self.incomplete {
            return Ok(word.to_owned());
        }
        let names = agencies().flat_map(|it| [it.id.0.as_str(), it.name.as_str()]);
        let help = match nearest(word, names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "write the id or the name of an agency of some `[[site]]`".into(),
        };
        Err((format!("there is no agency `{word}`"), help))
    }

    fn site(&mut self, mut table: Reader<'_>, context: &Context) -> Option<WatchedSite> {
        let id = table.required("id", "jinchuan").and_then(|text| {
            let checked = path_safe(text.value);
            table.taken(&text, checked).map(|value| At { value, mark: text.mark })
        });
        if let Some(id) = &id {
            let what = format!("two sites have the id `{}`", id.value);
            claim(&mut self.site_ids, id.value.to_owned(), &id.mark, &what, &table);
        }
        let name = table.string("name").map(|it| it.value);
        let url = table
            .required("url", "https://www.example.gov.cn/zfxxgk/zfxxgknb/")
            .and_then(|text| table.taken(&text, address(text.value)));
        let region = region(&mut table, Written::Code).unwrap_or_default();
        let poll = context.schedule(&mut table, "poll");
        let quiet = context.quiet(&mut table);
        let old_tls = table.choice("tls", &[("rustls", false), ("openssl", true)]);
        let reading = reading::read(&mut table);
        let inner = table.tables("agency", "[[site.agency]]");
        if !table.has("agency") {
            table.missing("agency", "add a `[[site.agency]]` for each agency that publishes there");
        }
        let mut agencies = Vec::with_capacity(inner.len());
        for it in inner {
            let agency = self.agency(it, id.as_ref().map_or("", |id| id.value), &region);
            self.incomplete |= agency.is_none();
            agencies.extend(agency);
        }
        table.finish();
        let id = id?.value;
        let name = name.unwrap_or(id).to_owned();
        let url = url?;
        if old_tls == Some(true) {
            self.openssl_hosts.extend(url.host_str().map(str::to_owned));
        }
        let site = Site { id: SiteId(id.to_owned()), name, url, reading, region, agencies };
        Some(WatchedSite { site, poll, quiet })
    }

    fn agency(&mut self, mut table: Reader<'_>, site: &str, site_region: &str) -> Option<Agency> {
        let name = table.required("name", "金昌市金川区人民政府");
        let id = table.string("id").and_then(|text| {
            let checked = path_safe(text.value);
            table.taken(&text, checked).map(|value| At { value, mark: text.mark })
        });
        let kind = table.choice("kind", &AgencyKind::ALL.map(|kind| (kind.key(), kind)));
        if !table.has("kind") {
            table
                .missing("kind", "write kind = \"department\", or \"government\", \"township\", …");
        }
        let aliases = table.strings("aliases").map_or_else(Vec::new, |list| list.value);
        let region = region(&mut table, Written::Code).unwrap_or_else(|| site_region.to_owned());
        let since = table.number("since", check::REPORT_YEARS).map(ReportYear);
        if let Some(id) = id.as_ref().or(name.as_ref()) {
            let what = format!("two agencies have the id `{}`", id.value);
            let id_is_new =
                claim(&mut self.agency_ids, id.value.to_owned(), &id.mark, &what, &table);
            if let (Some(name), true) = (&name, id_is_new) {
                let key = (name.value.to_owned(), region.clone());
                let what = format!("two agencies of one region are called `{}`", name.value);
                claim(&mut self.agency_names, key, &name.mark, &what, &table);
            }
        }
        table.finish();
        let name = name?.value;
        Some(Agency {
            id: AgencyId(id.map_or(name, |id| id.value).to_owned()),
            name: name.to_owned(),
            aliases: aliases.iter().map(|it| it.value.to_owned()).collect(),
            kind: kind?,
            region,
            since,
            site: SiteId(site.to_owned()),
        })
    }
}

/// Takes a name that only one may have; true if it was free.
fn claim<K: std::hash::Hash + Eq>(
    taken: &mut HashMap<K, Mark>,
    key: K,
    mark: &Mark,
    what: &str,
    table: &Reader<'_>,
) -> bool {
    if let Some(first) = taken.get(&key) {
        let problem = Problem::new(what)
            .at(first, "first used here")
            .at(mark, "used again here")
            .help("give one of them an `id` of its own, or take one out if they are the same");
        table.problems.add(problem);
        return false;
    }
    taken.insert(key, mark.clone());
    true
}

/// An id stands in addresses of the dashboard and on command lines.
fn path_safe(id: &str) -> Result<&str, (String, String)> {
    if id.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)) && !id.is_empty() {
        return Ok(id);
    }
    let help = "use letters, digits, `-`, `_` and `.` only, e.g. \"jinchuan\"".to_owned();
    Err((format!("`{id}` cannot be an id"), help))
}

pub(super) fn address(text: &str) -> Result<Url, (String, String)> {
    let example = || "write the address of the listing page, beginning with https:// or http://";
    let url = Url::parse(text).map_err(|error| {
        let help = match Url::parse(&format!("https://{text}")) {
            Ok(_) if !text.contains("//") && text.contains('.') => {
                format!("did you mean \"https://{text}\"?")
            }
            _ => example().to_owned(),
        };
        (format!("`{text}` is no web address: {error}"), help)
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err((format!("a site cannot be read over `{}`", url.scheme()), example().into()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        let help = "take the part before the `@` out: portals are read without a login".to_owned();
        return Err(("the address of a site carries a login".into(), help));
    }
    Ok(url)
}

/// How a region may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Digits only.
    Code,
    /// First digits, perhaps with a `*` behind them.
    Pattern,
}

/// The digits under `region` (行政区划代码, GB/T 2260): 2 for a province, 6 for a county, up to 12.
pub(super) fn region(table: &mut Reader<'_>, written: Written) -> Option<String> {
    table.parsed("region", |text| {
        let digits = match written {
            Written::Code => text,
            Written::Pattern => text.strip_suffix('*').unwrap_or(text),
        };
        let few = if written == Written::Code { 2 } else { 0 };
        let blank = text.is_empty();
        if (few..=12).contains(&digits.len())
            && digits.bytes().all(|it| it.is_ascii_digit())
            && !blank
        {
            return Ok(digits.to_owned());
        }
        let help = match written {
            Written::Code => "write the digits of the division code, e.g. \"620302\"",
            Written::Pattern => "write its first digits and a star, e.g. \"6203*\"",
        };
        Err((format!("`{text}` is not a region"), help.to_owned()))
    })
}
