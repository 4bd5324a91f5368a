//! Which bodies a list names, and by which names.
//!
//! One body is written in several ways, and two bodies in nearly the same. Names are put together only
//! where they never have a report on the same year; an abbreviation is called a guess even then.

use std::collections::HashMap;

use crate::domain::ReportYear;
use crate::extract::meta;
use crate::portal::Entry;
use crate::portal::candidate;
use crate::wording::letters;

/// A body that the list names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its longest name.
    pub name: String,
    /// Other names that certainly are its own.
    pub aliases: Vec<String>,
    /// Short names that are probably its own.
    pub likely: Vec<String>,
    /// Years of its reports, in their order.
    pub years: Vec<ReportYear>,
}

/// One way of writing a name.
#[derive(Debug)]
struct Form {
    /// The key by which titles are compared.
    short: String,
    body: Body,
}

/// The bodies of a list in the order in which it names them. `only` is whose site it is; titles that
/// name nobody are its reports, where nobody else is named.
pub fn bodies(entries: &[Entry], only: Option<&str>) -> Vec<Body> {
    let mut forms: Vec<Form> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut nameless: Vec<ReportYear> = Vec::new();
    for entry in entries.iter().filter(|it| candidate::is_report(&it.title)) {
        let Some(year) = meta::title_year(&entry.title) else { continue };
        let Some(name) = meta::title_agency(&entry.title) else {
            nameless.push(year);
            continue;
        };
        let short = candidate::short(&letters(&name));
        if let Some(form) = places.get(&short).and_then(|place| forms.get_mut(*place)) {
            form.body.years.push(year);
            if name.chars().count() > form.body.name.chars().count() {
                form.body.name = name;
            }
        } else {
            let body = Body { name, aliases: vec![], likely: vec![], years: vec![year] };
            places.insert(short.clone(), forms.len());
            forms.push(Form { short, body });
        }
    }
    if forms.is_empty()
        && let Some(name) = only
        && !nameless.is_empty()
    {
        let body = Body { name: name.into(), aliases: vec![], likely: vec![], years: nameless };
        forms.push(Form { short: String::new(), body });
    }
    merge(&mut forms, is_end_of, |body, name| body.aliases.push(name));
    merge(&mut forms, is_short_for, |body, name| body.likely.push(name));
    let mut bodies: Vec<Body> = forms.into_iter().map(|it| it.body).collect();
    for body in &mut bodies {
        body.years.sort_unstable();
        body.years.dedup();
    }
    bodies
}

/// Puts each name together with the one other that it may be, if there is exactly one.
fn merge(forms: &mut Vec<Form>, may_be: fn(&str, &str) -> bool, add: fn(&mut Body, String)) {
    let mut place = 0;
    while let Some(form) = forms.get(place) {
        let mut others = (0..).zip(forms.iter()).filter(|(at, other)| {
            *at != place
                && may_be(&form.short, &other.short)
                && form.body.years.iter().all(|it| !other.body.years.contains(it))
        });
        let (Some((target, _)), None) = (others.next(), others.next()) else {
            place += 1;
            continue;
        };
        let target: usize = target;
        let gone = forms.remove(place).body;
        let target = if target > place { target - 1 } else { target };
        if let Some(whole) = forms.get_mut(target) {
            add(&mut whole.body, gone.name);
            whole.body.aliases.extend(gone.aliases);
            whole.body.likely.extend(gone.likely);
            whole.body.years.extend(gone.years);
        }
    }
}

/// 市林业局 at the end of 吉林市林业局.
fn is_end_of(short: &str, long: &str) -> bool {
    // What parts nearly all names stands first: a list has thousands of pairs.
    long.ends_with(short) && short != long && short.chars().count() >= 3
}

/// 金川区人社局 for 金川区人力资源和社会保障局: the same beginning and end, and all letters in order.
fn is_short_for(short: &str, long: &str) -> bool {
    short.len() < long.len()
        && short.chars().take(2).eq(long.chars().take(2))
        && candidate::abbreviates(short, long)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(titles: &[&str], only: Option<&str>) -> Vec<String> {
        let entry = |title: &&str| Entry { url: None, title: (*title).into(), date: None };
        let entries: Vec<Entry> = titles.iter().map(entry).collect();
        bodies(&entries, only)
            .into_iter()
            .map(|it| {
                let years: Vec<String> = it.years.iter().map(ToString::to_string).collect();
                let names = [&it.aliases[..], &it.likely[..]].map(|it| it.join("、")).join("|");
                format!("{} {names} {}", it.name, years.join(" "))
            })
            .collect()
    }

    #[test]
    fn one_body_has_several_names_and_two_have_nearly_one() {
        for (titles, expected) in [
            (
                vec![
                    "金川区政府2023年政府信息公开工作年度报告",
                    "金川区人民政府2024年政府信息公开工作年度报告",
                ],
                vec!["金川区人民政府 | 2023 2024"],
            ),
            (
                vec!["金川区教育局2024年政府信息公开年报", "教育局2023年政府信息公开年报"],
                vec!["金川区教育局 教育局| 2023 2024"],
            ),
            (
                vec!["金川区教育局2024年政府信息公开年报", "教育局2024年政府信息公开年报"],
                vec!["金川区教育局 | 2024", "教育局 | 2024"],
            ),
            (
                vec![
                    "金川区人力资源和社会保障局2024年政府信息公开年报",
                    "金川区人社局2023年政府信息公开年报",
                ],
                vec!["金川区人力资源和社会保障局 |金川区人社局 2023 2024"],
            ),
            (
                vec![
                    "金川区教育局2024年政府信息公开年报",
                    "金川区教育局服务中心2023年政府信息公开年报",
                ],
                vec!["金川区教育局 | 2024", "金川区教育局服务中心 | 2023"],
            ),
            (vec!["解读：金川区教育局2024年政府信息公开年报"], vec![]),
        ] {
            assert_eq!(found(&titles, Some("某局")), expected, "{titles:?}");
        }
    }

    #[test]
    fn reports_without_a_name_are_those_of_the_site() {
        let titles = ["2024年政府信息公开工作年度报告", "2023年政府信息公开工作年度报告"];
        assert_eq!(found(&titles, Some("金川区教育局")), ["金川区教育局 | 2023 2024"]);
        assert_eq!(found(&titles, None), Vec::<String>::new());
    }
}
