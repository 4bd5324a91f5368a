//! Totals and the parts that are listed behind 其中.
//!
//! A list need not be exhaustive, and things that are published twice are counted twice. So a list
//! says of itself whether it is closed: only where it ends in 其他 must its parts add up.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Amount;
use super::Prose;
use super::numeral;
use super::object::is_foreign;
use super::pattern::UNIT;

/// A total and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// The total.
    pub total: Amount,
    /// The parts, in order.
    pub parts: Vec<Amount>,
    /// The list ends in 其他, and in no 等: it claims to be complete.
    pub closed: bool,
    /// The things counted are applications, of which none belongs to two parts.
    pub disjoint: bool,
    /// From the total to the last part, as a range of [`Prose::text`].
    pub range: Range<usize>,
}

impl Breakdown {
    /// The sum of the parts.
    pub fn sum(&self) -> u64 {
        self.parts.iter().map(|part| part.value).fold(0, u64::saturating_add)
    }

    /// True if the parts, or the first few of them, add up to the total. A list that goes on about
    /// something else still adds up at its end.
    pub fn adds_up(&self) -> bool {
        let mut sum = 0_u64;
        self.parts.iter().enumerate().any(|(i, part)| {
            sum = sum.saturating_add(part.value);
            i > 0 && sum == self.total.value
        })
    }

    /// The first part, if it is larger than the total. Those behind it may belong to another matter.
    pub fn too_large(&self) -> Option<u64> {
        self.parts.first().map(|part| part.value).filter(|part| *part > self.total.value)
    }
}

static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!("(?P<n>{}){UNIT}", numeral::PATTERN)).ok());

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub amount: Amount,
    pub unit: String,
    pub range: Range<usize>,
}

/// All numbers with units of a text.
pub(super) fn numbers(text: &str) -> Vec<Number> {
    NUMBER
        .as_ref()
        .into_iter()
        .flat_map(|number| number.captures_iter(text))
        .filter_map(|captures| {
            let n = captures.name("n")?;
            let mut amount = numeral::parse(n.as_str())?;
            amount.exact &= captures.name("about").is_none() && !is_torn(text, &n.range());
            let unit = captures.name("u")?.as_str().to_owned();
            Some(Number { amount, unit, range: captures.get(0)?.range() })
        })
        .collect()
}

/// True for the 234 of 1，234条, whose full-width comma may part two numbers, or the digits of one.
pub(super) fn is_torn(text: &str, number: &Range<usize>) -> bool {
    let before = text.get(..number.start).unwrap_or_default();
    let digits = text.get(number.start..).unwrap_or_default();
    let digits = digits.chars().take(4).take_while(char::is_ascii_digit).count();
    let head = before.strip_suffix(',').unwrap_or_default();
    digits == 3 && head.ends_with(|c: char| c.is_ascii_digit())
}

/// Words that begin another matter than the list.
const END: [&str; 20] = [
    "办结", "答复", "办理", "结转", "同比", "增长", "较", "比上", "下降", "增加", "减少", "上升",
    "均", "全部", "另外", "此外", "同时", "收到", "受理", "已",
];

/// Words beside a number that is no whole: a difference, a figure of another year, or what is left over.
const NO_WHOLE: [&str; 14] = [
    "增加", "减少", "下降", "上升", "增长", "降低", "提高", "回落", "较", "比", "结转", "顺延",
    "去年", "上年",
];

/// Every total with a list behind 其中.
pub fn breakdowns(prose: &Prose<'_>) -> Vec<Breakdown> {
    let mut found = Vec::new();
    if !prose.text().contains("其中") {
        return found;
    }
    for block in prose.blocks() {
        let text = prose.text().get(block.clone()).unwrap_or_default();
        for (at, word) in text.match_indices("其中") {
            let before = text.get(..at).unwrap_or_default();
            let list = text.get(at + word.len()..).unwrap_or_default();
            // A second 其中 may break down a part; only a ； between them keeps the two apart.
            let clause = before.rsplit(';').next().unwrap_or_default();
            let next = list.split(word).next().unwrap_or_default();
            let another = next.len() < list.len();
            if clause.contains(word) || (another && !next.contains(';')) {
                continue;
            }
            let own = if another { next.split(';').next().unwrap_or_default() } else { list };
            if let Some(mut breakdown) = read(before, own) {
                let shift = |n: usize| n + block.start;
                let start = shift(breakdown.range.start);
                let end = shift(breakdown.range.end + at + word.len());
                breakdown.range = start..end;
                found.push(breakdown);
            }
        }
    }
    found
}

/// Reads a list behind its total. The range begins in `before` and ends in `list`.
fn read(before: &str, list: &str) -> Option<Breakdown> {
    let total = numbers(before).pop()?;
    let between = before.get(total.range.end..)?;
    if between.chars().count() > 12 || between.chars().any(|c| c.is_ascii_digit() || c == '其') {
        return None;
    }
    let inside = between.contains('(');
    if is_no_whole(before.get(..total.range.start)?, between) {
        return None;
    }
    let list = if inside { list.split(')').next().unwrap_or_default() } else { list };
    let list = items(list)?;
    let mut parts = Vec::new();
    let mut end = 0;
    let mut closed = false;
    for item in &list {
        let (label, numbers) = (item.text.as_str(), numbers(&item.text));
        // 行政许可类信息 is information, not a permit.
        let foreign = is_foreign(label) && !label.contains("类信息");
        if foreign || END.iter().any(|word| label.contains(word)) {
            break;
        }
        let number = match numbers.as_slice() {
            [] => continue,
            [only] => only,
            // Two numbers in one item: which is the part?
            _ => return None,
        };
        if number.unit != total.unit || !number.amount.exact {
            return None;
        }
        closed |= ["其他", "其它", "其余"].iter().any(|word| label.contains(word));
        parts.push(number.amount);
        end = item.end;
    }
    let whole = list.iter().map(|item| item.text.as_str()).collect::<String>();
    let open = ["等", "主要", "包括", "如下", "例如"].iter().any(|word| whole.contains(word));
    // A part that exceeds the number before it may belong to the one before that.
    let first = parts.first()?.value;
    let other = first > total.amount.value
        && numbers(before).iter().any(|it| it.unit == total.unit && it.amount.value >= first);
    if other {
        return None;
    }
    let counted = before.get(..total.range.start)?.rsplit([',', ';']).next()?;
    (parts.len() >= 2 && total.amount.exact).then(|| Breakdown {
        total: total.amount,
        parts,
        closed: closed && !open,
        disjoint: counted.contains("申请") && !counted.contains("公开信息"),
        range: total.range.start..end,
    })
}

/// True if a number cannot be what 其中 breaks down, from the words before it and those up to 其中.
fn is_no_whole(before: &str, between: &str) -> bool {
    let clause = before.rsplit([',', ';', '(', ':']).next().unwrap_or_default();
    // 2022年52件 is set against another year's; 2022年收到52件 may be broken down.
    let bare = clause.trim_end_matches(['的', '度', '为', '共']).ends_with('年');
    // 20件(甲局4件,乙队3件) is 20.
    let closed = between.find(')').is_some_and(|at| between.find('(').is_none_or(|it| it > at));
    bare || closed || NO_WHOLE.iter().any(|word| clause.contains(word) || between.contains(word))
}

/// An item of a list and where it ends.
struct Item {
    text: String,
    end: usize,
}

/// The items of a list, without what stands in brackets. Only a list behind 其中： runs over ；, and
/// then each part between two of them must be one item; else it ends at the first.
fn items(list: &str) -> Option<Vec<Item>> {
    let count = |text: &str| numbers(&without_brackets(text)).len();
    let mut semis = list.split(';').filter(|part| !part.is_empty());
    let first = semis.next()?;
    let list = match count(first) {
        1 if first.starts_with(':') && semis.clone().next().is_some() => {
            if semis.any(|part| count(part) > 1) {
                return None;
            }
            list
        }
        _ => first,
    };
    let mut items = Vec::new();
    let mut depth = 0_usize;
    let mut text = String::new();
    for (at, c) in list.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 && is_torn(list, &(at + 1..at + 1)) => text.push(c),
            ',' | '、' | ';' if depth == 0 => {
                items.push(Item { text: std::mem::take(&mut text), end: at });
            }
            _ if depth == 0 => text.push(c),
            _ => {}
        }
    }
    items.push(Item { text, end: list.len() });
    Some(items)
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Breakdown {
        let mut all = breakdowns(&Prose::new(text));
        assert_eq!(all.len(), 1, "{text}");
        all.pop().unwrap()
    }

    fn parts(text: &str) -> (u64, Vec<u64>) {
        let it = only(text);
        (it.total.value, it.parts.iter().map(|part| part.value).collect())
    }

    #[test]
    fn lists_as_reports_write_them() {
        for (text, expected) in [
            ("公开信息21,403条，其中网站9403条，新媒体12000条。", (21403, vec![9403, 12000])),
            ("收到申请12件（其中网上8件、信函4件）。", (12, vec![8, 4])),
            (
                "公布信息10条，(其中机构类2条，政策、文件类3条，其他5条)对于公开",
                (10, vec![2, 3, 5]),
            ),
            (
                "共300条，其中资金120条，预决算150条（政府30条、部门120条）、经费25条、债券5条。",
                (300, vec![120, 150, 25, 5]),
            ),
            ("共120条。其中：甲50条，占41.7%；乙15条；其他55条。", (0, vec![])),
            ("共120条，其中：甲50条；乙15条；其他55条。", (120, vec![50, 15, 55])),
            ("收到申请12件，其中自然人10件，企业2件；答复12件。", (12, vec![10, 2])),
            ("收到申请12件，其中网上8件，信函4件，办结12件。", (12, vec![8, 4])),
            ("收到申请12件，其中网上8件，信函4件；另有3件，其中甲1件。", (12, vec![8, 4])),
        ] {
            if expected.1.is_empty() {
                assert_eq!(breakdowns(&Prose::new(text)), [], "{text}");
            } else {
                assert_eq!(parts(text), expected, "{text}");
                assert!(only(text).adds_up());
            }
        }
    }

    #[test]
    fn a_list_is_closed_by_what_is_left_over_and_opened_by_and_so_on() {
        assert!(only("公开信息12条，其中甲8条，其他3条。").closed);
        assert!(!only("公开信息12条，其中甲8条，乙3条。").closed);
        assert!(!only("公开信息12条，其中甲8条，其他3条等。").closed);
    }

    #[test]
    fn applications_belong_to_one_part_only() {
        assert!(only("收到政府信息公开申请12件，其中网上8件，信函5件。").disjoint);
        assert!(!only("主动公开信息12条，其中网站8条，微博5条。").disjoint);
    }

    #[test]
    fn what_is_not_exact_or_not_of_one_unit_is_no_breakdown() {
        for text in [
            "公开信息12条，其中甲8条，解读3篇。",
            "公开信息100余条，其中甲8条，乙3条。",
            "公开信息12条，其中甲约8条，乙3条。",
            "公开信息12条，其中甲8条。",
            "公开信息12条，点击量5000次，转发100次，其中甲8条，乙3条。",
            "公开信息12条，其中甲8条，其中乙3条，丙2条。",
            "公开信息12条，其中甲8条，乙3条，其中丙2条。",
            "在线访谈3次，其中领导参加3次；以其他方式回应79次。",
            "收到申请12件，其中网上8件，受理投诉50件。",
            "公开信息1，234条，其中网站1，000条，微博234条。",
            "公开信息1234条，其中网站1，000条，微博234条。",
        ] {
            assert_eq!(breakdowns(&Prose::new(text)), [], "{text}");
        }
    }

    #[test]
    fn a_part_may_not_exceed_its_total() {
        assert_eq!(only("收到申请12件，其中网上13件，信函4件。").too_large(), Some(13));
        assert_eq!(only("收到申请12件，其中网上12件，信函0件。").too_large(), None);
        assert_eq!(only("访谈3次，其中领导3次，以其他方式回应79次。").too_large(), None);
    }

    #[test]
    fn a_difference_or_what_is_left_over_is_no_whole() {
        for text in [
            "收到申请35件，较去年42件减少7件；其中涉及自然资源领域15件，住建领域10件。",
            "收到申请35件，比2022年52件下降17件，其中网络21件、信函14件。",
            "收到申请35件，较上年增加5件，其中，网络渠道21件，信函14件。",
            "办结34件，结转4件，其中予以公开14件，部分公开6件。",
            "办结34件，4件结转下年，其中予以公开14件，部分公开6件。",
            "收到申请35件（含上年结转3件），其中网上21件，信函14件。",
            "收到申请35件（甲局4件、乙队3件），其中网上21件，信函14件。",
            "收到申请35件（2022年52件），其中网上21件，信函14件。",
            "收到申请35件，不予公开4件，其中网上21件，信函14件。",
        ] {
            assert_eq!(breakdowns(&Prose::new(text)), [], "{text}");
        }
    }

    #[test]
    fn the_list_is_quoted_from_its_total_on() {
        let prose = Prose::new("全年收到申请12件，其中 网上8件，信函3件，均已答复。");
        let found = breakdowns(&prose).pop().unwrap();
        assert_eq!(prose.quote(&found.range), "12件，其中 网上8件，信函3件");
    }
}
