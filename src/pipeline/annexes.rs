//! Looks into the files that a report page links, where one of them may be the report.

use url::Url;

use super::Deps;
use super::capture;
use super::capture::Freshness;
use super::read;
use crate::domain::Annex;
use crate::domain::AnnexContent;
use crate::domain::AnnualReport;
use crate::domain::Attachment;
use crate::extract::NotAReport;
use crate::extract::annex;
use crate::store::StoreError;

/// Reads the files and adds what they say. A file that cannot be had now says what it said in
/// `known`, the reading before: an outage is no edit.
pub(super) async fn attach(
    deps: Deps<'_>,
    report: &mut AnnualReport,
    known: Option<&AnnualReport>,
    freshness: Freshness,
) -> Result<(), StoreError> {
    let wanted: Vec<_> = annex::wanted(report).into_iter().cloned().collect();
    let mut annexes = Vec::with_capacity(wanted.len());
    for file in wanted {
        let before = known.and_then(|known| known.annexes.iter().find(|it| it.url == file.url));
        let annex = match look(deps, report, &file, before, freshness).await? {
            Ok(annex) => annex,
            Err(why) => before.cloned().unwrap_or_else(|| unread(&file, why)),
        };
        annexes.push(annex);
    }
    annex::combine(report, annexes);
    Ok(())
}

fn unread(file: &Attachment, why: String) -> Annex {
    Annex {
        url: file.url.clone(),
        title: file.title.clone(),
        digest: None,
        content: AnnexContent::Unread(why),
    }
}

/// What a file is; the inner error says why it could not be had.
async fn look(
    deps: Deps<'_>,
    report: &AnnualReport,
    file: &Attachment,
    before: Option<&Annex>,
    freshness: Freshness,
) -> Result<Result<Annex, String>, StoreError> {
    let Ok(url) = Url::parse(&file.url) else {
        return Ok(Ok(unread(file, "its address is no address".into())));
    };
    let fetched = match capture::fetch(deps, &url, freshness).await? {
        Ok(fetched) => fetched,
        Err(unseen) => return Ok(Err(unseen.text().en)),
    };
    if fetched.capture.status != 200 {
        return Ok(Err(format!("HTTP {}", fetched.capture.status)));
    }
    let digest = Some(fetched.capture.digest);
    // The same bytes say the same.
    if let Some(before) = before.filter(|before| before.digest == digest) {
        return Ok(Ok(before.clone()));
    }
    let content = match read::extracted(fetched).await {
        Ok((_, Ok(found))) => annex::judged(report, found),
        Ok((_, Err(NotAReport::Scan(_)))) => AnnexContent::Scan,
        Ok((_, Err(why))) => AnnexContent::Unread(why.to_string()),
        Err(unseen) => return Ok(Err(unseen.text().en)),
    };
    Ok(Ok(Annex { digest, content, ..unread(file, String::new()) }))
}
