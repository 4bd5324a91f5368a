//! Counts of the things that the tables count as well.
//!
//! 受理 is said of what is new and of all that is at hand, and 办理 of what was received and of what was
//! answered; so a [`Role`] only says which rows of the table a number may belong to. Reviews that the
//! body decided itself, as 复议机关, are none of its own.

use std::borrow::Cow;
use std::ops::Range;

use super::Amount;
use super::ENDS;
use super::MAX_SENTENCE;
use super::MAX_SENTENCES;
use super::Period;
use super::Prose;
use super::Scope;
use super::breakdown::is_torn;
use super::numeral;
use super::object::is_any_review;
use super::object::is_disclosure;
use super::object::is_everybodys;
use super::object::is_foreign;
use super::object::is_foreign_to_reviews;
use super::object::is_plain;
use super::object::masked;
use super::pattern::About;
use super::pattern::CHOSEN;
use super::pattern::COUNTS;
use super::pattern::DENIALS;
use super::scope;
use super::words::Words;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Applications received (收到, 受理, 接收, 新收).
    Received,
    /// Applications answered (答复, 办结, 办理).
    Handled,
    /// Carried in from last year (上年结转).
    CarriedIn,
    /// Carried out into the next year (结转下年).
    CarriedOut,
    /// 予以公开.
    Granted,
    /// 部分公开.
    PartlyGranted,
    /// Both of these together.
    GrantedOrPartly,
    /// 不予公开.
    Refused,
    /// 无法提供.
    Unavailable,
    /// 不予处理.
    Unprocessed,
    /// 其他处理.
    OtherHandling,
    /// Reconsiderations (行政复议).
    Reconsideration,
    /// Lawsuits (行政诉讼).
    Lawsuit,
    /// Normative documents made (制发, 印发, 制定).
    Made,
    /// Normative documents repealed (废止).
    Repealed,
    /// Normative documents in force (现行有效).
    InForce,
}

/// A count as stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// What is counted.
    pub role: Role,
    /// How many.
    pub amount: Amount,
    /// Of the whole or of a part.
    pub scope: Scope,
    /// Of which time.
    pub period: Period,
    /// The words that count, e.g. 收到.
    pub verb: String,
    /// The whole phrase, as a range of [`Prose::text`].
    pub range: Range<usize>,
}

impl Count {
    /// True if the tables can be held against it: an exact number of the whole, in the year reported
    /// on.
    pub fn is_comparable(&self) -> bool {
        self.amount.exact && self.scope == Scope::Whole && self.period == Period::Reported
    }
}

/// A statement that there was none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What there was none of.
    pub role: Role,
    /// The phrase, as a range of [`Prose::text`].
    pub range: Range<usize>,
}

/// A match, with the sentence that it stands in.
struct Hit<'a> {
    sentence: &'a str,
    /// The sentence up to the end of the match.
    upto: &'a str,
    /// The sentence before the match.
    before: &'a str,
    /// Text before the sentence, at most a paragraph's worth.
    context: &'a str,
    object: &'a str,
}

/// A sentence that may count something.
#[derive(Debug)]
pub(super) struct Sentence {
    /// Where it stands in [`Prose::text`].
    range: Range<usize>,
    /// Its words; see [`masked`].
    text: String,
    words: Words,
}

/// The sentences of a text that may count something.
pub(super) fn sentences(prose: &Prose<'_>) -> Vec<Sentence> {
    let chosen = &*CHOSEN;
    let mut found: Vec<(Range<usize>, Words)> = Vec::new();
    for (place, word) in chosen.vocabulary.find(prose.text()) {
        match found.last_mut() {
            Some((sentence, words)) if place.start < sentence.end => *words = *words | word,
            _ => {
                let from = found.last().map_or(0, |(sentence, _)| sentence.end);
                found.push((prose.sentence_around(&place, from), word));
            }
        }
    }
    let ready = |(range, words): (Range<usize>, Words)| {
        let text = masked(prose.text().get(range.clone()).unwrap_or_default());
        let words = match text {
            Cow::Owned(_) if !text.contains("申请") => words.without(chosen.application),
            _ => words,
        };
        Sentence { range, text: text.into_owned(), words }
    };
    found
        .into_iter()
        .filter(|(range, words)| words.meets(chosen.matters) && range.len() <= MAX_SENTENCE)
        .take(MAX_SENTENCES)
        .map(ready)
        .collect()
}

/// All counts of a text, in its order.
pub fn counts(prose: &Prose<'_>, year: i32) -> Vec<Count> {
    prose.sentences().iter().flat_map(|sentence| in_sentence(prose, sentence, year)).collect()
}

fn in_sentence(prose: &Prose<'_>, sentence: &Sentence, year: i32) -> Vec<Count> {
    let Sentence { range: sentence, text, words } = sentence;
    let mut found: Vec<(Range<usize>, Count)> = Vec::new();
    for pattern in COUNTS.iter().filter(|it| it.may_stand_among(*words)) {
        for captures in pattern.regex.captures_iter(text) {
            let (Some(whole), Some(number), Some(verb)) =
                (captures.get(0), captures.name("n"), captures.name("v"))
            else {
                continue;
            };
            if found.iter().any(|(taken, _)| overlap(taken, &number.range())) {
                continue;
            }
            let object = captures.name("o").map_or("", |it| it.as_str());
            let hit = Hit {
                sentence: text,
                upto: text.get(..whole.end()).unwrap_or_default(),
                before: text.get(..whole.start()).unwrap_or_default(),
                context: context(prose.text(), sentence.start),
                object,
            };
            if !is_about(pattern.about, &hit) || !is_own(pattern.role, &hit) {
                continue;
            }
            let Some(mut amount) = numeral::parse(number.as_str()) else { continue };
            amount.exact &= captures.name("about").is_none() && !is_torn(text, &number.range());
            let mut period = match pattern.role {
                // The phrase itself names the years it runs between.
                Role::CarriedIn | Role::CarriedOut => scope::period(hit.before, year),
                _ => scope::period(hit.upto, year),
            };
            let named = captures.name("y").and_then(|it| it.as_str().parse::<i32>().ok());
            let expected = if pattern.role == Role::CarriedIn { year - 1 } else { year + 1 };
            if named.is_some_and(|named| named != expected) {
                period = Period::Other;
            }
            let range = sentence.start + whole.start()..sentence.start + whole.end();
            let narrowed = match pattern.role {
                Role::Received => !is_everybodys(object),
                // 办理并答复 is one verb.
                Role::Handled => {
                    let object = object.trim_start_matches('并').trim_start_matches("答复");
                    !is_everybodys(object)
                }
                _ => false,
            };
            // A zero is a denial, and may be aimed at.
            let aimed = amount.value == 0 && is_no_statement(hit.before);
            let scope = if narrowed || aimed || prose.is_anothers(hit.before) {
                Scope::Part
            } else {
                scope::scope(hit.upto)
            };
            let verb = verb.as_str().to_owned();
            let count = Count { role: pattern.role, amount, scope, period, verb, range };
            found.push((number.range(), count));
        }
    }
    found.sort_by_key(|(number, _)| number.start);
    found.into_iter().map(|(_, count)| count).collect()
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The text before a sentence: enough to see that a paragraph is about 依申请公开.
fn context(text: &str, upto: usize) -> &str {
    let before = text.get(..upto).unwrap_or_default();
    let start = before.char_indices().rev().nth(150).map_or(0, |(at, _)| at);
    before.get(start..).unwrap_or_default()
}

fn is_about(about: About, hit: &Hit<'_>) -> bool {
    let clause = hit.before.rsplit([',', ':']).next().unwrap_or_default();
    match about {
        About::Anything => true,
        About::Applications => {
            let named = is_disclosure(hit.object)
                || (hit.object.chars().count() <= 6
                    && (is_disclosure(hit.before) || hit.context.contains("申请公开")));
            named && !is_foreign(hit.object) && !is_foreign(clause)
        }
        About::Handling => {
            let named = hit.before.contains("申请") && is_disclosure(hit.before);
            (named || is_bare(hit)) && !is_foreign(hit.before)
        }
        About::Carried => {
            let behind = hit.sentence.get(hit.upto.len()..).unwrap_or_default();
            let behind = behind.split([',', ':', '(']).next().unwrap_or_default();
            !is_foreign(hit.object) && !is_foreign(behind) && !is_foreign(&matter_before(hit))
        }
        About::Documents => is_plain(hit.object),
        About::DocumentsBefore => hit.before.contains("规范性文件"),
    }
}

/// The words before a phrase that may name its matter: those of its sentence, and of the one before
/// where its own names no disclosure, behind the last word of disclosure.
fn matter_before(hit: &Hit<'_>) -> String {
    let ended = hit.context.trim_end_matches(['。', ';', '!', '?']);
    let last = if is_disclosure(hit.before) { None } else { ended.rsplit(ENDS).next() };
    let words = format!("{},{}", last.unwrap_or_default(), hit.before);
    words.rsplit("公开").next().unwrap_or_default().to_owned()
}

/// True if the words before a review name another matter that it may be a review of. Where the phrase
/// itself names disclosure, it is one of disclosure.
fn is_of_another(hit: &Hit<'_>) -> bool {
    let before = matter_before(hit);
    let named = ["执法", "强制"].iter().any(|word| before.contains(word));
    !is_disclosure(hit.object) && (named || is_foreign_to_reviews(&before))
}

/// Words of those who may have gone to court and did not, and of what they were content with.
const SOME: [&str; 4] = ["某请人", "决定", "复议结果", "复议机关"];

/// True for a question, a condition or an aim, from the sentence before what reads like a statement. An
/// aim ends where a clause tells its year.
fn is_no_statement(before: &str) -> bool {
    const AIMS: [&str; 9] =
        ["是否", "确保", "为实现", "力争", "争取", "避免", "防止", "杜绝", "如果"];
    let clause = before.rsplit([',', ':']).next().unwrap_or_default();
    let aimed = |text: &str| AIMS.iter().any(|word| text.contains(word));
    let ifs = ['如', '若', '凡'];
    before.ends_with('有')
        || clause.starts_with(ifs)
        || clause.ends_with(ifs)
        || aimed(clause)
        || (!clause.contains('年') && aimed(before))
}

/// True for 全年办结34件 behind sentences on applications: it has no object of its own, and they name no
/// other matter.
fn is_bare(hit: &Hit<'_>) -> bool {
    const TIME: [&str; 14] = [
        "全年",
        "年内",
        "本年度",
        "本年",
        "当年",
        "累计",
        "共计",
        "共",
        "均",
        "已",
        "按期",
        "按时",
        "依法",
        ",",
    ];
    let mut rest = hit.before;
    while let Some(tail) = TIME.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = tail;
    }
    let named = hit.context.rsplit_once("公开申请").map(|(_, behind)| behind);
    rest.is_empty() && named.is_some_and(|behind| !behind.contains('\n') && !is_foreign(behind))
}

/// Words before a verb that turn it round, put it off or compare.
const NOT_YET: [&str; 19] = [
    "未",
    "未按时",
    "未按期",
    "未及时",
    "不予",
    "正在",
    "逾期",
    "超期",
    "待",
    "拟",
    "延期",
    "延长",
    "继续",
    "无法",
    "不再",
    "主动",
    "多",
    "少",
    "宣布失效和",
];

/// Words of a body that decides the reviews of others.
const AUTHORITY: [&str; 13] = [
    "审理",
    "受理",
    "办理",
    "审结",
    "复议机关",
    "化解",
    "裁决",
    "代理",
    "应诉",
    "院一审",
    "院二审",
    "院新收",
    "院共",
];

/// True if the body itself is the one who did it, or to whom it was done.
fn is_own(role: Role, hit: &Hit<'_>) -> bool {
    let clause = hit.before.rsplit(',').next().unwrap_or_default();
    match role {
        Role::Received | Role::Handled => {
            !NOT_YET.iter().any(|word| hit.before.ends_with(word))
                && !(role == Role::Handled && (clause.contains("结转") || clause.contains("顺延")))
        }
        // 行政复议和行政诉讼3件 counts both together.
        Role::Reconsideration | Role::Lawsuit => {
            let joined = ["和", "及", "与", "或", "、"].iter().any(|word| {
                ["复议", "诉讼", "复议案件", "诉讼案件"].iter().any(|matter| {
                    let bare = hit.before.trim_end_matches("提起").trim_end_matches("行政");
                    bare.ends_with(&format!("{matter}{word}"))
                })
            });
            let disclosure = is_disclosure(hit.upto)
                || hit.context.contains("信息公开")
                || hit.context.contains("申请公开");
            // Nobody who is complained of receives the complaint; 作为复议机关 holds for the sentence.
            let decides = hit.before.contains("复议机关")
                || (["收到", "接收", "接到"].iter().any(|word| clause.contains(word))
                    && !is_disclosure(clause));
            !joined
                && disclosure
                && !decides
                && !is_of_another(hit)
                && !clause.contains("结转")
                && !AUTHORITY.iter().any(|word| clause.contains(word))
        }
        // A review of old documents (清理) may be of all bodies; 失效 is counted apart from 废止 by
        // some, and with it by others.
        Role::Made | Role::Repealed | Role::InForce => {
            let apart = ["失效", "修改", "修订"].iter().any(|word| hit.sentence.contains(word));
            let doubtful = (role == Role::Repealed && apart)
                || hit.before.contains("清理")
                || hit.before.ends_with('拟');
            !doubtful
        }
        _ => true,
    }
}

/// All statements of a text that there was none, of the whole and in the year reported on. None since
/// some earlier day is none this year as well, and so is a count of 0 among the text's own `counts`.
pub fn denials(prose: &Prose<'_>, year: i32, counts: &[Count]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for Sentence { range: sentence, text, words } in prose.sentences() {
        for pattern in DENIALS.iter().filter(|it| it.may_stand_among(*words)) {
            for captures in pattern.regex.captures_iter(text) {
                let Some(whole) = captures.get(0) else { continue };
                let object = captures.name("o").or_else(|| captures.name("p"));
                let hit = Hit {
                    sentence: text,
                    upto: text.get(..whole.end()).unwrap_or_default(),
                    before: text.get(..whole.start()).unwrap_or_default(),
                    context: context(prose.text(), sentence.start),
                    object: object.map_or("", |it| it.as_str()),
                };
                let rest = text.get(whole.end()..).unwrap_or_default();
                if is_about(pattern.about, &hit)
                    && !is_narrowed(pattern.role, &hit)
                    && !is_no_statement(hit.before)
                    && denies_all(pattern.role, rest)
                    && !prose.is_anothers(hit.before)
                    && scope::scope(hit.upto) == Scope::Whole
                    && scope::period(hit.upto, year) != Period::Other
                {
                    let range = sentence.start + whole.start()..sentence.start + whole.end();
                    claims.push(Claim { role: pattern.role, range });
                }
            }
        }
    }
    for count in counts {
        let denied = count.amount == Amount { value: 0, exact: true };
        if denied && count.scope == Scope::Whole && count.period != Period::Other {
            claims.push(Claim { role: count.role, range: count.range.clone() });
        }
    }
    claims.sort_by_key(|claim| claim.range.start);
    claims
}

/// True if the words before the thing denied may leave out some of it, as 涉及国家秘密的 or 被纠错的 do.
/// What leaves out nothing is known.
fn is_narrowed(role: Role, hit: &Hit<'_>) -> bool {
    if role == Role::Received {
        return !is_everybodys(hit.object);
    }
    let before = matter_before(hit);
    !is_any_review(hit.object)
        || is_of_another(hit)
        || (!is_disclosure(hit.object) && SOME.iter().any(|word| before.contains(word)))
}

/// True if nothing behind the thing denied narrows it, as in 无行政诉讼败诉案件. Behind 申请 a review is
/// another matter; behind a review the other kind of review is denied with it.
fn denies_all(role: Role, rest: &str) -> bool {
    const TAILS: [&str; 9] = ["案件", "案", "的", "情况", "情形", "等", "事项", "件", "行为"];
    const REVIEWS: [&str; 5] = ["申请", "提起", "行政诉讼", "行政复议", "诉讼"];
    let reviews = if role == Role::Received { &[][..] } else { &REVIEWS[..] };
    let mut rest = rest;
    loop {
        // 未收到申请的, goes on to what is to be done then.
        if rest.starts_with("的,") {
            return false;
        }
        if rest.is_empty() || rest.starts_with([',', ')', '(', ':']) {
            return true;
        }
        let joined = rest.trim_start_matches(['、', '和', '及', '与', '或']);
        match TAILS.iter().chain(reviews).find_map(|tail| joined.strip_prefix(tail)) {
            Some(tail) => rest = tail,
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests;
