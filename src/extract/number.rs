//! Printed count → value.
//!
//! A blank, a dash and 无 are marks for "nothing filled in", not zero; and what is not certainly a
//! number is [`Value::NotNumber`], because a wrong number is worse than none.

use crate::domain::Cell;
use crate::domain::Value;
use crate::wording::is_space;
use crate::wording::tidy;
use crate::wording::to_half_width;

/// Units that may stand behind a count.
pub(super) const COUNT_UNITS: [&str; 6] = ["件次", "件", "条", "项", "个", "宗"];

/// Reads one printed cell.
pub fn cell(printed: &str) -> Cell {
    let raw = tidy(printed);
    let value = value(&raw);
    Cell { raw, value, derived: false }
}

/// Reads a printed number.
pub fn value(printed: &str) -> Value {
    // Nearly every cell is a plain count; the others take the long way.
    if is_digits(printed)
        && let Ok(count) = printed.parse()
    {
        return Value::Integer(count);
    }
    let plain = to_half_width(printed);
    let text = plain.trim_matches(is_space);
    if text.is_empty() {
        return Value::Blank;
    }
    if text == "无" || text.chars().all(|c| "/\\-—–―－─一".contains(c)) && text != "一"
    {
        return Value::Dash;
    }
    let text = COUNT_UNITS
        .iter()
        .find_map(|unit| text.strip_suffix(unit))
        .map_or(text, |rest| rest.trim_end_matches(is_space));
    let (negative, digits) = match text.strip_prefix(['-', '－', '−', '—']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let Some(whole) = without_separators(whole) else {
        return Value::NotNumber;
    };
    match fraction {
        None => match whole.parse::<i64>() {
            Ok(n) => Value::Integer(if negative { -n } else { n }),
            Err(_) => Value::NotNumber,
        },
        Some(f) if is_digits(f) && whole.len() + f.len() <= 30 => {
            let sign = if negative { "-" } else { "" };
            Value::Decimal(format!("{sign}{whole}.{f}"))
        }
        Some(_) => Value::NotNumber,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The digits of `1,234,567` or `1234567`; `None` where separators do not stand every three.
fn without_separators(whole: &str) -> Option<String> {
    if is_digits(whole) {
        return Some(whole.to_owned());
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let well_formed = is_digits(first)
        && first.len() <= 3
        && !rest.is_empty()
        && rest.iter().all(|group| is_digits(group) && group.len() == 3);
    well_formed.then(|| whole.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn printed_counts() {
        for (printed, expected) in [
            ("0", Value::Integer(0)),
            (" 12\u{00A0}", Value::Integer(12)),
            ("１２３", Value::Integer(123)),
            ("1,234", Value::Integer(1234)),
            ("1，234，567", Value::Integer(1_234_567)),
            ("12件", Value::Integer(12)),
            ("12 件", Value::Integer(12)),
            ("-8", Value::Integer(-8)),
            ("+1036", Value::Integer(1036)),
            ("18651.06", Value::Decimal("18651.06".into())),
            ("0.0", Value::Decimal("0.0".into())),
            ("", Value::Blank),
            ("\u{3000}", Value::Blank),
            ("/", Value::Dash),
            ("／", Value::Dash),
            ("—", Value::Dash),
            ("——", Value::Dash),
            ("-", Value::Dash),
            ("无", Value::Dash),
            ("12,34", Value::NotNumber),
            ("1 2", Value::NotNumber),
            ("12\n3", Value::NotNumber),
            ("1.2.3", Value::NotNumber),
            (".5", Value::NotNumber),
            ("5.", Value::NotNumber),
            ("251000元", Value::NotNumber),
            ("3①", Value::NotNumber),
            ("一", Value::NotNumber),
            ("约3", Value::NotNumber),
        ] {
            assert_eq!(value(printed), expected, "{printed:?}");
        }
    }

    #[test]
    fn a_number_of_four_hundred_digits_is_not_read() {
        assert_eq!(value(&"9".repeat(400)), Value::NotNumber);
        assert_eq!(value(&format!("1.{}", "9".repeat(400))), Value::NotNumber);
    }

    proptest! {
        #[test]
        fn what_is_printed_is_what_is_read(n in 0_i64..1_000_000_000_000) {
            prop_assert_eq!(value(&n.to_string()), Value::Integer(n));
            prop_assert_eq!(value(&format!("  {n}\t件")), Value::Integer(n));
        }

        #[test]
        fn nothing_panics(text in any::<String>()) {
            let _ = cell(&text);
        }
    }
}
