//! Durations and sizes as operators write them.
//!
//! `MB` is a million bytes and `MiB` is 2^20 (IEC 80000-13); `m` is a minute, never a month. A
//! number without a unit is refused rather than guessed at.

use std::time::Duration;

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

    proptest! {
        #[test]
        fn what_is_shown_can_be_read_back(millis in 0_u64..10_000_000_000, bytes: u64) {
            let shown = show_duration(Duration::from_millis(millis));
            prop_assert_eq!(duration(&shown), Some(Duration::from_millis(millis)));
            prop_assert_eq!(size(&show_size(bytes)), Some(bytes));
        }

        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,24}") {
            let _ = (duration(&text), size(&text));
        }
    }
}
