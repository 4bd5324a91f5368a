//! The unified social credit code (统一社会信用代码, GB 32100-2015).
//!
//! 18 signs: one for the registering department, one for the kind of body, six digits of the division
//! code, nine of the organisation code, and a check digit over all before it. The letters I, O, S, V
//! and Z are not used.

use crate::domain::Text;
use crate::wording::half_width;
use crate::wording::is_space;

/// The signs in the order of their values.
const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A code that is in order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Code(String);

impl Code {
    /// Reads a code; the error says what is wrong and what to do.
    pub(super) fn parse(text: &str) -> Result<Self, Text> {
        let code: String = text
            .chars()
            .map(half_width)
            .filter(|c| !is_space(*c) && *c != '-')
            .collect::<String>()
            .to_uppercase();
        let length = code.chars().count();
        if length != 18 {
            return Err(Text::new(
                format!("信用代码“{code}”有{length}位，应为18位；请按登记证书核对"),
                format!(
                    "the credit code {code} has {length} signs instead of 18; check it against the certificate"
                ),
            ));
        }
        let value = |c: char| SIGNS.find(c);
        let mut sum = 0;
        let mut weight = 1;
        for c in code.chars().take(17) {
            let Some(value) = value(c) else {
                return Err(Text::new(
                    format!("信用代码“{code}”含有不使用的字符“{c}”；请按登记证书核对"),
                    format!(
                        "the credit code {code} holds {c}, which is not used; check it against the certificate"
                    ),
                ));
            };
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        let expected = SIGNS.chars().nth((31 - sum % 31) % 31).unwrap_or('0');
        if !code.ends_with(expected) {
            return Err(Text::new(
                format!(
                    "信用代码“{code}”校验位不符（按 GB 32100-2015 应为{expected}）；请按登记证书核对"
                ),
                format!(
                    "the check digit of the credit code {code} should be {expected} (GB 32100-2015); check it against the certificate"
                ),
            ));
        }
        Ok(Self(code))
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Digits 3 to 8: the division where the body was registered, if they are digits.
    pub(super) fn region(&self) -> Option<&str> {
        self.0.get(2..8).filter(|it| it.bytes().all(|it| it.is_ascii_digit()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_held_to_their_check_digit() {
        for (text, expected) in [
            // The example of the standard's annex, and codes with letters for check digits.
            ("91350100M000100Y43", Some("350100")),
            (" 91350100m000100y43 ", Some("350100")),
            ("９１３５０１００Ｍ０００１００Ｙ４３", Some("350100")),
            ("91350100M000100Y44", None),
            ("91350100M000100Y4", None),
            ("91350100I000100Y43", None),
            ("11620302013900000X", None),
            ("", None),
        ] {
            let found = Code::parse(text).ok();
            assert_eq!(found.as_ref().and_then(Code::region), expected, "{text}");
        }
    }

    #[test]
    fn the_remedy_is_said() {
        let why = Code::parse("91350100M000100Y44").unwrap_err();
        assert!(why.zh.contains("应为3"), "{}", why.zh);
        assert!(why.en.contains("should be 3"), "{}", why.en);
    }
}
