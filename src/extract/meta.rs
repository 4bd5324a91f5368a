//! Titles, names and dates that a page claims, each with where it stood.

use std::sync::LazyLock;

use chrono::Datelike;
use chrono::NaiveDate;
use regex::Captures;
use regex::Regex;

use crate::domain::DateEvidence;
use crate::domain::DateSource;
use crate::domain::ReportYear;
use crate::wording::as_squashed;
use crate::wording::half_width;
use crate::wording::is_space;
use crate::wording::tidy;
use crate::wording::to_half_width;

/// Compiles a pattern that is part of the program; a broken one would never match.
macro_rules! pattern {
    ($name:ident, $pattern:literal) => {
        // A digit is one of ten here: those of all scripts make a large automaton, and no number.
        static $name: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(&$pattern.replace(r"\d", "[0-9]")).ok());
    };
}

pattern!(TITLE, r"(?:公开|政府信息|政务信息).*(?:报告|年报|工作总结)");
// A year is one before 年, or where the office left 年 out, before the subject.
pattern!(YEAR, r"((?:19|20)\d{2})(?:年|[^\d年]{0,12}?(?:政府信息|政务|信息公开|部门))");
pattern!(YEAR_ZH, r"(二[〇○零oO0][〇○零一二三四五六七八九十]{2})年");
// What the report is about ends the name of the agency.
pattern!(
    MATTER,
    r"(?:政府信息|政务信息|信息[与和]政务|政务[与和]?信息|信息|政务)公开|政府信息|政务信息"
);
pattern!(
    WHEN,
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|(?:(?:19|20)\d{2}[-—–~～至])?(?:19|20)\d{2}(?:学年度?|年度|年)?"
);
pattern!(
    ANNOUNCED,
    r"(?:公布|发布|编制)(?P<title>[^，。；,;\n]{2,30}(?:19|20)\d{2}年(?:度)?政府信息公开(?:工作)?年度报告)"
);
pattern!(DATE, r"(20\d{2})\s*[-年/.—]+\s*(\d{1,2})\s*[-月/.—]+\s*(\d{1,2})");
pattern!(
    VISIBLE,
    r"(?P<what>\p{Han}{0,6}?)(?:时间|日期)\s*[:：]?\s*\[?\s*(?P<day>(?:20\d{2})\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2})"
);
pattern!(URL_TRS, r"/t(20\d{2})(\d{2})(\d{2})_\d+");
pattern!(URL_PATH, r"/(20\d{2})[-/](\d{1,2})[-/](\d{1,2})/");
pattern!(URL_DAY, r"/(20\d{2})(\d{2})(\d{2})/");
pattern!(
    PERIOD,
    r"统计[^。；]{0,12}?[自从]?\s*(20\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?\s*(?:起|开始)?\s*[,，]?\s*(?:至|到|[-—~－])+\s*(?:(20\d{2})\s*年|同年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
);
pattern!(SIGNED, r"^(.{0,30}?)\s*(20\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*$");

/// The title that a sentence of the preamble announces, for pages that print none.
pub(super) fn announced_title(text: &str) -> Option<String> {
    let end = text.char_indices().nth(2_000).map_or(text.len(), |(at, _)| at);
    let found = ANNOUNCED.as_ref()?.captures(text.get(..end)?)?;
    Some(tidy(&found["title"]))
}

/// True for a title that can be that of a disclosure report. Breadcrumbs and index cards name the
/// column too, but with their own signs between the words.
pub fn is_report_title(title: &str) -> bool {
    let plain = as_squashed(title);
    !plain.contains(['>', '|', '»', '，', '。', ','])
        && plain.chars().count() <= 80
        && TITLE.as_ref().is_some_and(|re| re.is_match(&plain))
}

/// True for the line that shows the way from the home page to this one.
pub(super) fn is_breadcrumb(line: &str) -> bool {
    // Nearly every line of a page is none, and this says so before the line is copied.
    if !line.contains("位") && !line.contains("首") {
        return false;
    }
    let plain = as_squashed(line);
    let marked = plain.contains("位置:") || plain.starts_with("首页");
    let steps = plain.matches(['>', '»', '/', '→', '|']).count();
    marked && steps > 0 && plain.chars().count() <= 120
}

/// The year reported on, as a title says it.
///
/// Of several years the one nearest before 公开 counts: in 2025年发布的2024年政府信息公开年度报告 it
/// is the second.
pub fn title_year(title: &str) -> Option<ReportYear> {
    let plain = chinese_year(&as_squashed(title));
    let limit = plain.find("公开").unwrap_or(plain.len());
    let years: Vec<(usize, i32)> = YEAR
        .as_ref()?
        .captures_iter(&plain)
        .filter_map(|found| {
            let year = found.get(1)?;
            // 〔2021〕30号 and the like are document numbers.
            let before = plain.get(..year.start())?.chars().next_back();
            let number = before.is_some_and(|c| "〔[【".contains(c) || c.is_ascii_digit());
            let after = plain.get(year.end()..)?.chars().next();
            let longer = after.is_some_and(|c| c.is_ascii_digit());
            (!number && !longer).then(|| Some((year.start(), year.as_str().parse().ok()?)))?
        })
        .collect();
    let before = years.iter().rev().find(|(at, _)| *at < limit).or(years.first());
    before.map(|(_, year)| ReportYear(*year)).filter(|year| (2008..2100).contains(&year.0))
}

/// 二〇二四年 → 2024年.
fn chinese_year(text: &str) -> String {
    let Some(pattern) = YEAR_ZH.as_ref() else { return text.to_owned() };
    let digits = |found: &Captures<'_>| {
        found[0]
            .chars()
            .map(|c| match c {
                '〇' | '○' | '零' | 'o' | 'O' => '0',
                '一' => '1',
                '二' => '2',
                '三' => '3',
                '四' => '4',
                '五' => '5',
                '六' => '6',
                '七' => '7',
                '八' => '8',
                '九' => '9',
                other => other,
            })
            .collect::<String>()
    };
    pattern.replace_all(text, digits).into_owned()
}

/// The agency that a title names; `None` where it names none.
pub fn title_agency(title: &str) -> Option<String> {
    let plain = chinese_year(&as_squashed(title));
    let matter = MATTER.as_ref()?.find(&plain).map_or(plain.len(), |found| found.start());
    let head = WHEN.as_ref()?.replace_all(plain.get(..matter)?, "").into_owned();
    let mut name = head.as_str();
    loop {
        let mut shorter = trim_end(name.trim_start_matches(is_sign));
        for word in ["关于", "印发", "发布", "公布", "年报"] {
            shorter = shorter.strip_prefix(word).unwrap_or(shorter);
            shorter = shorter.strip_suffix(word).unwrap_or(shorter);
        }
        if shorter == name {
            break;
        }
        name = shorter;
    }
    let length = name.chars().count();
    ((2..=40).contains(&length)).then(|| as_printed(title, name))
}

/// A sign that may stand around a name and is no part of it.
fn is_sign(c: char) -> bool {
    "的:-—_《》\"“”()[]【】、,".contains(c)
}

/// Drops the signs behind a name. The second name of an agency (加挂牌子) stands in brackets, so one
/// that closes what the name opened stays, unless there is nothing in it.
fn trim_end(mut name: &str) -> &str {
    while let Some(rest) = name.strip_suffix(is_sign) {
        let holds = [('(', ')'), ('[', ']'), ('【', '】')].iter().any(|(open, close)| {
            name.ends_with(*close)
                && !rest.ends_with(*open)
                && name.matches(*open).count() >= name.matches(*close).count()
        });
        if holds {
            break;
        }
        name = rest;
    }
    name
}

/// A squashed part of a title with its signs in the width in which the title prints them.
fn as_printed(title: &str, part: &str) -> String {
    let printed: Vec<char> = title.chars().filter(|c| !is_space(half_width(*c))).collect();
    let plain: Vec<char> = printed.iter().map(|c| half_width(*c)).collect();
    let wanted: Vec<char> = part.chars().collect();
    let at = plain.windows(wanted.len().max(1)).position(|window| window == wanted);
    let found = at.and_then(|at| printed.get(at..at + wanted.len()));
    found.map_or_else(|| part.to_owned(), |found| found.iter().collect())
}

/// The statistics period (统计期限), if the text, in half-width form, states one.
pub(super) fn period(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let found = PERIOD.as_ref()?.captures(text)?;
    let number = |i: usize| found.get(i)?.as_str().parse::<u32>().ok();
    let year = i32::try_from(number(1)?).ok()?;
    let end_year = number(4).and_then(|it| i32::try_from(it).ok()).unwrap_or(year);
    Some((
        NaiveDate::from_ymd_opt(year, number(2)?, number(3)?)?,
        NaiveDate::from_ymd_opt(end_year, number(5)?, number(6)?)?,
    ))
}

/// The first date in a text.
pub fn date_in(text: &str) -> Option<NaiveDate> {
    day(&DATE.as_ref()?.captures(&to_half_width(text))?)
}

fn day(found: &Captures<'_>) -> Option<NaiveDate> {
    let number = |i: usize| found.get(i)?.as_str().parse::<u32>().ok();
    NaiveDate::from_ymd_opt(i32::try_from(number(1)?).ok()?, number(2)?, number(3)?)
}

/// The date in an address, by the conventions of common content systems.
pub fn url_date(url: &str) -> Option<NaiveDate> {
    [&URL_TRS, &URL_PATH, &URL_DAY]
        .into_iter()
        .find_map(|pattern| pattern.as_ref()?.captures(url))
        .as_ref()
        .and_then(day)
}

/// Words before a day on which a page was put up. A page has other days too: it was edited or printed,
/// the document was drawn up or takes effect, a term ends, a clock runs.
const PUT_UP: [&str; 10] =
    ["发布", "发文", "公开", "公布", "生成", "上传", "发表", "刊发", "发稿", "录入"];

/// Every date the page claims. Its text is given in half-width form.
pub(super) fn dates(
    pub_date: Option<&str>,
    page_text: &str,
    url: Option<&str>,
    signature: Option<(NaiveDate, String)>,
) -> Vec<DateEvidence> {
    let mut dates = Vec::new();
    let mut add = |date: Option<NaiveDate>, source| {
        if let Some(date) = date {
            dates.push(DateEvidence { date, source });
        }
    };
    add(pub_date.and_then(date_in), DateSource::Meta);
    let mut visible = VISIBLE.iter().flat_map(|pattern| pattern.captures_iter(page_text));
    // The first is the page's own: what is listed beside or below it has its days too.
    let visible = visible.find(|found| {
        let what = &found["what"];
        what.is_empty() || PUT_UP.iter().any(|word| what.ends_with(word))
    });
    add(visible.and_then(|found| date_in(&found["day"])), DateSource::Visible);
    add(url.and_then(url_date), DateSource::Url);
    add(signature.map(|(date, _)| date), DateSource::Signature);
    dates
}

/// The date and name at the end of a report.
pub(super) fn signature(last_lines: &[&str]) -> Option<(NaiveDate, String)> {
    let pattern = SIGNED.as_ref()?;
    let (at, found) = last_lines
        .iter()
        .enumerate()
        .rev()
        .take(6)
        .find_map(|(i, line)| Some((i, pattern.captures(line)?)))?;
    let number = |i: usize| found.get(i)?.as_str().parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(2)?).ok()?, number(3)?, number(4)?)?;
    let beside = tidy(&found[1]);
    let above = at.checked_sub(1).and_then(|i| last_lines.get(i)).copied().unwrap_or_default();
    let name = if beside.is_empty() { tidy(above) } else { beside };
    (date.year() >= 2008).then_some((date, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_title() {
        for (title, year) in [
            ("金昌市金川区人民政府2021年政府信息公开工作年度报告", Some(2021)),
            ("柘城县发改委2017政府信息公开工作年度报告", Some(2017)),
            ("2025年发布的2024年政府信息公开工作年度报告", Some(2024)),
            ("2025湖口县大垅乡2025年度政府信息公开工作年度报告", Some(2025)),
            ("2025年1月20日发布2024年度政府信息公开工作年度报告", Some(2024)),
            ("索引号014416330/2018-04736政府信息公开年报", None),
            ("某局二〇二四年政府信息公开年度报告", Some(2024)),
            ("某局２０２３年度政府信息公开工作年度报告", Some(2023)),
            ("政府信息公开工作年度报告", None),
            ("国办公开办函〔2021〕30号政府信息公开", None),
        ] {
            assert_eq!(title_year(title).map(|y| y.0), year, "{title}");
        }
    }

    #[test]
    fn breadcrumbs_are_no_title() {
        assert!(is_report_title("柘城县扶贫办2017年政府信息年度报告"));
        assert!(is_report_title("柘城县地方税务局 2017年度政府信息公开报告"));
        assert!(!is_report_title("当前位置：首页 > 信息公开 > 信息公开年报"));
        assert!(!is_report_title("索 引 号 | 0144/2018-04736 | 政府信息公开年报"));
        assert!(!is_report_title("政府信息公开指南"));
    }

    #[test]
    fn the_way_from_the_home_page() {
        for (line, expected) in [
            ("您当前的位置：首页 > 政府信息公开 > 政府信息公开年报", true),
            ("首页 » 政务公开 » 通知公告", true),
            ("首页", false),
            ("政府信息公开 > 年报", false),
        ] {
            assert_eq!(is_breadcrumb(line), expected, "{line}");
        }
    }

    #[test]
    fn the_agency_of_a_title() {
        for (title, agency) in [
            ("金昌市金川区人民政府2021年政府信息公开工作年度报告", Some("金昌市金川区人民政府")),
            ("2019年上海市人民政府办公厅政府信息公开工作年度报告", Some("上海市人民政府办公厅")),
            ("柘城县工商质监局 2017年信息公开年度报告", Some("柘城县工商质监局")),
            (
                "平潭综合实验区财政金融局2022年度 政府信息公开工作年度报告",
                Some("平潭综合实验区财政金融局"),
            ),
            ("2023年政府信息公开工作年度报告", None),
            ("市林业局2018年政务公开年度报告", Some("市林业局")),
            ("2024年某市财政局政务公开工作年度报告", Some("某市财政局")),
            ("某市财政局政府信息公开工作年度报告（2024年）", Some("某市财政局")),
            ("关于发布某市财政局2024年度政府信息公开年报的公告", Some("某市财政局")),
            ("【年报】某市财政局2024年政府信息公开工作年度报告", Some("某市财政局")),
            ("2025湖口县大垅乡2025年度政府信息公开工作年度报告", Some("湖口县大垅乡")),
            (
                "永安市民族宗教事务局（市宗教局）2023年政府信息公开工作年度报告",
                Some("永安市民族宗教事务局（市宗教局）"),
            ),
            ("2023年市发改委(市粮食局) 政府信息公开工作年度报告", Some("市发改委(市粮食局)")),
            ("某市财政局（2024年）政府信息公开工作年度报告", Some("某市财政局")),
            ("（某市财政局）2024年政府信息公开工作年度报告", Some("某市财政局")),
            ("郑州大学2022-2023学年信息公开年度报告", Some("郑州大学")),
            ("2025年1月20日发布2024年度政府信息公开工作年度报告", None),
            ("某县国税局2017年度信息与政务公开工作报告", Some("某县国税局")),
        ] {
            assert_eq!(title_agency(title).as_deref(), agency, "{title}");
        }
    }

    #[test]
    fn dates_in_addresses() {
        for (url, date) in [
            (
                "http://js.changchun.gov.cn/szf/ndbg/202501/t20250127_3378533.html",
                Some("2025-01-27"),
            ),
            ("http://www.jmdbq.gov.cn/art/2025/2/8/art_28090_1130982.html", Some("2025-02-08")),
            ("https://shanghai.gov.cn/nw12344/20230331/4a03b.html", Some("2023-03-31")),
            ("http://x.gov.cn/bmnb/2018-07-12/7477.html", Some("2018-07-12")),
            ("https://gz.gov.cn/bm/2024n/content/post_10095458.html", None),
        ] {
            assert_eq!(url_date(url).map(|d| d.to_string()).as_deref(), date, "{url}");
        }
    }

    #[test]
    fn the_period_may_leave_the_second_year_out() {
        for text in [
            "本年度报告中所列数据统计期限从2019年1月1日到12月31日止",
            "数据的统计期限自2019年1月1日起至2019年12月31日止",
            "数据统计时限为2019年1月1日至2019年12月31日。",
        ] {
            let (from, to) = period(text).unwrap();
            assert_eq!(
                (from.to_string(), to.to_string()),
                ("2019-01-01".into(), "2019-12-31".into())
            );
        }
        assert_eq!(period("统计期限自至。"), None);
    }

    #[test]
    fn a_visible_date_needs_its_word() {
        let found = dates(None, "发布日期：2018-04-02 15:44:03", None, None);
        assert_eq!(found[0].date.to_string(), "2018-04-02");
        assert_eq!(dates(None, "2018-04-02", None, None), []);
        let both = dates(None, "更新时间：2018-05-30 发布时间：2018-04-02", None, None);
        assert_eq!(both[0].date.to_string(), "2018-04-02");
    }

    #[test]
    fn the_first_visible_date_is_the_pages_own_and_that_of_an_edit_is_not() {
        let found = dates(None, "日期：2026-01-20\n相关：某通知 发布日期：2026-05-06", None, None);
        assert_eq!(found.iter().map(|it| it.date.to_string()).collect::<Vec<_>>(), ["2026-01-20"]);
        for other in [
            "更新时间：2026-03-20",
            "最后修改日期：2026-03-20",
            "当前日期：2026-03-20",
            "统计日期：2026-03-20",
            "生效日期：2026-03-20",
            "现在时间：2026-03-20",
        ] {
            assert_eq!(dates(None, other, None, None), [], "{other}");
            let found = dates(None, &format!("{other} 发布日期：2026-01-20"), None, None);
            assert_eq!(found[0].date.to_string(), "2026-01-20", "{other}");
        }
    }

    #[test]
    fn the_signature_is_the_last_date_on_its_own_line() {
        let (date, name) = signature(&["……", "某市财政局", "2023年1月4日"]).unwrap();
        assert_eq!((date.to_string().as_str(), name.as_str()), ("2023-01-04", "某市财政局"));
        assert_eq!(signature(&["截至2023年1月4日，共收到申请3件。"]), None);
    }
}
