//! What becomes of a letter after a try.
//!
//! The age of a letter counts, not the number of its tries: a daemon that was off for a week must
//! still try once before it gives up, and it does, because only a failed try comes here.

use chrono::DateTime;
use chrono::TimeDelta;
use chrono::Utc;

use crate::domain::Letter;
use crate::domain::LetterState;
use crate::notify::Failure;

/// Age at which a letter is set aside, as mail servers do (RFC 5321, 4.5.4.1).
pub const GIVE_UP_AFTER: TimeDelta = TimeDelta::days(5);

const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(6);

/// The state of `letter` after a try at `now` that ended in `result`.
pub fn next_state(letter: &Letter, now: DateTime<Utc>, result: Result<(), Failure>) -> LetterState {
    let before = match letter.state {
        // A second worker may have been faster; what was accepted stays accepted.
        LetterState::Delivered { at } => return LetterState::Delivered { at },
        LetterState::Due { tries, .. } => tries,
        LetterState::SetAside { .. } => 0,
    };
    let tries = before.saturating_add(1);
    match result {
        Ok(()) => LetterState::Delivered { at: now },
        Err(Failure::Permanent(why)) => LetterState::SetAside { at: now, why },
        Err(Failure::Transient(why)) if now - letter.created_at >= GIVE_UP_AFTER => {
            LetterState::SetAside { at: now, why }
        }
        Err(Failure::Transient(why)) => {
            LetterState::Due { tries, not_before: now + pause(tries), last_error: Some(why) }
        }
    }
}

/// How long to wait after the `tries`th try, counting from 1.
fn pause(tries: u32) -> TimeDelta {
    2_i32
        .checked_pow(tries.saturating_sub(1))
        .and_then(|factor| FIRST_PAUSE.checked_mul(factor))
        .map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AlertKind;
    use crate::notify::compose::given;
    use proptest::prelude::*;

    fn due(tries: u32) -> Letter {
        let mut letter = given::letter(vec![given::alert(AlertKind::Opened, "r", "某局")]);
        let not_before = letter.created_at;
        letter.state = LetterState::Due { tries, not_before, last_error: None };
        letter
    }

    fn transient() -> Result<(), Failure> {
        Err(Failure::Transient("451 later".into()))
    }

    #[test]
    fn the_pause_doubles_from_a_minute_to_six_hours() {
        for (tries, minutes) in
            [(1, 1), (2, 2), (3, 4), (8, 128), (9, 256), (10, 360), (11, 360), (40, 360)]
        {
            assert_eq!(pause(tries), TimeDelta::minutes(minutes), "{tries}");
        }
    }

    #[test]
    fn an_accepted_letter_is_delivered() {
        let letter = due(3);
        let at = letter.created_at + TimeDelta::hours(1);
        assert_eq!(next_state(&letter, at, Ok(())), LetterState::Delivered { at });
    }

    #[test]
    fn a_busy_server_is_tried_again() {
        let letter = due(1);
        let now = letter.created_at + TimeDelta::minutes(1);
        assert_eq!(
            next_state(&letter, now, transient()),
            LetterState::Due {
                tries: 2,
                not_before: now + TimeDelta::minutes(2),
                last_error: Some("451 later".into()),
            }
        );
    }

    #[test]
    fn a_refused_letter_is_set_aside_at_once() {
        let letter = due(0);
        let at = letter.created_at;
        let refused = Err(Failure::Permanent("550 no such user".into()));
        assert_eq!(
            next_state(&letter, at, refused),
            LetterState::SetAside { at, why: "550 no such user".into() }
        );
    }

    #[test]
    fn after_five_days_a_letter_is_set_aside() {
        let letter = due(30);
        let almost = letter.created_at + GIVE_UP_AFTER - TimeDelta::seconds(1);
        let now = letter.created_at + GIVE_UP_AFTER;
        assert!(matches!(next_state(&letter, almost, transient()), LetterState::Due { .. }));
        assert!(matches!(next_state(&letter, now, transient()), LetterState::SetAside { .. }));
    }

    #[test]
    fn what_was_delivered_stays_delivered() {
        let mut letter = due(0);
        let at = letter.created_at;
        letter.state = LetterState::Delivered { at };
        let later = at + TimeDelta::days(9);
        assert_eq!(next_state(&letter, later, transient()), LetterState::Delivered { at });
    }

    #[test]
    fn a_letter_that_was_set_aside_can_be_tried_afresh() {
        let mut letter = due(0);
        let at = letter.created_at;
        letter.state = LetterState::SetAside { at, why: "550".into() };
        assert!(matches!(next_state(&letter, at, transient()), LetterState::Due { tries: 1, .. }));
    }

    proptest! {
        #[test]
        fn a_pause_is_never_shorter_than_the_one_before(tries in 0_u32..u32::MAX) {
            prop_assert!(pause(tries) <= pause(tries + 1));
            prop_assert!(pause(tries) >= FIRST_PAUSE);
            prop_assert!(pause(tries) <= LONGEST_PAUSE);
        }
    }
}
