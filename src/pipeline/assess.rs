//! One obligation: read its report if it is listed, note an edit, judge, and commit.

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::Utc;
use url::Url;

use super::Deps;
use super::links;
use super::owed::Purpose;
use super::read;
use super::read::Reading;
use super::twins;
use crate::diff;
use crate::domain::Agency;
use crate::domain::AnnualReport;
use crate::domain::DateEvidence;
use crate::domain::DateSource;
use crate::domain::Dossier;
use crate::domain::Listed;
use crate::domain::Look;
use crate::domain::Observation;
use crate::domain::Publication;
use crate::domain::Record;
use crate::domain::ReportYear;
use crate::domain::Revision;
use crate::domain::Site;
use crate::domain::SnapshotId;
use crate::domain::Unseen;
use crate::domain::Version;
use crate::extract::annex;
use crate::extract::edition;
use crate::lifecycle;
use crate::lifecycle::Reconciled;
use crate::portal::Choice;
use crate::portal::Entry;
use crate::portal::candidate::Chosen;
use crate::rules;
use crate::similarity;
use crate::store::Settlement;
use crate::store::StoreError;

/// One obligation, and what the listing says of it.
pub(super) struct Task<'a> {
    /// Where it is looked for.
    pub site: &'a Site,
    /// Who owes the report.
    pub agency: &'a Agency,
    /// For which year.
    pub year: ReportYear,
    /// Why it is looked at.
    pub purpose: Purpose,
    /// Which entry it is, or why that is not known.
    pub choice: Result<Choice, Unseen>,
    /// Every entry that is certainly one of its reports.
    pub certain: Vec<Entry>,
    /// The years for which the listing has a report, if it was read to its end.
    pub listed_years: Option<&'a [ReportYear]>,
}

/// Looks at one obligation and commits what was established; what becomes of its cases is handed
/// back.
pub(super) async fn one(
    deps: Deps<'_>,
    task: Task<'_>,
    now: DateTime<Utc>,
) -> Result<Reconciled, StoreError> {
    let Task { site, agency, year, purpose, choice, certain, listed_years } = task;
    let known = deps.store.record(&agency.id, year)?;
    let mut record = known.unwrap_or_else(|| Record::new(agency.id.clone(), year, now));
    if purpose == Purpose::Context {
        let Ok(Choice::One(chosen)) = choice else { return Ok(Reconciled::default()) };
        record.context = true;
        listed(deps, &mut record, chosen, now).await?;
        deps.store.settle(&Settlement { record, cases: vec![], alerts: vec![] })?;
        return Ok(Reconciled::default());
    }
    // A year that was only context when the next one was watched may be owed now.
    record.context = false;
    if choice.is_ok() || !certain.is_empty() {
        twins::compare(deps, &mut record, &certain, now).await?;
    }
    let observation = match twins::settle(choice, &record, certain) {
        Ok(Choice::One(chosen)) => listed(deps, &mut record, chosen, now).await?,
        Ok(Choice::None) => unlisted(deps, &mut record, now).await?,
        Ok(Choice::Ambiguous(why)) => Observation::Unknown(Unseen::Ambiguous(why)),
        Err(unseen) => Observation::Unknown(unseen),
    };
    match observation {
        Observation::Published(_) => links::check(deps, &mut record, now).await,
        // Where no report is linked, no link is dead.
        Observation::Absent => record.links.clear(),
        Observation::Unknown(_) => {}
    }
    let look = Look { at: now, observation };
    settle(deps, (site, agency), record, &look, listed_years)
}

/// The report is on the listing.
async fn listed(
    deps: Deps<'_>,
    record: &mut Record,
    chosen: Chosen,
    now: DateTime<Utc>,
) -> Result<Observation, StoreError> {
    let Chosen { entry, first, .. } = chosen;
    let Some(url) = entry.url else {
        return Ok(Observation::Unknown(Unseen::Ambiguous(entry.title)));
    };
    let listed = Listed { url: url.to_string(), title: entry.title, date: entry.date };
    let reading = match read::report(deps, record, &url).await? {
        Ok(reading) => reading,
        Err(why) => {
            if let read::Failure::Gone(status) = why {
                links::page_is_gone(record, &listed, status, now);
            }
            return Ok(Observation::Unknown(why.unseen()));
        }
    };
    links::page_answers(record, &listed, now);
    record.scanned = matches!(reading, Reading::File { scanned: true });
    if let Reading::Report { snapshot, mut report } = reading {
        if let Some(date) = listed.date {
            report.dates.push(DateEvidence { date, source: DateSource::Listing });
        }
        if let Err(unseen) = note(deps, record, &url, snapshot, *report, now).await? {
            return Ok(Observation::Unknown(unseen));
        }
    }
    publish(record, &listed, first, now);
    Ok(Observation::Published(listed))
}

/// The report is not on the listing. One that had been published may still stand at its address.
async fn unlisted(
    deps: Deps<'_>,
    record: &mut Record,
    now: DateTime<Utc>,
) -> Result<Observation, StoreError> {
    let address = record.publication.as_ref().map(|publication| publication.url.clone());
    let Some((address, url)) = address.and_then(|it| Some((it.clone(), Url::parse(&it).ok()?)))
    else {
        return Ok(Observation::Absent);
    };
    let reading = match read::report(deps, record, &url).await? {
        Ok(reading) => reading,
        Err(read::Failure::Gone(_)) => {
            record.withdrawn.get_or_insert(now);
            return Ok(Observation::Absent);
        }
        Err(why) => return Ok(Observation::Unknown(why.unseen())),
    };
    record.scanned = matches!(reading, Reading::File { scanned: true });
    if let Reading::Report { snapshot, report } = reading
        && let Err(unseen) = note(deps, record, &url, snapshot, *report, now).await?
    {
        return Ok(Observation::Unknown(unseen));
    }
    let listed = Listed { url: address, title: String::new(), date: None };
    publish(record, &listed, None, now);
    Ok(Observation::Published(listed))
}

/// Takes a version into the record. One that differs from the last is read a second time before it
/// is called an edit; the inner error says that the two readings disagree.
async fn note(
    deps: Deps<'_>,
    record: &mut Record,
    url: &Url,
    snapshot: SnapshotId,
    report: AnnualReport,
    now: DateTime<Utc>,
) -> Result<Result<(), Unseen>, StoreError> {
    let version = Version { snapshot, content: report.content, seen_at: now };
    let (Some(last), Some(before)) = (record.versions.last_mut(), &record.report) else {
        record.versions.push(version);
        record.report = Some(report);
        return Ok(Ok(()));
    };
    let differs = |content, before: &AnnualReport| {
        content != report.content || annex::differ(before, &report)
    };
    if differs(last.content, before) {
        // What is on record may have been read by an earlier version of this program: only what this
        // one reads in the same bytes can be held against the new ones.
        let before = read::again(deps, last.snapshot, before).await?;
        if !differs(before.content, &before) {
            last.content = report.content;
            record.report = Some(report);
            return Ok(Ok(()));
        }
        if let Err(why) = read::confirm(deps, url, &report).await? {
            return Ok(Err(why));
        }
        let changes = diff::compare(&before, &report);
        if !changes.is_empty() {
            record.revisions.push(Revision {
                at: now,
                from: last.snapshot,
                to: snapshot,
                declared: declares_correction(&report),
                changes,
            });
        }
        record.versions.push(version);
    }
    record.report = Some(report);
    Ok(Ok(()))
}

/// The report says of itself that it was corrected.
fn declares_correction(report: &AnnualReport) -> bool {
    let title = report.title.as_deref().unwrap_or_default();
    ["更正", "修订", "更新说明", "勘误"]
        .iter()
        .any(|word| title.contains(word) || report.preamble.contains(word))
}

/// Notes where and since when the report is there. `first` is the day of an earlier form of it, of
/// which the duty was done: a correction of April makes no late report.
fn publish(record: &mut Record, listed: &Listed, first: Option<NaiveDate>, now: DateTime<Utc>) {
    record.withdrawn = None;
    if let Some(publication) = &mut record.publication {
        publication.url.clone_from(&listed.url);
        return;
    }
    let claimed = record.report.as_ref().and_then(AnnualReport::claimed_date).map(|it| it.date);
    let absent = record.last_clean.as_ref().filter(|it| it.observation == Observation::Absent);
    record.publication = Some(Publication {
        first_seen: now,
        claimed: [claimed.or(listed.date), first].into_iter().flatten().min(),
        url: listed.url.clone(),
        absent_until: absent.map(|look| look.at),
    });
}

/// Judges what was established and commits it, all but the cases: a round that turns out to have
/// been blind changes none.
fn settle(
    deps: Deps<'_>,
    (site, agency): (&Site, &Agency),
    mut record: Record,
    look: &Look,
    listed_years: Option<&[ReportYear]>,
) -> Result<Reconciled, StoreError> {
    let now = look.at;
    if look.observation.is_clean() {
        record.last_clean = Some(look.clone());
    }
    record.last_look = Some(look.clone());
    let year = record.year;
    let deadlines = deps.policy.deadlines(agency, year);
    let earlier = earlier(deps, agency, year)?;
    let report = match &look.observation {
        Observation::Published(_) => record.report.as_ref(),
        Observation::Absent | Observation::Unknown(_) => None,
    };
    let dossier = Dossier {
        agency,
        year,
        deadlines: &deadlines,
        observation: &look.observation,
        observed_at: now,
        publication: record.publication.as_ref(),
        withdrawn: record.withdrawn,
        revisions: &record.revisions,
        report,
        scanned: record.scanned && matches!(look.observation, Observation::Published(_)),
        edition: report.and_then(|it| edition::find(it.edition.as_deref()?)),
        previous: earlier.first(),
        earlier: &earlier,
        links: &record.links,
        listed_years,
        twins: record.twins.as_ref(),
        params: &deps.policy.params,
    };
    let judgement = deps.policy.book.judge(&dossier);
    if look.observation.is_clean() {
        // What was found beside other bodies stands until the end of the round judges it again.
        record.findings.retain(|it| rules::is_cohort(&it.rule));
        record.findings.extend(judgement.findings.iter().cloned());
        record.not_assessable.retain(|it| rules::is_cohort(&it.rule));
        record.not_assessable.extend(judgement.not_assessable.iter().cloned());
    } else {
        remember_what_was_judged(&mut record, &judgement);
    }
    let cases = deps.store.cases(&agency.id, year)?;
    let subject = lifecycle::Subject {
        agency,
        year,
        deadlines: &deadlines,
        record: &record,
        column: Some(site.url.as_str()),
    };
    let out = lifecycle::reconcile(subject, &cases, &judgement, now);
    let settlement = Settlement { record, cases: vec![], alerts: vec![] };
    deps.store.settle(&settlement)?;
    sketch(deps, agency, &settlement.record, &look.observation)?;
    Ok(out)
}

/// The reports on the years before, newest first, as far as they follow one another without a gap;
/// of each the newest version.
fn earlier(
    deps: Deps<'_>,
    agency: &Agency,
    year: ReportYear,
) -> Result<Vec<AnnualReport>, StoreError> {
    let mut reports = Vec::new();
    let mut before = year.previous();
    while reports.len() < Dossier::EARLIER {
        let record = deps.store.record(&agency.id, before)?;
        let Some(report) = record.and_then(|it| it.report) else { break };
        reports.push(report);
        before = before.previous();
    }
    Ok(reports)
}

/// Keeps what is needed to compare the report with those of other bodies. A sketch is made anew only
/// when the content is; without a region there is nobody to compare with.
fn sketch(
    deps: Deps<'_>,
    agency: &Agency,
    record: &Record,
    observation: &Observation,
) -> Result<(), StoreError> {
    let year = record.year;
    match (observation, &record.report) {
        (Observation::Published(_), Some(report)) if !agency.region.is_empty() => {
            let known = deps.store.sketch(year, &agency.region, &agency.id)?;
            let fresh = known
                .is_some_and(|it| it.content == report.content && it.scheme == similarity::SCHEME);
            if fresh {
                return Ok(());
            }
            deps.store.save_sketch(&similarity::sketch(agency, year, report))
        }
        (Observation::Absent, _) => deps.store.remove_sketch(year, &agency.region, &agency.id),
        (Observation::Published(_) | Observation::Unknown(_), _) => Ok(()),
    }
}

/// A look that did not settle whether the report is there may still settle other things: that its
/// link is dead, or that there are two of it. What was not judged stays as it was.
fn remember_what_was_judged(record: &mut Record, judgement: &rules::Judgement) {
    let judged = |rule: &str| {
        judgement.passed.iter().any(|it| it == rule)
            || judgement.findings.iter().any(|it| it.rule == rule)
    };
    record.findings.retain(|finding| !judged(&finding.rule));
    record.findings.extend(judgement.findings.iter().cloned());
    record.not_assessable.retain(|it| !judged(&it.rule));
}
