//! One case, one sighting → its next state and the event to announce.

use chrono::DateTime;
use chrono::Utc;

use crate::domain::CaseState;

/// What this look says of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sighting {
    /// The breach is there.
    Seen,
    /// The rule was judged and the breach is not there.
    Gone,
    /// The rule could not be judged.
    Unknown,
}

/// What to announce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// The case is new, or back.
    Opened,
    /// The case is over.
    Resolved,
}

/// The next state of a case, and the event. `None` for a case that does not exist yet.
///
/// There is no state between unseen and open: a look that would accuse is repeated within its round
/// before it gets here.
pub(super) fn step(
    case: Option<CaseState>,
    sighting: Sighting,
    at: DateTime<Utc>,
) -> (Option<CaseState>, Option<Event>) {
    use CaseState::Open;
    use CaseState::Resolved;
    match (case, sighting) {
        (case, Sighting::Unknown) => (case, None),
        (None | Some(Resolved { .. }), Sighting::Seen) => {
            (Some(Open { since: at }), Some(Event::Opened))
        }
        (Some(Open { .. }), Sighting::Gone) => (Some(Resolved { at }), Some(Event::Resolved)),
        (case @ Some(Open { .. }), Sighting::Seen) => (case, None),
        (case @ (None | Some(Resolved { .. })), Sighting::Gone) => (case, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(n: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(n, 0).unwrap()
    }

    #[test]
    fn the_life_of_a_case() {
        let open = CaseState::Open { since: at(1) };
        let over = CaseState::Resolved { at: at(2) };
        for (case, sighting, next, event) in [
            (None, Sighting::Seen, Some(CaseState::Open { since: at(3) }), Some(Event::Opened)),
            (None, Sighting::Gone, None, None),
            (Some(open), Sighting::Seen, Some(open), None),
            (
                Some(open),
                Sighting::Gone,
                Some(CaseState::Resolved { at: at(3) }),
                Some(Event::Resolved),
            ),
            (Some(over), Sighting::Gone, Some(over), None),
            (
                Some(over),
                Sighting::Seen,
                Some(CaseState::Open { since: at(3) }),
                Some(Event::Opened),
            ),
        ] {
            assert_eq!(step(case, sighting, at(3)), (next, event), "{case:?} {sighting:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_not_seen_changes_nothing(open in any::<Option<bool>>(), n in 0_i64..1000) {
            let case = open.map(|open| {
                if open { CaseState::Open { since: at(n) } } else { CaseState::Resolved { at: at(n) } }
            });
            prop_assert_eq!(step(case, Sighting::Unknown, at(n + 1)), (case, None));
        }
    }
}
