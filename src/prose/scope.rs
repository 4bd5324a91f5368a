//! What a count is a count of: the whole body in the year reported on, or something less.
//!
//! Every word here makes a sentence harmless. A mark too many loses a finding; a mark too few accuses
//! somebody whose figures are in order.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::words::AnyOf;

/// Whether a count is of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Nothing limits it.
    Whole,
    /// It is of a part: a channel, a kind of applicant, some of the bodies.
    Part,
}

/// Which time a count is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// The year reported on.
    Reported,
    /// Another year.
    Other,
    /// From some day on (累计, 以来, 截至).
    Cumulative,
}

/// Words that make all that follows in the sentence a part.
const PARTS: [&str; 9] = ["其中", "本机关", "本级", "仅", "只", "代表", "另有", "自然人", "平均"];

/// Channels, bodies and days. They limit the clause they stand in; an earlier clause may have named them in
/// passing, if the count's own clause speaks of the whole.
const CHANNELS: [&str; 50] = [
    "网上",
    "网络",
    "网站",
    "在线",
    "线上",
    "线下",
    "当面",
    "现场",
    "信函",
    "邮寄",
    "来信",
    "来函",
    "传真",
    "电子邮",
    "邮箱",
    "邮件",
    "渠道",
    "途径",
    "平台",
    "窗口",
    "乡镇",
    "镇街",
    "街道",
    "各镇",
    "各乡",
    "部门",
    "市直",
    "区直",
    "县直",
    "省直",
    "直属",
    "单位",
    "政府办",
    "办公厅",
    "办公室",
    "企业",
    "机构",
    "组织",
    "下级",
    "代收",
    "转办",
    "转送",
    "当场",
    "法人",
    "月均",
    "日均",
    "每月",
    "每周",
    "每日",
    "每天",
];

/// Words of the count's own clause that speak of the whole.
const WHOLES: [&str; 14] = [
    "全年", "本年", "年度", "共", "总计", "合计", "全区", "全市", "全县", "全省", "全镇", "全局",
    "我局", "累计",
];

static ANY_PART: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(PARTS));
static ANY_CHANNEL: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(CHANNELS));
static ANY_WHOLE: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(WHOLES));

/// The scope of a count, from its sentence up to the end of the count.
pub(crate) fn scope(sentence: &str) -> Scope {
    let sentence = without_titles(sentence);
    if ANY_PART.is_in(&sentence) {
        return Scope::Part;
    }
    let clause = sentence.rsplit([',', ':']).next().unwrap_or_default();
    let own = without_everybody(clause);
    let limited = |text: &str| ANY_CHANNEL.is_in(text) || names_a_part_of_a_year(text);
    let whole = ANY_WHOLE.is_in(clause);
    if limited(&own) || (!whole && limited(&without_everybody(&sentence))) {
        Scope::Part
    } else {
        Scope::Whole
    }
}

/// True for 第四季度, 上半年, 12月 and 春节期间. From the first to the last of a year is all of it.
fn names_a_part_of_a_year(text: &str) -> bool {
    let (Some(ends), Some(months)) = (ENDS.as_ref(), MONTHS.as_ref()) else { return false };
    if !text.contains(['月', '半', '季', '间']) {
        return false;
    }
    months.is_match(&ends.replace_all(text, "$before,"))
}

/// The first and the last day of a year, and the first and the last month where one leads to the other.
static ENDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "(?P<before>^|[^0-9一二三四五六七八九十])(?:(?:1|01|一)(?:月份?(?:(?:1|01|一)日|初)?起?)?[-~—–至到]+\
         (?:[0-9]{4}年)?(?:12|十二)月份?(?:(?:31|三十一)日|底|末)?|(?:1|01|一)月(?:1|01|一)日|\
         (?:12|十二)月(?:(?:31|三十一)日|底|末))",
    )
    .ok()
});

static MONTHS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("[上下]半年|季度|[^计告]期间|[0-9一二三四五六七八九十]个?月|[0-9][-~—–至到]+,").ok()
});

/// The office that does what the words behind these say, as in 市住建局受理; `None` where it is nobody in
/// particular, or the body that speaks (我局).
pub(super) fn office(before: &str) -> Option<&str> {
    let name = OFFICE.as_ref()?.captures(before)?.name("who")?.as_str();
    // The 年 of 2025年 runs into a name behind it.
    let name = name.rsplit(['年', '度']).next().unwrap_or(name);
    let speaks = ["我", "本", "全", "该"].iter().any(|us| name.starts_with(us));
    (!speaks).then_some(name)
}

static OFFICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "(?P<who>\\p{Han}{1,24}(?:局|委|委员会|厅|法院|检察院))\
         (?:全年|本年度?|当年|年内|共计?|累计|依法|已|均|尚|直接|,)*$",
    )
    .ok()
});

/// 公民、法人和其他组织 is everybody.
fn without_everybody(text: &str) -> Cow<'_, str> {
    EVERYBODY.as_ref().map_or(Cow::Borrowed(text), |everybody| everybody.replace_all(text, ""))
}

static EVERYBODY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("公民[、和及或与]*法人[、和及或与]*(?:其他|其它)?组织").ok());

/// A text without the titles of documents, which carry years of their own.
fn without_titles(text: &str) -> Cow<'_, str> {
    TITLE.as_ref().map_or(Cow::Borrowed(text), |title| title.replace_all(text, ""))
}

static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("《[^》]*》|<[^>]*>").ok());

/// Words that tell the time, with what stands before and behind them.
static TIMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "(?P<than>较|比|同比|相比|高于|低于)?(?P<word>(?:(?P<year>(?:19|20)[0-9]{2})年|上一?年度?|去年|前年)(?:度?,?全年)?|\
         往年|历年|本年度?|全年|今年|当年|年内|截[至止]|累计|以来|近[一二两三四五六七八九十0-9]+年|期间|下一步|明年|下一?年度?)\
         (?P<carried>度?(?:未办结)?结?转)?",
    )
    .ok()
});

/// The time of a count, from its sentence up to the end of the count.
pub(crate) fn period(sentence: &str, year: i32) -> Period {
    let sentence = without_titles(sentence);
    if is_spread(&sentence) {
        return Period::Other;
    }
    let mut period = Period::Reported;
    let mut this_year = false;
    for found in TIMES.as_ref().into_iter().flat_map(|times| times.captures_iter(&sentence)) {
        // 较上年 compares, and 上年结转 names a row of the table.
        if found.name("than").is_some() || found.name("carried").is_some() {
            continue;
        }
        let named = found.name("year").and_then(|it| it.as_str().parse::<i32>().ok());
        let word = found.name("word").map_or("", |it| it.as_str());
        period = match (named, word) {
            (Some(named), _) if named == year => {
                this_year = true;
                // 截至2025年12月31日 is no count of 2025.
                if period == Period::Cumulative { period } else { Period::Reported }
            }
            (Some(_), _) if period == Period::Cumulative => period,
            (Some(_), _) => Period::Other,
            (None, "全年" | "今年" | "当年" | "年内" | "本年" | "本年度") => {
                this_year = true;
                Period::Reported
            }
            (None, "累计") if this_year => period,
            (None, "累计" | "截至" | "截止" | "以来" | "历年" | "往年" | "期间") => {
                Period::Cumulative
            }
            (None, word) if word.starts_with('近') => Period::Cumulative,
            (None, _) => Period::Other,
        };
    }
    period
}

/// True for 2023年至2025年,分别收到: one number each for several years, of which the first may be any.
fn is_spread(sentence: &str) -> bool {
    let Some((before, _)) = sentence.rsplit_once("分别") else { return false };
    let Some(named) = YEAR.as_ref() else { return false };
    let mut years =
        named.captures_iter(before).filter_map(|it| it.name("year")).map(|it| it.as_str());
    let first = years.next();
    first.is_some() && years.any(|it| Some(it) != first)
}

static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("(?P<year>(?:19|20)[0-9]{2}|去年|上年|前年|今年|本年)(?:[-~—至到、和与及年度]|$)")
        .ok()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_part_makes_one() {
        for word in PARTS.iter().chain(&CHANNELS) {
            assert_eq!(scope(&format!("{word}收到申请3件")), Scope::Part, "{word}");
        }
    }

    #[test]
    fn words_that_make_a_count_a_part() {
        for sentence in [
            "收到申请12件,其中网上申请8件",
            "本机关收到申请3件",
            "仅收到申请3件",
            "通过网上平台收到申请5件",
            "通过网络渠道,收到申请5件",
            "各乡镇收到申请7件",
            "市直部门收到申请9件",
            "县政府办收到申请4件",
            "受理当面申请2件",
            "收到信函申请2件",
            "收到自然人申请2件",
            "第四季度未收到申请",
            "上半年,未收到申请",
            "2024年1月至6月,未收到申请",
            "2025年1-11月收到申请3件",
            "截至11月30日,收到申请3件",
            "12月收到申请3件",
            "前6个月,未收到申请",
            "春节期间未收到申请",
            "月均收到申请3件",
            "每月收到申请3件",
            "自2025年7月1日至12月31日,收到申请3件",
        ] {
            assert_eq!(scope(sentence), Scope::Part, "{sentence}");
        }
    }

    #[test]
    fn what_is_named_in_passing_limits_nothing() {
        for sentence in [
            "全年共收到政府信息公开申请12件",
            "畅通网上、信函等渠道,全年共收到申请12件",
            "督促各部门依法答复,全区收到申请12件",
            "收到公民、法人和其他组织申请12件",
            "2025年,收到政府信息公开申请12件",
            "2025年1月1日至2025年12月31日,收到申请12件",
            "自1月1日起至12月31日止,收到申请12件",
            "2025年1至12月,收到申请12件",
            "2025年1月-12月,收到申请12件",
            "截至12月底,收到申请12件",
            "统计期间收到申请12件",
            "12月开展培训,全年共收到申请12件",
        ] {
            assert_eq!(scope(sentence), Scope::Whole, "{sentence}");
        }
    }

    #[test]
    fn an_office_is_named_by_what_stands_before_its_verb() {
        for (before, expected) in [
            ("市行政审批局受理申请6件,市住建局", Some("市住建局")),
            ("2025年市住建局全年共", Some("市住建局")),
            ("县法院", Some("县法院")),
            ("2025年,我局", None),
            ("督促市住建局依法答复,全年", None),
            ("向市中级人民法院提起", None),
            ("", None),
        ] {
            assert_eq!(office(before), expected, "{before}");
        }
    }

    #[test]
    fn numbers_of_several_years_are_of_none() {
        for sentence in [
            "2023年至2025年,分别收到申请41件",
            "2023-2025年分别收到申请41件",
            "2024年、2025年分别收到申请41件",
            "去年和今年分别收到申请41件",
        ] {
            assert_eq!(period(sentence, 2025), Period::Other, "{sentence}");
        }
        assert_eq!(period("2025年,我局分别收到申请12件", 2025), Period::Reported);
    }

    #[test]
    fn the_time_of_a_count() {
        for (sentence, expected) in [
            ("收到申请12件", Period::Reported),
            ("2025年收到申请12件", Period::Reported),
            ("2025年,我局累计收到申请12件", Period::Reported),
            ("全年累计收到申请12件", Period::Reported),
            ("较上年增长,收到申请12件", Period::Reported),
            ("上年结转3件,新收到申请12件", Period::Reported),
            ("按照《2024年工作要点》,收到申请12件", Period::Reported),
            ("去年收到申请12件", Period::Other),
            ("上年度收到申请12件", Period::Other),
            ("2024年收到申请12件", Period::Other),
            ("2023年全年收到申请12件", Period::Other),
            ("2023年度,全年收到申请12件", Period::Other),
            ("去年全年收到申请12件", Period::Other),
            ("2025年全年收到申请12件", Period::Reported),
            ("2024年收到10件,全年收到申请12件", Period::Reported),
            ("下一步,收到申请12件", Period::Other),
            ("2024年收到10件,2025年收到申请12件", Period::Reported),
            ("累计收到申请12件", Period::Cumulative),
            ("截至2025年12月31日,收到申请12件", Period::Cumulative),
            ("自2019年以来收到申请12件", Period::Cumulative),
            ("近三年收到申请12件", Period::Cumulative),
        ] {
            assert_eq!(period(sentence, 2025), expected, "{sentence}");
        }
    }
}
