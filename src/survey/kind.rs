//! What kind of body a name is that of, where nobody says it.
//!
//! The kind decides the statutory date, so a wrong guess accuses. A name that leaves it open is told
//! apart from one that says it: 人民政府办公室 is a department whose report may be that of its government.

use crate::domain::AgencyKind;
use crate::domain::Text;
use crate::wording::letters;

/// A kind, and how it was come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// The kind.
    pub kind: AgencyKind,
    /// How sure it is.
    pub trust: Trust,
    /// The reason.
    pub why: Text,
}

/// How sure a guess is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// The name says it.
    Said,
    /// It is likely; a person must confirm it.
    Guessed,
}

use AgencyKind::Department;
use AgencyKind::Enterprise;
use AgencyKind::Government;
use AgencyKind::Township;
use AgencyKind::Vertical;
use Trust::Guessed;
use Trust::Said;

/// Endings and what they say; the first that fits counts, so the longer stands before the shorter.
const ENDINGS: [(&str, AgencyKind, Trust); 51] = [
    ("街道办事处", Township, Said),
    ("街道", Township, Said),
    ("镇人民政府", Township, Said),
    ("乡人民政府", Township, Said),
    ("镇政府", Township, Said),
    ("乡政府", Township, Said),
    ("苏木人民政府", Township, Said),
    ("人民政府办公厅", Department, Guessed),
    ("人民政府办公室", Department, Guessed),
    ("政府办公室", Department, Guessed),
    ("政府办", Department, Guessed),
    ("省人民政府", Government, Said),
    ("市人民政府", Government, Said),
    ("县人民政府", Government, Said),
    ("区人民政府", Government, Said),
    ("旗人民政府", Government, Said),
    ("州人民政府", Government, Said),
    ("人民政府", Government, Guessed),
    ("行政公署", Government, Said),
    ("市政府", Government, Said),
    ("县政府", Government, Said),
    ("区政府", Government, Said),
    ("税务局", Vertical, Said),
    ("国税局", Vertical, Said),
    ("地税局", Vertical, Said),
    ("供电局", Enterprise, Guessed),
    ("海关", Vertical, Said),
    ("海事局", Vertical, Said),
    ("气象局", Vertical, Said),
    ("烟草专卖局", Vertical, Said),
    ("邮政管理局", Vertical, Said),
    ("通信管理局", Vertical, Said),
    ("金融监管分局", Vertical, Said),
    ("监管分局", Vertical, Guessed),
    ("调查队", Vertical, Guessed),
    ("公司", Enterprise, Said),
    ("集团", Enterprise, Said),
    ("医院", Enterprise, Said),
    ("学校", Enterprise, Said),
    ("大学", Enterprise, Said),
    ("中学", Enterprise, Said),
    ("小学", Enterprise, Said),
    ("幼儿园", Enterprise, Said),
    ("学院", Enterprise, Said),
    ("银行", Enterprise, Said),
    ("管理委员会", Department, Guessed),
    ("管委会", Department, Guessed),
    ("办事处", Township, Guessed),
    // A city, in spite of its name.
    ("景德镇", Government, Guessed),
    ("镇", Township, Said),
    ("乡", Township, Said),
];

/// Endings of departments that leave no doubt.
const DEPARTMENTS: [&str; 5] = ["局", "委员会", "委", "厅", "办公室"];
/// Endings of what is no administrative agency, and owes no report: courts, the Party and the
/// congresses, the committees of villages, and societies.
const OTHERS: [&str; 21] = [
    "法院",
    "检察院",
    "纪委",
    "党委",
    "党工委",
    "市委",
    "县委",
    "区委",
    "市委办公室",
    "县委办公室",
    "区委办公室",
    "党委办公室",
    "常务委员会",
    "政协",
    "村民委员会",
    "居民委员会",
    "村委会",
    "居委会",
    "协会",
    "学会",
    "商会",
];
/// What the names of the Party's own bodies begin with.
const PARTY: &str = "中共";

/// The kind that a name says or suggests; `None` where it does neither.
pub fn of_name(name: &str) -> Option<Guess> {
    let plain = letters(name);
    let ending = |(ending, kind, trust): &(&str, AgencyKind, Trust)| {
        plain.ends_with(ending).then(|| guess(ending, *kind, *trust))
    };
    ENDINGS.iter().find_map(ending).or_else(|| {
        let ending = DEPARTMENTS.iter().find(|it| plain.ends_with(**it));
        let said = ending.map(|it| guess(it, Department, Said));
        // 扶贫办 is a department, and 农办 may be one of the party.
        said.or_else(|| plain.ends_with('办').then(|| guess("办", Department, Guessed)))
    })
}

/// True for the name of a body of the Party, whose office may publish for an agency none the less.
pub fn is_of_party(name: &str) -> bool {
    letters(name).starts_with(PARTY)
}

/// Why a body is no administrative agency, if its name says so.
pub fn no_agency(name: &str) -> Option<Text> {
    let plain = letters(name);
    let ending = OTHERS.iter().find(|it| plain.ends_with(**it)).copied();
    let party = || is_of_party(name).then_some("党的机构");
    ending.or_else(party).map(|what| {
        Text::new(
            format!("{what}不是行政机关，条例没有要求其发布年报"),
            format!("its name says {what}: no administrative agency, which owes no report"),
        )
    })
}

/// The kind of a body that publishes where departments do, for a person to confirm where it is a
/// guess; the error says why it has none.
pub fn of_publisher(name: &str) -> Result<Guess, Text> {
    if let Some(why) = no_agency(name) {
        return Err(why);
    }
    Ok(of_name(name).unwrap_or_else(|| Guess {
        kind: Department,
        trust: Guessed,
        why: Text::new(
            "名称看不出类型，在年报栏目发布的多为部门",
            "the name does not say it, and most that publish there are departments",
        ),
    }))
}

fn guess(ending: &str, kind: AgencyKind, trust: Trust) -> Guess {
    let why = Text::new(format!("名称以“{ending}”结尾"), format!("its name ends in {ending}"));
    Guess { kind, trust, why }
}

/// The kind that a word of a table means.
pub fn of_word(word: &str) -> Option<AgencyKind> {
    let plain = letters(word).to_lowercase();
    AgencyKind::from_key(&plain).or_else(|| {
        let has = |words: &[&str]| words.iter().any(|it| plain.contains(it));
        if has(&["企事业", "企业", "事业单位"]) {
            Some(Enterprise)
        } else if has(&["垂直", "垂管"]) {
            Some(Vertical)
        } else if has(&["乡", "镇", "街道"]) {
            Some(Township)
        } else if has(&["部门", "工作机构", "组成机构"]) {
            Some(Department)
        } else if has(&["政府"]) {
            Some(Government)
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_or_suggests_a_kind() {
        for (name, expected) in [
            ("金昌市金川区人民政府", Some((Government, Said))),
            ("某某省人民政府", Some((Government, Said))),
            ("宁远堡镇人民政府", Some((Township, Said))),
            ("某乡政府", Some((Township, Said))),
            ("滨河路街道办事处", Some((Township, Said))),
            ("金川区人民政府办公室", Some((Department, Guessed))),
            ("金川区教育局", Some((Department, Said))),
            ("金川区发展和改革委员会", Some((Department, Said))),
            ("国家税务总局金昌市税务局", Some((Vertical, Said))),
            ("国家统计局金昌调查队", Some((Vertical, Guessed))),
            ("某经济开发区管理委员会", Some((Department, Guessed))),
            ("某市自来水有限公司", Some((Enterprise, Said))),
            ("某市第一人民医院（门诊）", None),
            ("金川区教育局机关服务中心", None),
            ("残疾人联合会", None),
            ("柘城县人民法院", None),
            ("柘城县国税局", Some((Vertical, Said))),
            ("柘城县浦东办事处", Some((Township, Guessed))),
            ("柘城县扶贫办", Some((Department, Guessed))),
            ("宁远堡镇", Some((Township, Said))),
            ("景德镇", Some((Government, Guessed))),
            ("某市职业技术学院", Some((Enterprise, Said))),
            ("某县供销合作社", None),
            ("某综合实验区", None),
        ] {
            let found = of_name(name).map(|it| (it.kind, it.trust));
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn a_court_owes_no_report() {
        for name in [
            "柘城县人民法院",
            "中共某县委办公室",
            "某县纪委",
            "某县人民代表大会常务委员会",
            "某镇某村村民委员会",
            "某市律师协会",
        ] {
            assert!(of_publisher(name).is_err(), "{name}");
        }
        for name in ["某市发改委", "某省教委", "某县国资委", "某县人民政府办公室"]
        {
            assert_eq!(no_agency(name), None, "{name}");
        }
        assert!(of_publisher("柘城县招商服务中心").is_ok_and(|it| it.trust == Guessed));
    }

    #[test]
    fn a_word_of_a_table_means_a_kind() {
        for (word, expected) in [
            ("政府", Some(Government)),
            ("县级政府", Some(Government)),
            ("政府部门", Some(Department)),
            ("乡镇（街道）", Some(Township)),
            ("乡镇人民政府", Some(Township)),
            ("垂直管理机构", Some(Vertical)),
            ("公共企事业单位", Some(Enterprise)),
            ("Department", Some(Department)),
            ("甲类", None),
            ("", None),
        ] {
            assert_eq!(of_word(word), expected, "{word}");
        }
    }
}
