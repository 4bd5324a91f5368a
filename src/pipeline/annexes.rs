//! Looks into the files that a report page links, where one of them may be the report.

use url::Url;

use super::Deps;
use super::capture;
use super::capture::Freshness;
use super::read;
use crate::domain::Annex;
use crate::domain::AnnexContent;
use crate::domain::AnnualReport;
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
        let content = match look(deps, report, &file.url, freshness).await? {
            Ok(content) => content,
            Err(why) => known
                .and_then(|known| known.annexes.iter().find(|it| it.url == file.url))
                .map_or(AnnexContent::Unread(why), |before| before.content.clone()),
        };
        annexes.push(Annex { url: file.url, title: file.title, content });
    }
    annex::combine(report, annexes);
    Ok(())
}

/// What a file is; the inner error says why it could not be had.
async fn look(
    deps: Deps<'_>,
    report: &AnnualReport,
    address: &str,
    freshness: Freshness,
) -> Result<Result<AnnexContent, String>, StoreError> {
    let Ok(url) = Url::parse(address) else {
        return Ok(Ok(AnnexContent::Unread("its address is no address".into())));
    };
    let fetched = match capture::fetch(deps, &url, freshness).await? {
        Ok(fetched) => fetched,
        Err(unseen) => return Ok(Err(unseen.text().en)),
    };
    if fetched.capture.status != 200 {
        return Ok(Err(format!("HTTP {}", fetched.capture.status)));
    }
    Ok(match read::extracted(fetched).await {
        Ok((_, Ok(found))) => Ok(annex::judged(report, found)),
        Ok((_, Err(NotAReport::Scan(_)))) => Ok(AnnexContent::Scan),
        Ok((_, Err(why))) => Ok(AnnexContent::Unread(why.to_string())),
        Err(unseen) => Err(unseen.text().en),
    })
}
