//! The kind of a body whose report is checked, where nobody says it.
//!
//! A kind decides the date, so a wrong guess accuses. Where the name leaves it open, as that of a
//! development zone does, the later of the two dates counts; and courts, schools and companies, which
//! the Regulation does not ask for a report, have none.

use crate::domain::Agency;
use crate::domain::AgencyKind;
use crate::survey::kind;
use crate::survey::kind::Trust;

/// The kind that a name says; `None` where it leaves it open.
pub(super) fn kind_of(name: &str) -> Option<AgencyKind> {
    // The Party is no administrative organ, though its offices may publish for one.
    if kind::is_of_party(name) {
        return None;
    }
    if kind::no_agency(name).is_some() {
        return Some(AgencyKind::Enterprise);
    }
    kind::of_name(name).filter(|it| it.trust == Trust::Said).map(|it| it.kind)
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
            ("示例市人民政府", Some(AgencyKind::Government)),
            ("示例市某镇人民政府", Some(AgencyKind::Township)),
            ("示例区某街道办事处", Some(AgencyKind::Township)),
            ("示例县人民法院", Some(AgencyKind::Enterprise)),
            ("某电力公司示例县供电公司", Some(AgencyKind::Enterprise)),
            ("示例市律师协会", Some(AgencyKind::Enterprise)),
            ("示例县某镇某村村民委员会", Some(AgencyKind::Enterprise)),
            ("示例市人民代表大会常务委员会", Some(AgencyKind::Enterprise)),
            ("中共示例市委办公室", None),
            // Its report may be that of the government.
            ("示例市人民政府办公室", None),
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
