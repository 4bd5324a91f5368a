//! One cell of a statutory table, as printed and as read.
//!
//! A blank, a dash and a zero are three different things; only the last is a number.

use serde::Deserialize;
use serde::Serialize;

/// What a printed cell says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// A whole number; negative only where the form allows a change (本年增/减).
    Integer(i64),
    /// A decimal fraction as printed, without separators, e.g. `18651.06`.
    Decimal(String),
    /// Nothing is printed.
    Blank,
    /// `/`, `-`, `—` or 无.
    Dash,
    /// Something that is not a number and not a mark for none.
    NotNumber,
}

impl Value {
    /// The whole number, also where it is printed with a fraction of zeros, as spreadsheets do.
    pub fn whole(&self) -> Option<i64> {
        match self {
            Self::Integer(n) => Some(*n),
            Self::Decimal(text) => {
                let (whole, fraction) = text.split_once('.')?;
                fraction.bytes().all(|b| b == b'0').then(|| whole.parse().ok())?
            }
            Self::Blank | Self::Dash | Self::NotNumber => None,
        }
    }
}

/// A cell: what was printed, and what that means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The printed text, trimmed.
    pub raw: String,
    /// Its reading.
    pub value: Value,
    /// The page prints the figures of the row glued together, and only the sums of the form tell them
    /// apart: the same sums must not be held against it, nor to its credit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub derived: bool,
}

impl Cell {
    /// The whole number, if the cell holds one.
    pub const fn integer(&self) -> Option<i64> {
        match self.value {
            Value::Integer(n) => Some(n),
            _ => None,
        }
    }

    /// True where nothing was filled in: a blank or a mark for none.
    pub const fn is_empty_mark(&self) -> bool {
        matches!(self.value, Value::Blank | Value::Dash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_of_zeros_is_a_whole_number() {
        for (value, whole) in [
            (Value::Integer(-3), Some(-3)),
            (Value::Decimal("48.0".into()), Some(48)),
            (Value::Decimal("48.50".into()), None),
            (Value::Dash, None),
        ] {
            assert_eq!(value.whole(), whole, "{value:?}");
        }
    }
}
