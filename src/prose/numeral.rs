//! Numerals in running text: 12, １２, 1.2万, 三件, 一百零五, 二十余.
//!
//! 余, 多, 约, 近 and rounded 万 make an amount inexact, and an inexact amount is never compared. Forms
//! that can be read in two ways, such as 三百二 or 三五件, are no numeral at all.

/// An amount as stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// The number.
    pub value: u64,
    /// False where the text itself says that it is approximate.
    pub exact: bool,
}

/// Words before a number that make it approximate.
const BEFORE: [&str; 11] =
    ["大约", "约", "将近", "接近", "近", "超过", "超", "逾", "不足", "至少", "多达"];
/// Words behind a number that make it approximate.
const BEHIND: [char; 3] = ['余', '多', '几'];

/// The pattern of a numeral for larger expressions; what it matches is for [`parse`] to judge.
pub(crate) const PATTERN: &str = "(?:大约|约|将近|接近|近|超过|超|逾|不足|至少|多达)?\
     (?:[0-9]+(?:\\.[0-9]+)?[万亿]?|[零〇一二两三四五六七八九十百千万亿]+)[余多几]?[万亿]?";

/// Reads a numeral in half-width form, with the words that make it approximate.
pub fn parse(text: &str) -> Option<Amount> {
    let bare = BEFORE.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let vague = bare.contains(BEHIND);
    let plain: String = bare.chars().filter(|c| !BEHIND.contains(c)).collect();
    if vague && plain.is_empty() {
        return None;
    }
    let (amount, rounded) = if plain.starts_with(|c: char| c.is_ascii_digit()) {
        arabic(&plain)?
    } else {
        (chinese(&plain)?, false)
    };
    let exact = bare.len() == text.len() && !vague && !rounded;
    Some(Amount { value: amount, exact })
}

/// The value, and whether it was rounded to 万 or 亿.
fn arabic(text: &str) -> Option<(u64, bool)> {
    let (digits, unit) = match text.strip_suffix(['万', '亿']) {
        Some(rest) if text.ends_with('万') => (rest, 10_000),
        Some(rest) => (rest, 100_000_000),
        None => (text, 1),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    // A count of things has no fraction of its own.
    if unit == 1 && !fraction.is_empty() || fraction.len() > 4 {
        return None;
    }
    let scale = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let scaled: u64 = format!("{whole}{fraction}").parse().ok()?;
    Some((scaled.checked_mul(unit)? / scale, unit > 1))
}

fn digit(c: char) -> Option<u64> {
    let at = "零一二三四五六七八九".chars().position(|d| d == c);
    match c {
        '〇' => Some(0),
        '两' => Some(2),
        _ => at.and_then(|at| u64::try_from(at).ok()),
    }
}

/// A Chinese numeral; `None` where it is not formed by the rules.
fn chinese(text: &str) -> Option<u64> {
    let chars: Vec<char> = text.chars().collect();
    if chars.is_empty() || chars.len() > 24 {
        return None;
    }
    // 二〇二五, digit by digit; 三五 means a few.
    let digits: Option<Vec<u64>> = chars.iter().map(|c| digit(*c)).collect();
    match digits {
        Some(digits) if digits.len() == 1 => return digits.first().copied(),
        Some(digits) if digits.len() == 4 && text.contains('〇') => {
            return Some(digits.iter().fold(0, |sum, digit| sum * 10 + digit));
        }
        Some(_) => return None,
        None => {}
    }
    let mut rest = text;
    let mut total = 0_u64;
    for (unit, scale) in [('亿', 100_000_000), ('万', 10_000)] {
        let Some((head, tail)) = rest.split_once(unit) else { continue };
        total = total.checked_add(section(head, total > 0)?.checked_mul(scale)?)?;
        rest = tail;
    }
    if rest.is_empty() {
        return (total > 0).then_some(total);
    }
    total.checked_add(section(rest, total > 0)?)
}

/// Up to 9999; `inner` if a larger section stands before it, so that a single digit needs a 零.
fn section(text: &str, inner: bool) -> Option<u64> {
    let mut sum = 0;
    let mut pending: Option<u64> = None;
    // Units come in falling order.
    let mut above = 10_000;
    let mut skipped = !inner;
    for (i, c) in text.chars().enumerate() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '零' | '〇' if pending.is_none() && (inner || i > 0) => {
                skipped = true;
                continue;
            }
            _ if pending.is_some() => return None,
            _ => {
                pending = Some(digit(c).filter(|digit| *digit > 0)?);
                continue;
            }
        };
        // 十二 leaves its 一 out; nothing else may.
        let bare_ten = unit == 10 && i == 0 && !inner;
        let count = pending.take().or(bare_ten.then_some(1))?;
        if unit >= above {
            return None;
        }
        sum += count * unit;
        above = unit;
        skipped = false;
    }
    match pending {
        Some(last) if skipped || above == 10 => Some(sum + last),
        // 三百二 is 320 to some and 302 to others.
        Some(_) => None,
        None => (sum > 0).then_some(sum),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reading(text: &str) -> Option<(u64, bool)> {
        parse(text).map(|amount| (amount.value, amount.exact))
    }

    #[test]
    fn printed_amounts() {
        for (text, expected) in [
            ("0", Some((0, true))),
            ("12", Some((12, true))),
            ("零", Some((0, true))),
            ("三", Some((3, true))),
            ("两", Some((2, true))),
            ("十", Some((10, true))),
            ("十二", Some((12, true))),
            ("二十", Some((20, true))),
            ("两百", Some((200, true))),
            ("一百零五", Some((105, true))),
            ("一百一十", Some((110, true))),
            ("一千零五十", Some((1050, true))),
            ("三万二千", Some((32_000, true))),
            ("一万零三", Some((10_003, true))),
            ("一亿", Some((100_000_000, true))),
            ("二〇二五", Some((2025, true))),
            ("二十余", Some((20, false))),
            ("100多", Some((100, false))),
            ("约12", Some((12, false))),
            ("近三百", Some((300, false))),
            ("1.2万", Some((12_000, false))),
            ("3万余", Some((30_000, false))),
            ("三百二", None),
            ("一万二", None),
            ("三五", None),
            ("百", None),
            ("一百十", None),
            ("一二三", None),
            ("1.5", None),
            ("余", None),
            ("", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(reading(text), expected, "{text}");
        }
    }

    /// Writes a number out as offices do.
    fn written(n: u64) -> String {
        const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
        fn group(n: u64, inner: bool) -> String {
            let mut out = String::new();
            let mut zero = inner && n < 1000;
            for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
                let digit = n / unit % 10;
                if digit == 0 {
                    zero |= !out.is_empty();
                    continue;
                }
                if zero {
                    out.push('零');
                    zero = false;
                }
                if !(digit == 1 && unit == 10 && out.is_empty() && !inner) {
                    out.push(DIGITS[usize::try_from(digit).unwrap()]);
                }
                out.push_str(name);
            }
            out
        }
        if n == 0 {
            return "零".into();
        }
        let mut out = String::new();
        for (scale, name) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
            let part = n / scale % 10_000;
            if part > 0 {
                out.push_str(&group(part, !out.is_empty()));
                out.push_str(name);
            }
        }
        out
    }

    proptest! {
        #[test]
        fn numerals_round_trip(n in 0_u64..100_000_000) {
            prop_assert_eq!(reading(&n.to_string()), Some((n, true)));
            prop_assert_eq!(reading(&written(n)), Some((n, true)), "{}", written(n));
        }

        #[test]
        fn no_text_panics(text in "[0-9.零〇一二两三四五六七八九十百千万亿余多几约近]{0,16}") {
            let _ = parse(&text);
        }
    }
}
