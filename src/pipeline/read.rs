//! Reads one report page: fetch, ask what it is, extract.

use url::Url;

use super::Deps;
use super::annexes;
use super::capture;
use super::capture::Fetched;
use super::capture::Freshness;
use super::parse::off_reactor;
use crate::domain::AnnualReport;
use crate::domain::Carrier;
use crate::domain::Record;
use crate::domain::SnapshotId;
use crate::domain::Unseen;
use crate::extract;
use crate::extract::NotAReport;
use crate::extract::annex;
use crate::html;
use crate::portal::blockpage;
use crate::store::StoreError;

/// A report without sections and tables has at least so many letters beside its title.
const WORDS: usize = 60;

/// What stands at a report's address.
#[derive(Debug)]
pub(super) enum Reading {
    /// The bytes that are on record already.
    Unchanged,
    /// A report.
    Report {
        /// Its bytes.
        snapshot: SnapshotId,
        /// What they say.
        report: Box<AnnualReport>,
    },
    /// A file that is there but of a kind that is not read: published, and not assessable.
    File {
        /// It holds images of pages.
        scanned: bool,
    },
}

/// Why an address gave no report.
#[derive(Debug)]
pub(super) enum Failure {
    /// The server says that there is nothing any more.
    Gone(u16),
    /// It cannot be told.
    Unseen(Unseen),
}

impl Failure {
    /// For a report that is still listed, "gone" is only a broken link.
    pub fn unseen(self) -> Unseen {
        match self {
            Self::Gone(status) => Unseen::ReportNotReadable(format!("HTTP {status}")),
            Self::Unseen(unseen) => unseen,
        }
    }
}

/// Reads the report at an address.
pub(super) async fn report(
    deps: Deps<'_>,
    record: &Record,
    url: &Url,
) -> Result<Result<Reading, Failure>, StoreError> {
    let fetched = match capture::fetch(deps, url, Freshness::Conditional).await? {
        Ok(fetched) => fetched,
        Err(unseen) => return Ok(Err(Failure::Unseen(unseen))),
    };
    match fetched.capture.status {
        404 | 410 => return Ok(Err(Failure::Gone(fetched.capture.status))),
        200 => {}
        // A gateway's status is told apart from a server's error by the page itself.
        _ => return Ok(Err(Failure::Unseen(what_it_is(fetched, None).await))),
    }
    let last = record.versions.last().map(|version| version.snapshot);
    // A page that is what it was may link a file that is not.
    let is_whole = |report: &AnnualReport| annex::wanted(report).is_empty();
    if last == Some(fetched.snapshot) && record.report.as_ref().is_some_and(is_whole) {
        return Ok(Ok(Reading::Unchanged));
    }
    let snapshot = fetched.snapshot;
    let (fetched, parsed) = match extracted(fetched).await {
        Ok(both) => both,
        Err(unseen) => return Ok(Err(Failure::Unseen(unseen))),
    };
    Ok(match parsed {
        Ok(report) if report.is_blank_form() => {
            Err(Failure::Unseen(Unseen::ReportNotReadable("是未填写的空白表".into())))
        }
        Ok(report) if is_hollow(&report, &fetched) => {
            let hollow = NotAReport::Other("it has a title and nothing under it".into());
            Err(Failure::Unseen(what_it_is(fetched, Some(hollow)).await))
        }
        Ok(report) if let Some(why) = broken_off(&report, &fetched.body) => {
            Err(Failure::Unseen(why))
        }
        Ok(mut report) => {
            let known = record.report.as_ref();
            annexes::attach(deps, &mut report, known, Freshness::Conditional).await?;
            Ok(Reading::Report { snapshot, report: Box::new(report) })
        }
        Err(NotAReport::Format(_)) => Ok(Reading::File { scanned: false }),
        Err(NotAReport::Scan(_)) => Ok(Reading::File { scanned: true }),
        Err(why) => Err(Failure::Unseen(what_it_is(fetched, Some(why)).await)),
    })
}

/// True for a page that has the title of a report and nothing that could be one: a column's own page,
/// or a shell that a script fills. Under a title with its year, pictures may be the report.
fn is_hollow(report: &AnnualReport, fetched: &Fetched) -> bool {
    let bare = report.tables.is_empty()
        && report.attachments.is_empty()
        && !report.sections.iter().any(|section| section.present);
    if report.carrier != Carrier::Html || !bare {
        return false;
    }
    if report.title_year.is_none() {
        return true;
    }
    let content_type = fetched.capture.header("content-type");
    let text = extract::decode::decode(&fetched.body, content_type, None).text;
    let pictured = html::Page::parse(&text).is_ok_and(|page| {
        page.blocks.iter().any(|it| matches!(it.block, html::Block::Image | html::Block::Frame))
    });
    !pictured && report.preamble.chars().filter(|c| c.is_alphanumeric()).count() < WORDS
}

/// Why a page that reads as a report is only the beginning of one. A page that has the last section
/// was read whole, however carelessly it ends.
fn broken_off(report: &AnnualReport, body: &[u8]) -> Option<Unseen> {
    let ends = report.sections.last().is_none_or(|section| section.present);
    if report.carrier != Carrier::Html || ends {
        return None;
    }
    blockpage::truncated(body)
}

/// Reads an address for itself, without a record; the inner error says why it gave no report.
pub(super) async fn plainly(
    deps: Deps<'_>,
    url: &Url,
) -> Result<Result<AnnualReport, String>, StoreError> {
    let fetched = match capture::fetch(deps, url, Freshness::Conditional).await? {
        Ok(fetched) => fetched,
        Err(unseen) => return Ok(Err(unseen.seen().to_owned())),
    };
    if fetched.capture.status != 200 {
        return Ok(Err(format!("HTTP {}", fetched.capture.status)));
    }
    Ok(match extracted(fetched).await {
        Ok((_, Ok(report))) => Ok(report),
        Ok((_, Err(why))) => Err(why.to_string()),
        Err(unseen) => Err(unseen.seen().to_owned()),
    })
}

/// Reads the bytes of a version on record anew, with the files that it had. Where they are gone or are
/// no report any more, the reading on record stands.
pub(super) async fn again(
    deps: Deps<'_>,
    snapshot: SnapshotId,
    known: &AnnualReport,
) -> Result<AnnualReport, StoreError> {
    let (Some(capture), Some(body)) = (deps.store.capture(snapshot)?, deps.store.body(snapshot)?)
    else {
        return Ok(known.clone());
    };
    Ok(match extracted(Fetched { snapshot, capture, body }).await {
        Ok((_, Ok(mut report))) => {
            annex::combine(&mut report, known.annexes.clone());
            report
        }
        Ok((_, Err(_))) | Err(_) => known.clone(),
    })
}

/// Reads the address once more; the error says that the two readings disagree.
pub(super) async fn confirm(
    deps: Deps<'_>,
    url: &Url,
    report: &AnnualReport,
) -> Result<Result<(), Unseen>, StoreError> {
    let fetched = match capture::fetch(deps, url, Freshness::Whole).await? {
        Ok(fetched) => fetched,
        Err(unseen) => return Ok(Err(unseen)),
    };
    let again = match extracted(fetched).await {
        Ok((_, Ok(mut again))) => {
            annexes::attach(deps, &mut again, None, Freshness::Whole).await?;
            Some(again)
        }
        Ok(_) => None,
        Err(unseen) => return Ok(Err(unseen)),
    };
    let same =
        again.is_some_and(|again| again.content == report.content && annex::same(&again, report));
    Ok(if same {
        Ok(())
    } else {
        Err(Unseen::ReportNotReadable("两次读取的内容不一致".into()))
    })
}

/// Reads the bytes off the reactor, and hands them back for a second question. A page that brings the
/// parser down is only unreadable.
pub(super) async fn extracted(
    fetched: Fetched,
) -> Result<(Fetched, Result<AnnualReport, NotAReport>), Unseen> {
    let work = off_reactor(move || {
        let parsed = extract::extract(extract::Input {
            bytes: &fetched.body,
            content_type: fetched.capture.header("content-type"),
            url: Some(&fetched.capture.final_url),
        });
        (fetched, parsed)
    });
    work.await.map_err(Unseen::ReportNotReadable)
}

/// What a page that is no report really is.
async fn what_it_is(fetched: Fetched, why: Option<NotAReport>) -> Unseen {
    if let Some(NotAReport::Undecodable { replacements, characters }) = &why {
        return Unseen::Garbled(format!("{characters}个字符中有{replacements}个无法识别"));
    }
    // A file that is broken is no page that could say more.
    if let Some(why @ (NotAReport::Damaged { .. } | NotAReport::TooLarge { .. })) = &why {
        return Unseen::ReportNotReadable(why.to_string());
    }
    let status = fetched.capture.status;
    let judged = off_reactor(move || {
        let content_type = fetched.capture.header("content-type");
        let decoded = extract::decode::decode(&fetched.body, content_type, None);
        blockpage::judge_text(&fetched.capture, &decoded.text)
    });
    match judged.await.ok().flatten() {
        Some(unseen) => unseen,
        None => Unseen::ReportNotReadable(
            why.map_or_else(|| format!("HTTP {status}"), |why| why.to_string()),
        ),
    }
}
