//! Durations, sizes and mailboxes as operators write them.
//!
//! `MB` is a million bytes and `MiB` is 2^20 (IEC 80000-13); `m` is a minute, never a month. A
//! number without a unit is refused rather than guessed at.

use std::fmt;
use std::time::Duration;

/// A sender or a receiver: a display name and an address (RFC 5322 `mailbox`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// What the mail program shows.
    pub name: Option<String>,
    /// `local@domain`, checked.
    pub address: String,
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => f.write_str(&self.address),
        }
    }
}

/// Reads `30s`, `5m`, `1h`, `2d` or `500ms`.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let (number, unit) = split(text)?;
    let millis = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" | "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    number.checked_mul(millis).map(Duration::from_millis)
}

/// Reads `20 MiB`, `512 KiB`, `1 MB` or `4096 B` into bytes.
pub(super) fn size(text: &str) -> Option<u64> {
    let (number, unit) = split(text)?;
    let bytes = match unit {
        "B" => 1,
        "kB" | "KB" => 1000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    number.checked_mul(bytes)
}

fn split(text: &str) -> Option<(u64, &str)> {
    let text = text.trim();
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    Some((digits.parse().ok()?, unit.trim_start()))
}

/// A duration as an operator would write it.
pub(super) fn show_duration(duration: Duration) -> String {
    let millis = duration.as_millis();
    for (size, unit) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s")] {
        if millis >= size && millis.is_multiple_of(size) {
            return format!("{}{unit}", millis / size);
        }
    }
    if millis == 0 { "0s".into() } else { format!("{millis}ms") }
}

/// A size as an operator would write it.
pub(super) fn show_size(bytes: u64) -> String {
    for (size, unit) in [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")] {
        if bytes >= size && bytes.is_multiple_of(size) {
            return format!("{} {unit}", bytes / size);
        }
    }
    format!("{bytes} B")
}

/// Reads `local@domain` or `Name <local@domain>`; the error says what is wrong with it.
pub(super) fn mailbox(text: &str) -> Result<Mailbox, &'static str> {
    let text = text.trim();
    let Some((name, rest)) = text.split_once('<') else {
        return address(text).map(|address| Mailbox { name: None, address });
    };
    let inside = rest.strip_suffix('>').ok_or("the `<` has no `>` at the end")?;
    let name = name.trim().trim_matches('"');
    if name.chars().any(char::is_control) {
        return Err("the name holds a line break or another control character");
    }
    let name = (!name.is_empty()).then(|| name.to_owned());
    address(inside).map(|address| Mailbox { name, address })
}

/// The dot-atom form of RFC 5321, which every server accepts.
fn address(text: &str) -> Result<String, &'static str> {
    let (local, domain) = text.rsplit_once('@').ok_or("there is no `@` in it")?;
    let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    if local.len() > 64 || !local.split('.').all(|part| !part.is_empty() && part.chars().all(atom))
    {
        return Err("the part before the `@` is not a mail user");
    }
    let label = |part: &str| {
        !part.is_empty()
            && part.len() <= 63
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    if domain.len() > 253 || !domain.split('.').all(label) {
        return Err("the part after the `@` is not a domain");
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_need_a_unit() {
        let table = [
            ("0s", Some(0)),
            ("500ms", Some(500)),
            ("30s", Some(30_000)),
            ("30 s", Some(30_000)),
            ("5m", Some(300_000)),
            ("5min", Some(300_000)),
            ("1h", Some(3_600_000)),
            ("2d", Some(172_800_000)),
            ("30", None),
            ("s", None),
            ("-1s", None),
            ("1.5h", None),
            ("1 month", None),
            ("99999999999999999999s", None),
            ("999999999999999999d", None),
            ("", None),
        ];
        for (text, millis) in table {
            assert_eq!(duration(text), millis.map(Duration::from_millis), "{text}");
        }
    }

    #[test]
    fn sizes_tell_millions_from_powers_of_two() {
        let table = [
            ("20 MiB", Some(20_971_520)),
            ("512KiB", Some(524_288)),
            ("1 MB", Some(1_000_000)),
            ("1 GiB", Some(1_073_741_824)),
            ("4096 B", Some(4096)),
            ("20", None),
            ("20 Mib", None),
            ("20 M", None),
            ("99999999999 GiB", None),
        ];
        for (text, bytes) in table {
            assert_eq!(size(text), bytes, "{text}");
        }
    }

    #[test]
    fn mailboxes_have_a_user_and_a_domain() {
        let table = [
            ("office@example.org", Ok((None, "office@example.org"))),
            ("a.b+c@localhost", Ok((None, "a.b+c@localhost"))),
            ("公开监测 <watch@example.org>", Ok((Some("公开监测"), "watch@example.org"))),
            ("\"Watch, the\" <w@a.example>", Ok((Some("Watch, the"), "w@a.example"))),
            ("<w@a.example>", Ok((None, "w@a.example"))),
            ("office", Err("there is no `@` in it")),
            ("@example.org", Err("the part before the `@` is not a mail user")),
            ("a..b@example.org", Err("the part before the `@` is not a mail user")),
            ("a b@example.org", Err("the part before the `@` is not a mail user")),
            ("a@b@example.org", Err("the part before the `@` is not a mail user")),
            ("a@", Err("the part after the `@` is not a domain")),
            ("a@-x.org", Err("the part after the `@` is not a domain")),
            ("a@b..org", Err("the part after the `@` is not a domain")),
            ("W <a@b.org", Err("the `<` has no `>` at the end")),
            (
                "W\nBcc: x <a@b.org>",
                Err("the name holds a line break or another control character"),
            ),
        ];
        for (text, expected) in table {
            let found = mailbox(text);
            let found = found.as_ref().map(|it| (it.name.as_deref(), it.address.as_str()));
            assert_eq!(found, expected.as_ref().map(|it| *it), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_read_back(millis in 0_u64..10_000_000_000, bytes: u64) {
            let shown = show_duration(Duration::from_millis(millis));
            prop_assert_eq!(duration(&shown), Some(Duration::from_millis(millis)));
            prop_assert_eq!(size(&show_size(bytes)), Some(bytes));
        }

        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,24}") {
            let _ = (duration(&text), size(&text), mailbox(&text));
        }
    }
}
