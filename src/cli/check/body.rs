//! What the name of a body says of its kind, where nobody says it.
//!
//! A kind decides the date, so a wrong guess accuses. Where the name leaves it open, as that of a
//! development zone does, the later of the two dates counts; and courts, schools and companies, which
//! the Regulation does not ask for a report, have none.

use crate::domain::Agency;
use crate::domain::AgencyKind;

/// Endings of the names of bodies that are no administrative organ.
const NOT_ADMINISTRATIVE: [&str; 19] = [
    "法院",
    "检察院",
    "公司",
    "集团",
    "医院",
    "学校",
    "中学",
    "小学",
    "大学",
    "学院",
    "幼儿园",
    "银行",
    "协会",
    "学会",
    "商会",
    "村委会",
    "居委会",
    "村民委员会",
    "居民委员会",
];

const TOWNSHIP: [&str; 4] = ["乡", "镇", "街道", "办事处"];

/// Endings of the names of departments. Committees that administer a zone are told apart before;
/// centres, stations and teams may or may not be authorised bodies.
const DEPARTMENT: [&str; 9] = ["局", "厅", "委", "委员会", "办", "部", "署", "室", "处"];

/// The kind that a name suggests; `None` where it leaves it open.
pub(super) fn kind_of(name: &str) -> Option<AgencyKind> {
    let ends = |endings: &[&str]| endings.iter().any(|it| name.ends_with(it));
    if let Some(bare) = name.strip_suffix("人民政府") {
        let township = TOWNSHIP.iter().any(|it| bare.ends_with(it));
        return Some(if township { AgencyKind::Township } else { AgencyKind::Government });
    }
    // The Party is no administrative organ, though its offices may publish for one.
    if ends(&["管委会", "管理委员会"]) || name.starts_with("中共") {
        return None;
    }
    if ends(&NOT_ADMINISTRATIVE) {
        return Some(AgencyKind::Enterprise);
    }
    if ends(&TOWNSHIP) {
        return Some(AgencyKind::Township);
    }
    ends(&DEPARTMENT).then_some(AgencyKind::Department)
}

/// The kind by whose date an agency is judged: where neither the caller nor the name says it, that
/// with the later date.
pub(super) fn dated_as(given: Option<AgencyKind>, agency: &Agency) -> AgencyKind {
    given.or_else(|| kind_of(&agency.name)).unwrap_or(AgencyKind::Government)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_the_kind_or_leaves_it_open() {
        let table = [
            ("示例市财政局", Some(AgencyKind::Department)),
            ("示例市发改委", Some(AgencyKind::Department)),
            ("示例市卫生健康委员会", Some(AgencyKind::Department)),
            ("示例市人民政府办公室", Some(AgencyKind::Department)),
            ("示例市人民政府", Some(AgencyKind::Government)),
            ("示例市某镇人民政府", Some(AgencyKind::Township)),
            ("示例区某街道办事处", Some(AgencyKind::Township)),
            ("示例县人民法院", Some(AgencyKind::Enterprise)),
            ("某电力公司示例县供电公司", Some(AgencyKind::Enterprise)),
            ("示例市律师协会", Some(AgencyKind::Enterprise)),
            ("示例县某镇某村村民委员会", Some(AgencyKind::Enterprise)),
            ("中共示例市委办公室", None),
            ("示例县融媒体中心", None),
            ("示例县供销合作社", None),
            ("示例综合实验区管委会", None),
            ("示例经济开发区管理委员会", None),
            ("示例综合实验区", None),
            ("", None),
        ];
        for (name, kind) in table {
            assert_eq!(kind_of(name), kind, "{name}");
        }
    }

    #[test]
    fn an_open_kind_has_the_later_date() {
        let agency = |name: &str| Agency {
            id: crate::domain::AgencyId(name.into()),
            name: name.into(),
            aliases: vec![],
            kind: AgencyKind::Department,
            region: String::new(),
            since: None,
            site: crate::domain::SiteId(String::new()),
        };
        assert_eq!(dated_as(None, &agency("示例综合实验区")), AgencyKind::Government);
        assert_eq!(dated_as(None, &agency("示例市财政局")), AgencyKind::Department);
        let said = Some(AgencyKind::Vertical);
        assert_eq!(dated_as(said, &agency("示例综合实验区")), AgencyKind::Vertical);
    }
}
