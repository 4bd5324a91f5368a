//! The phrasings in which reports count, one pattern a phrasing.
//!
//! They are searched in one sentence without spaces. `n` is the numeral, `u` its unit, `v` the words
//! that count, `o` what stands between them and the thing counted, `y` a year of the phrase itself.

use std::sync::LazyLock;

use regex::Regex;

use super::count::Role;
use super::numeral;
use super::words::Vocabulary;
use super::words::Words;

/// Units of things that are counted.
pub(super) const UNIT: &str =
    "(?P<u>件次|人次|件|份|条|宗|起|次|例|个|篇|项|期|部)(?P<about>左右|上下|以上|以下|以内)?";

/// Words between a thing and its number that say nothing.
const FILL: &str =
    "(?:数量|总数|总量|件数|数|量|共计|共有|总计|合计|累计|共|为|达到|达|计|有|:|了|的)*";

/// Words between a verb and its object.
const OBJECT: &str = "(?P<o>[^,;:。()0-9]{0,30}?)";

const LAST_YEAR: &str = "(?:上一?年度?|去年|(?P<y>20[0-9]{2})年度?)";
const NEXT_YEAR: &str = "(?:下一?年度?|次年度?|明年|来年|(?P<y>20[0-9]{2})年度?)";

/// One phrasing.
pub(super) struct Pattern {
    pub role: Role,
    pub regex: Regex,
    /// What must be true of the words around it.
    pub about: About,
    /// One of these stands in every sentence that has the phrasing.
    matter: Words,
    /// One of these too; none are asked for where there are none.
    verbs: Option<Words>,
}

impl Pattern {
    /// True of the words of a sentence in which the phrasing may stand.
    pub fn may_stand_among(&self, words: Words) -> bool {
        words.meets(self.matter) && self.verbs.is_none_or(|verbs| words.meets(verbs))
    }
}

/// The words by which sentences and their patterns are chosen.
pub(super) struct Chosen {
    pub vocabulary: Vocabulary,
    /// The [`words`] of all matters: a sentence without one counts nothing.
    pub matters: Words,
    /// 申请, which names nothing in some of its compounds.
    pub application: Words,
}

pub(super) static CHOSEN: LazyLock<Chosen> = LazyLock::new(|| {
    let roles = PHRASES.iter().chain(&PHRASES_OF_A_LIST).map(|(role, ..)| *role);
    let matters: Vec<&str> = roles.flat_map(|role| words(role).iter().copied()).collect();
    let verbs = RECEIVED.iter().chain(&ANSWERED).chain(&NONE);
    let vocabulary = Vocabulary::new(matters.iter().chain(verbs).copied());
    let (matters, application) = (vocabulary.among(&matters), vocabulary.among(&["申请"]));
    Chosen { vocabulary, matters, application }
});

/// One of these words stands in every sentence that counts or denies the matter.
const fn words(role: Role) -> &'static [&'static str] {
    match role {
        Role::Received => &["申请"],
        // What was answered may be named by the sentence before.
        Role::Handled => &["申请", "答复", "办结", "办理完毕"],
        Role::CarriedIn => &["结转", "转结", "遗留"],
        Role::CarriedOut => &["结转", "顺延"],
        Role::Granted | Role::GrantedOrPartly => &["予以公开"],
        Role::PartlyGranted => &["部分公开"],
        Role::Refused => &["不予公开"],
        Role::Unavailable => &["无法提供"],
        Role::Unprocessed => &["不予处理"],
        Role::OtherHandling => &["其他处理", "其它处理"],
        Role::Reconsideration => &["行政复议"],
        Role::Lawsuit => &["诉讼"],
        Role::Made | Role::Repealed | Role::InForce => &["规范性文件"],
    }
}

/// What the words of a phrasing must be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Applications for disclosure.
    Applications,
    /// Handling of applications that the sentence has named before.
    Handling,
    /// What was carried over, of which nothing says that it is another matter.
    Carried,
    /// The object may be anything.
    Anything,
    /// Normative documents, named in the phrase with nothing that limits them.
    Documents,
    /// Normative documents, named earlier in the sentence.
    DocumentsBefore,
}

/// A phrasing of a count: its role, what it must be about, and its pattern with the signs `N` (number
/// and unit), `F` (filling words), `O` (object), `L` and `X` (last and next year).
type Phrase = (Role, About, &'static str);

const RECEIVE: &str = "(?P<v>新收到|新收|收到|受理|接收到|接收|接到)";
const RECEIVED: [&str; 4] = ["收到", "新收", "受理", "接"];
const ANSWER: &str = "(?P<v>答复|办结|办理|处理)";
const ANSWERED: [&str; 4] = ["答复", "办结", "办理", "处理"];
/// What every denial begins with.
const NONE: [&str; 3] = ["未", "没有", "无"];

const PHRASES: [Phrase; 21] = [
    (Role::Received, About::Applications, "RO申请FN"),
    (Role::Received, About::Applications, "RFN(?P<o>[^,;:。()0-9]{0,24}?)申请"),
    (Role::Handled, About::Applications, "AO申请FN"),
    (Role::Handled, About::Applications, "AFN(?P<o>[^,;:。()0-9]{0,24}?)申请"),
    (Role::Handled, About::Handling, "(?P<v>答复|办结|办理完毕)FN"),
    (Role::CarriedIn, About::Carried, "(?P<v>L(?:结转|转结|遗留))OFN"),
    (Role::CarriedIn, About::Carried, "(?P<v>结转自?L)OFN"),
    (Role::CarriedOut, About::Carried, "(?P<v>(?:结转|顺延)(?:至|到|入|于)?X)OFN"),
    (
        Role::CarriedOut,
        About::Carried,
        "N(?P<o>[^,;:。()0-9并]{0,20}?)(?P<v>(?:结转|顺延)(?:至|到|入|于)?X)",
    ),
    (
        Role::GrantedOrPartly,
        About::Anything,
        "(?P<v>予以公开(?:和|及|与|或|、)(?:予以)?部分公开)FN",
    ),
    (Role::Granted, About::Anything, "(?P<v>予以公开)FN"),
    (Role::PartlyGranted, About::Anything, "(?P<v>部分公开)FN"),
    (Role::Refused, About::Anything, "(?P<v>不予公开)FN"),
    (Role::Unavailable, About::Anything, "(?P<v>无法提供)FN"),
    (Role::Unprocessed, About::Anything, "(?P<v>不予处理)FN"),
    (Role::OtherHandling, About::Anything, "(?P<v>其[他它]处理)FN"),
    (Role::Reconsideration, About::Anything, "(?P<v>行政复议)(?:案件|申请|案)?FN"),
    (Role::Lawsuit, About::Anything, "(?P<v>(?:行政)?诉讼)(?:案件|案)?FN"),
    (Role::Made, About::Documents, "(?P<v>制发|印发|制定|出台|制作)O规范性文件FN"),
    (Role::Repealed, About::Documents, "(?P<v>废止)O规范性文件FN"),
    (Role::InForce, About::Documents, "(?P<v>现行有效|继续有效)O规范性文件FN"),
];

const PHRASES_OF_A_LIST: [Phrase; 5] = [
    (Role::Made, About::Documents, "(?P<v>制发|印发|制定|出台|制作)FNO规范性文件"),
    (Role::Repealed, About::Documents, "(?P<v>废止)FNO规范性文件"),
    (Role::Repealed, About::DocumentsBefore, "(?P<v>废止)FN"),
    (Role::InForce, About::DocumentsBefore, "(?P<v>现行有效|继续有效)FN"),
    (Role::Made, About::DocumentsBefore, "(?P<v>制发)FN"),
];

/// Every phrasing that counts. A number belongs to the first that takes it.
pub(super) static COUNTS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    PHRASES
        .iter()
        .chain(&PHRASES_OF_A_LIST)
        .filter_map(|(role, about, phrase)| {
            let verbs = match phrase.chars().next()? {
                'R' => Some(CHOSEN.vocabulary.among(&RECEIVED)),
                'A' => Some(CHOSEN.vocabulary.among(&ANSWERED)),
                _ => None,
            };
            let matter = CHOSEN.vocabulary.among(words(*role));
            Some(Pattern { role: *role, regex: compile(phrase)?, about: *about, matter, verbs })
        })
        .collect()
});

fn compile(phrase: &str) -> Option<Regex> {
    let number = format!("(?P<n>{}){UNIT}", numeral::PATTERN);
    let mut pattern = String::new();
    let mut in_name = false;
    for c in phrase.chars() {
        // The names of groups are letters too.
        in_name = match c {
            '<' => true,
            '>' => false,
            _ => in_name,
        };
        match c {
            'N' if !in_name => pattern.push_str(&number),
            'F' if !in_name => pattern.push_str(FILL),
            'O' if !in_name => pattern.push_str(OBJECT),
            'R' if !in_name => pattern.push_str(RECEIVE),
            'A' if !in_name => pattern.push_str(ANSWER),
            'L' if !in_name => pattern.push_str(LAST_YEAR),
            'X' if !in_name => pattern.push_str(NEXT_YEAR),
            // `(?P<` is the only other capital letter.
            _ => pattern.push(c),
        }
    }
    Regex::new(&pattern).ok()
}

/// A phrasing that denies; `o` as above, `after` what follows.
pub(super) static DENIALS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    const NOT: &str = "(?:(?:尚未|均未|未|没有|无)(?:曾|再)?(?:收到|受理|接到|接收到?|发生|出现|产生|被|因|涉及|引发|有)";
    let applications =
        "(?:尚未|均未|未|没有|无)(?:曾|再)?(?:收到|受理|接到|接收到?|发生|出现|产生)(?:任何|过)?\
         (?P<o>[^,;:。()]{0,40}?)申请|(?:没有|无)(?P<p>[^,;:。()]{0,16}?公开[^,;:。()]{0,8}?)申请"
            .to_owned();
    let reviews = format!("{NOT}|没有|无)(?P<o>[^,;:。()0-9]{{0,34}}?)行政复议");
    let lawsuits = format!("{NOT}|没有|无)(?P<o>[^,;:。()0-9]{{0,40}}?)诉讼");
    [
        (Role::Received, About::Applications, applications),
        (Role::Reconsideration, About::Anything, reviews),
        (Role::Lawsuit, About::Anything, lawsuits),
    ]
    .into_iter()
    .filter_map(|(role, about, pattern)| {
        let matter = CHOSEN.vocabulary.among(words(role));
        let verbs = Some(CHOSEN.vocabulary.among(&NONE));
        Some(Pattern { role, regex: Regex::new(&pattern).ok()?, about, matter, verbs })
    })
    .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrasing_compiles() {
        assert_eq!(COUNTS.len(), PHRASES.len() + PHRASES_OF_A_LIST.len());
        assert_eq!(DENIALS.len(), 3);
    }

    #[test]
    fn every_phrasing_has_a_word_of_its_matter() {
        for (role, about, phrase) in PHRASES.iter().chain(&PHRASES_OF_A_LIST) {
            // These name their matter before the phrase, see `count::is_about`.
            let before = matches!(about, About::Handling | About::DocumentsBefore);
            let phrase = phrase.replace("[他它]", "他");
            let named = words(*role).iter().any(|word| phrase.contains(word));
            assert!(before || named, "{phrase}");
        }
        for (alternatives, verbs) in [(RECEIVE, RECEIVED), (ANSWER, ANSWERED)] {
            let mut all = alternatives.trim_matches(|c: char| c.is_ascii()).split('|');
            assert!(all.all(|it| verbs.iter().any(|verb| it.contains(verb))), "{alternatives}");
        }
    }
}
