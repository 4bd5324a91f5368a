//! Takes out of a text what two honest reports share: names, figures, and what the form prescribes.
//!
//! A name becomes one sign and a figure another, so that a text in which only those were exchanged is
//! the same text. A sentence of the form is dropped whole. So is a sentence that says there was
//! nothing: a body without applications says so every year, in the same words, and rightly.

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::Agency;
use crate::domain::AnnualReport;
use crate::wording::squash;

/// Stands for a name. Like [`FIGURE`], a letter that no report prints.
const NAME: char = 'ℕ';
/// Stands for a figure.
const FIGURE: char = 'ℤ';

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($pattern).ok());
    };
}

// Sentences that the form, the custom of its preamble, or a flattened table brings.
pattern!(
    FORM,
    r"(?x) 统计期限 | 电子版 | 联系电话 | 联系地址 | 邮编 | 勾稽关系 | 第二十条第
    | 本年新收政府信息公开申请数量 | 结转下年度继续办理 | 如对本?年?度?报告
    | 根据《?中华人民共和国政府信息公开条例》?.{0,80}(?:编制|年度报告|现将|公布)
    | (?:五|六|七|八)个?部分 | (?:报告|汇报|公布|情况)如下 | 年度报告.{0,12}(?:编制|公布) "
);
// The five aspects of section 一 as headings of their own.
pattern!(
    HEADING,
    r"^[（(]?[一二三四五六七八九十\d]*[)）、.]?(?:做好|加强|关于|推进)?(?:政府)?(?:主动公开|依申请公开|政府信息管理|信息管理|平台建设|政府信息公开平台建设|监督保障|存在的?(?:主要)?问题|改进(?:情况|措施))(?:政府信息)?(?:的?(?:工作|情况|方面|落实情况))*[:：]?$"
);
// That there was nothing is said in the same words every year.
pattern!(
    NOTHING,
    r"(?:未|没有|无|零)[^，]{0,16}(?:申请|复议|诉讼|收费|收取|处理费|追究|问责)|(?:申请|复议|诉讼|处理费)[^，]{0,8}(?:0|零)(?:件|起|宗|元)"
);
// How a body speaks of itself and of its level.
pattern!(
    SELF,
    r"[我本该全各](?:单位|机关|部门|中心|街道|办公室|公司|局|委|办|镇|乡|县|区|市|省|旗|厅|院|处|所|站|校|盟|州|会)|(?:街道|[省市县区旗镇乡局委办])(?:党工委|党委|党组|委|人民政府|政府|机关)"
);
// With its measure, so that 3次 and 十二次 are the same; a numeral without one may count nothing (一是).
pattern!(
    NUMBER,
    r"\d[\d.,:%‰]*余?(?:[年月日条件次期篇份项起户场个人]|万元|元)?|[〇零一二三四五六七八九十百千万两]+余?[年月日条件次期篇份项起户场]"
);

/// Words that every report owes to the law or to its time, wherever they stand.
const STOCK: [&str; 8] = [
    "以公开为常态不公开为例外",
    "习近平新时代中国特色社会主义思想",
    "中华人民共和国政府信息公开条例",
    "公民法人和其他组织",
    "公民法人或者其他组织",
    "政府信息公开工作年度报告",
    "政府信息公开工作",
    "政府信息公开",
];

/// Signs at which a name passes to the next smaller place.
const LEVELS: [char; 9] = ['省', '市', '县', '区', '旗', '州', '盟', '镇', '乡'];

/// Every form in which a body may name itself, longest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names(Vec<String>);

impl Names {
    /// The names of a body: official, other, as its report names it, and the places in them.
    pub fn of(agency: &Agency, report: &AnnualReport) -> Self {
        let mut names = Vec::new();
        for name in std::iter::once(&agency.name).chain(&agency.aliases).chain(&report.agency) {
            parts(&squash(name), &mut names);
        }
        // The longest first, or a part of a name would be cut out of the whole.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.dedup();
        Self(names)
    }

    /// The sentences of a text that are the body's own, as letters, with names and figures masked.
    pub fn sentences<'a>(&'a self, text: &'a str) -> impl Iterator<Item = String> + 'a {
        text.split(['。', '；', ';', '！', '!', '？', '?', '\n'])
            .map(squash)
            .filter(|sentence| !is_prescribed(sentence))
            .map(|sentence| self.masked(sentence))
            .filter(|sentence| !sentence.is_empty())
    }

    fn masked(&self, mut sentence: String) -> String {
        for name in &self.0 {
            if sentence.contains(name.as_str()) {
                sentence = sentence.replace(name.as_str(), &NAME.to_string());
            }
        }
        let sentence = exchange(&NUMBER, &exchange(&SELF, &sentence, NAME), FIGURE);
        let mut letters = String::with_capacity(sentence.len());
        for c in sentence.chars().filter(|c| c.is_alphanumeric()) {
            // A name of two parts is one name.
            if !(matches!(c, NAME | FIGURE) && letters.ends_with(c)) {
                letters.push(c);
            }
        }
        STOCK.iter().fold(letters, |letters, words| letters.replace(words, ""))
    }
}

/// True for a sentence that is not the author's.
fn is_prescribed(sentence: &str) -> bool {
    [&FORM, &HEADING, &NOTHING]
        .into_iter()
        .any(|pattern| pattern.as_ref().is_some_and(|it| it.is_match(sentence)))
}

fn exchange(pattern: &LazyLock<Option<Regex>>, text: &str, sign: char) -> String {
    match pattern.as_ref() {
        Some(pattern) => pattern.replace_all(text, sign.to_string().as_str()).into_owned(),
        None => text.to_owned(),
    }
}

/// A name, the places in it with and without their level, and what is left behind each.
fn parts(name: &str, names: &mut Vec<String>) {
    let mut keep = |part: &str| {
        // One letter is not a name.
        if part.chars().nth(1).is_some() {
            names.push(part.to_owned());
        }
    };
    keep(name);
    let mut place = String::new();
    let mut rest = name.chars();
    while let Some(c) = rest.next() {
        if LEVELS.contains(&c) && !place.is_empty() {
            keep(&place);
            place.push(c);
            keep(&place);
            keep(rest.as_str());
            place.clear();
        } else {
            place.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::given;

    fn names(name: &str) -> Names {
        let mut agency = given::clean().agency;
        name.clone_into(&mut agency.name);
        Names::of(&agency, &AnnualReport::default())
    }

    fn masked(name: &str, text: &str) -> Vec<String> {
        names(name).sentences(text).collect()
    }

    #[test]
    fn a_text_in_which_only_names_and_figures_differ_is_the_same() {
        let here = masked(
            "示例市东区柳河镇人民政府",
            "2024年，柳河镇主动公开信息120条，我镇组织培训３次。",
        );
        let there = masked(
            "示例市东区石桥镇人民政府",
            "２０２５年，示例市东区石桥镇主动公开信息1,98条，本镇组织培训十二次。",
        );
        assert_eq!(here, there);
        assert_eq!(here, ["ℤℕ主动公开信息ℤℕ组织培训ℤ"]);
    }

    #[test]
    fn what_the_form_prescribes_is_no_sentence_of_the_author() {
        for text in [
            "（一）主动公开情况",
            "二、依申请公开",
            "(五)监督保障工作情况:",
            "本报告所列数据的统计期限自2025年1月1日至12月31日。",
            "本报告的电子版可在门户网站下载。",
            "根据《中华人民共和国政府信息公开条例》要求，编制本报告。",
            "全年未收到政府信息公开申请。",
            "未发生因政府信息公开被申请行政复议、提起行政诉讼的情况。",
            "全年收到政府信息公开申请0件。",
        ] {
            assert_eq!(masked("某局", text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_the_author_says_stays() {
        let text = "在窗口安排专人解答；下一步把补贴名单张贴到村。";
        assert_eq!(masked("某局", text), ["在窗口安排专人解答", "下一步把补贴名单张贴到村"]);
    }

    #[test]
    fn a_name_is_known_by_its_parts_but_not_by_one_letter() {
        let Names(names) = names("某市丙县教育局");
        for part in ["某市丙县教育局", "丙县教育局", "教育局", "丙县", "某市"] {
            assert!(names.iter().any(|it| it == part), "{part} {names:?}");
        }
        assert!(names.iter().all(|it| it.chars().count() > 1), "{names:?}");
    }
}
