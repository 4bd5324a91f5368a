//! The names of agencies as titles write them, and whose a title is.

use std::collections::HashMap;

use crate::domain::Agency;
use crate::wording::letters;

/// The agency that a title names, by its place among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    One(usize),
    Nobody,
    Several,
}

/// How the names of bodies end.
const BODIES: [&str; 25] = [
    "局",
    "委",
    "办",
    "厅",
    "院",
    "部",
    "处",
    "室",
    "所",
    "站",
    "队",
    "会",
    "社",
    "行",
    "镇",
    "乡",
    "街道",
    "办公室",
    "办事处",
    "中心",
    "公司",
    "大学",
    "学校",
    "园区",
    "开发区",
];

/// The names of all agencies of a site.
#[derive(Debug)]
pub(super) struct Names {
    /// Of each agency, in its place.
    forms: Vec<Vec<String>>,
    exact: HashMap<String, Vec<usize>>,
}

impl Names {
    pub(super) fn of(all: &[Agency]) -> Self {
        let forms: Vec<Vec<String>> = all.iter().map(forms).collect();
        let mut exact: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, forms) in forms.iter().enumerate() {
            for form in forms {
                let places = exact.entry(form.clone()).or_default();
                if !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        Self { forms, exact }
    }

    /// The agency that a name means: by its whole name or an alias, else by the end of one
    /// (市林业局 on the site of 吉林市林业局). A title without a name is the only agency's.
    pub(super) fn whose(&self, name: Option<&str>) -> Whose {
        let Some(name) = name else {
            return if self.forms.len() == 1 { Whose::One(0) } else { Whose::Nobody };
        };
        match self.exact.get(name).map(Vec::as_slice) {
            Some([only]) => return Whose::One(*only),
            Some(_) => return Whose::Several,
            None => {}
        }
        let long_enough = name.chars().count() >= 3;
        let ends_alike = |form: &String| {
            (long_enough && form.ends_with(name))
                || (name.ends_with(form.as_str()) && form.chars().count() >= 3)
        };
        let mut near = (0..).zip(&self.forms).filter(|(_, forms)| forms.iter().any(ends_alike));
        match (near.next(), near.next()) {
            (None, _) => Whose::Nobody,
            (Some((only, _)), None) => Whose::One(only),
            _ => Whose::Several,
        }
    }

    /// True if a title may be that of the agency. One that names nobody could be anybody's.
    pub(super) fn may_be(&self, agency: usize, title: &str, name: Option<&str>) -> bool {
        let Some(name) = name else { return true };
        let forms = self.forms.get(agency).map_or(&[][..], Vec::as_slice);
        // 某区人民政府办公室 may publish for the government of 某市某区, and 某区政府 is one.
        let head = name.split_once("人民政府").map_or(name, |(head, _)| head);
        let head = if head.chars().count() >= 2 { head } else { name };
        forms.iter().any(|form| {
            let named = title.contains(form.as_str()) && !is_body_of(name, form);
            named || form.ends_with(head) || abbreviates(name, form)
        })
    }
}

/// True if a name is that of a body of the region that a form names: 金川区审计局 says nothing of
/// 金川区 itself. 金川区政府 and 金川区人民政府办公室 may well speak for it.
fn is_body_of(name: &str, form: &str) -> bool {
    let is_region = form.ends_with(['省', '市', '县', '区', '旗', '州', '盟', '乡', '镇']);
    let Some((_, rest)) = name.split_once(form) else { return false };
    let speaks = rest.is_empty() || rest.starts_with("政府") || rest.starts_with("人民政府");
    is_region && !speaks && BODIES.iter().any(|body| rest.ends_with(body))
}

/// The names of an agency as titles write them.
fn forms(agency: &Agency) -> Vec<String> {
    std::iter::once(&agency.name).chain(&agency.aliases).map(|name| short(&letters(name))).collect()
}

/// True if a short name may stand for a long one: 某市人社局 for 某市人力资源和社会保障局. Its
/// characters stand in the long name in their order, and both end alike. That is enough to accuse
/// nobody, and not enough to believe it; an alias in the configuration settles it.
pub fn abbreviates(name: &str, long: &str) -> bool {
    let mut rest = long.chars();
    name.chars().next_back() == long.chars().next_back()
        && name.chars().count() >= 3
        && name.chars().all(|c| rest.any(|it| it == c))
}

/// 金川区, 金川区政府 and 金川区人民政府 are the same, and so are 委员会 and 委; 金川区人民政府办公室 is another
/// body.
pub fn short(name: &str) -> String {
    let government = name.strip_suffix("人民政府").or_else(|| name.strip_suffix("政府"));
    let name = government.filter(|it| !it.is_empty()).unwrap_or(name);
    match name.strip_suffix("委员会") {
        Some(head) => format!("{head}委"),
        None => name.to_owned(),
    }
}
