//! Reports that are late, early, missing, withdrawn, edited, doubled or out of reach.

mod changed_after_publication;
mod dead_link;
mod duplicate_report;
mod history_gap;
mod late_publication;
mod local_deadline_missed;
mod publication_date_conflict;
mod published_before_period_end;
mod report_missing_after_deadline;
mod report_withdrawn;
mod wrong_column;

use super::Rule;

/// Rules whose breach is an event that the office acts on at once, whatever its severity.
pub(super) static EVENTS: &[&Rule] = &[
    &report_missing_after_deadline::RULE,
    &late_publication::RULE,
    &local_deadline_missed::RULE,
    &report_withdrawn::RULE,
    &changed_after_publication::RULE,
];

/// Rules over looks, listings, links and configured dates, which one report in hand does not show.
pub(super) static OF_THE_WATCH: &[&Rule] = &[
    &report_missing_after_deadline::RULE,
    &local_deadline_missed::RULE,
    &report_withdrawn::RULE,
    &changed_after_publication::RULE,
    &dead_link::RULE,
    &history_gap::RULE,
    &duplicate_report::RULE,
];

/// Rules over the day of publication.
pub(super) static OF_A_DAY: &[&Rule] =
    &[&late_publication::RULE, &published_before_period_end::RULE];

pub(super) static RULES: &[&Rule] = &[
    &report_missing_after_deadline::RULE,
    &late_publication::RULE,
    &local_deadline_missed::RULE,
    &publication_date_conflict::RULE,
    &published_before_period_end::RULE,
    &report_withdrawn::RULE,
    &changed_after_publication::RULE,
    &dead_link::RULE,
    &wrong_column::RULE,
    &history_gap::RULE,
    &duplicate_report::RULE,
];
