//! Where `check` and `extract` get a report from: a file, an address, standard input.
//!
//! One limit of size holds for all ways in, that of the configuration where there is one.

use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use url::Url;

use super::Failed;
use super::block_on;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::domain::Annex;
use crate::domain::AnnexContent;
use crate::domain::AnnualReport;
use crate::domain::Attachment;
use crate::domain::Digest;
use crate::extract;
use crate::extract::Input;
use crate::extract::NotAReport;
use crate::extract::annex;
use crate::fetch::Fetch;
use crate::fetch::Request;
use crate::fetch::http::HttpFetch;
use crate::fetch::http::Settings;

/// Bytes and what is known of them.
struct Source {
    /// The bytes.
    bytes: Vec<u8>,
    /// The `Content-Type` header, for an address.
    content_type: Option<String>,
    /// The address, if it is one.
    url: Option<String>,
}

impl Source {
    fn read(&self) -> Result<AnnualReport, NotAReport> {
        extract::extract(Input {
            bytes: &self.bytes,
            content_type: self.content_type.as_deref(),
            url: self.url.as_deref(),
        })
    }
}

/// Reads a report from a file, an address, or standard input for `-`. The files that a page links
/// are looked into as the daemon does it, so that both judge the same report.
pub(super) fn report(name: &str, settings: &Settings) -> Result<AnnualReport, Failed> {
    let source = source(name, settings)?;
    let mut report = source.read().map_err(|why| Failed::Input(format!("{name}: {why}")))?;
    if source.url.is_some() {
        attach(&mut report, settings);
    }
    Ok(report)
}

fn attach(report: &mut AnnualReport, settings: &Settings) {
    let wanted: Vec<Attachment> = annex::wanted(report).into_iter().cloned().collect();
    let annexes = wanted.into_iter().map(|file| annex(report, file, settings)).collect();
    annex::combine(report, annexes);
}

/// What a linked file is; one that cannot be had is unread, with the reason.
fn annex(report: &AnnualReport, file: Attachment, settings: &Settings) -> Annex {
    let (digest, content) = match source(&file.url, settings) {
        Err(failed) => (None, AnnexContent::Unread(failed.reason())),
        Ok(source) => {
            let content = match source.read() {
                Ok(found) => annex::judged(report, found),
                Err(NotAReport::Scan(_)) => AnnexContent::Scan,
                Err(why) => AnnexContent::Unread(why.to_string()),
            };
            (Some(Digest::of(&source.bytes)), content)
        }
    };
    Annex { url: file.url, title: file.title, digest, content }
}

/// How sources are read: one limit for all ways in, that of the configuration where there is one.
pub(super) fn settings(config: Option<&Config>) -> Settings {
    config.map(|config| config.fetch.clone()).unwrap_or_default()
}

fn source(name: &str, settings: &Settings) -> Result<Source, Failed> {
    if name == "-" {
        return capped(std::io::stdin().lock(), "-", settings.max_body);
    }
    match Url::parse(name) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => fetched(url, settings.clone()),
        _ => {
            let file = std::fs::File::open(name)
                .map_err(|error| Failed::Input(format!("{name} cannot be read: {error}")))?;
            capped(file, name, settings.max_body)
        }
    }
}

fn capped(reader: impl Read, name: &str, limit: u64) -> Result<Source, Failed> {
    let mut bytes = Vec::new();
    reader
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failed::Input(format!("{name} cannot be read: {error}")))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(Failed::Input(format!(
            "{name} is larger than {} MiB; a report page is not (fetch.max-body raises the limit)",
            limit >> 20
        )));
    }
    Ok(Source { bytes, content_type: None, url: None })
}

fn fetched(url: Url, settings: Settings) -> Result<Source, Failed> {
    let name = url.to_string();
    let page = block_on(async {
        let fetch = HttpFetch::new(settings, Arc::new(SystemClock))
            .map_err(|error| Failed::Machine(error.to_string()))?;
        fetch.get(Request::new(url)).await.map_err(|why| Failed::Input(why.to_string()))
    })??;
    if page.capture.status != 200 {
        return Err(Failed::Input(format!("{name} answered HTTP {}", page.capture.status)));
    }
    Ok(Source {
        content_type: page.capture.header("content-type").map(ToOwned::to_owned),
        url: Some(page.capture.final_url.clone()),
        bytes: page.body,
    })
}

/// Several that could not be read, as one failure; `None` where all could.
pub(super) fn unreadable(reasons: &[String]) -> Option<Failed> {
    match reasons {
        [] => None,
        [only] => Some(Failed::Input(only.clone())),
        [first, rest @ ..] => Some(Failed::Input(format!("{first}; and {} more", rest.len()))),
    }
}

/// Every file under a folder, by name. Nothing read is not nothing wrong, so there must be one.
pub(super) fn files_in(dir: &Path) -> Result<Vec<PathBuf>, Failed> {
    let mut files = Vec::new();
    collect(dir, &mut files)
        .map_err(|error| Failed::Input(format!("{} cannot be read: {error}", dir.display())))?;
    if files.is_empty() {
        return Err(Failed::Input(format!("{} is a directory without any file", dir.display())));
    }
    files.sort();
    Ok(files)
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        // A linked folder may lead in a circle; a linked file is a file.
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else if entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}
