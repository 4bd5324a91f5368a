//! Who is written to, and who gets what.
//!
//! Routes are tried in their order and the first that matches wins; without any route, everybody
//! gets everything. A receiver with a mistake in it still counts as known, so that one slip is
//! reported once.

use crate::domain::AgencyKind;
use crate::domain::Lang;
use crate::domain::Severity;
use crate::notify::Matcher;
use crate::notify::Mode;
use crate::notify::Receiver;
use crate::notify::Route;

use super::check;
use super::mail::mailbox;
use super::problem::Mark;
use super::problem::Problem;
use super::problem::did_you_mean;
use super::read::Reader;
use super::rules;
use super::sites;
use super::sites::Register;

/// The receivers, and the names that were claimed.
#[derive(Debug, Default)]
pub(super) struct Receivers {
    pub(super) list: Vec<Receiver>,
    names: Vec<(String, Mark)>,
}

pub(super) fn receivers(
    tables: Vec<Reader<'_>>,
    language: Lang,
    mail_is_configured: bool,
) -> Receivers {
    let mut found = Receivers::default();
    if let (Some(first), false) = (tables.first(), mail_is_configured) {
        let problem = Problem::new("there are receivers, but no `[mail]` to reach them")
            .at(&first.mark, "the first of them")
            .help("add a table `[mail]` with `from`, and `[mail.smtp]` or `[mail.file]`");
        first.problems.add(problem);
    }
    for table in tables {
        let receiver = receiver(table, language, &mut found.names);
        found.list.extend(receiver);
    }
    found
}

fn receiver(
    mut table: Reader<'_>,
    language: Lang,
    names: &mut Vec<(String, Mark)>,
) -> Option<Receiver> {
    let name = table.required("name", "office");
    if let Some(name) = &name {
        if let Some((_, first)) = names.iter().find(|(known, _)| known == name.value) {
            let problem = Problem::new(format!("two receivers have the name `{}`", name.value))
                .at(first, "first used here")
                .at(&name.mark, "used again here")
                .help("give one of them another name, or list both addresses under one receiver");
            table.problems.add(problem);
        }
        names.push((name.value.to_owned(), name.mark.clone()));
    }
    let emails = table.strings("email");
    let mut addresses = Vec::new();
    match &emails {
        Some(list) if list.value.is_empty() => {
            let problem = Problem::new("this receiver has no address")
                .at(&list.mark, "an empty list")
                .help("write email = [\"office@example.org\"]");
            table.problems.add(problem);
        }
        Some(list) => {
            addresses =
                list.value.iter().filter_map(|it| table.taken(it, mailbox(it.value))).collect();
        }
        None if !table.has("email") => {
            table.missing("email", "write email = [\"office@example.org\"]");
        }
        None => {}
    }
    let mode = table.choice("mode", &[("digest", Mode::Digest), ("each", Mode::Each)]);
    let language = table.choice("lang", &check::LANGUAGES).unwrap_or(language);
    table.finish();
    let name = name?.value.to_owned();
    Some(Receiver { name, addresses, mode: mode.unwrap_or_default(), language })
}

pub(super) fn routes(
    tables: Vec<Reader<'_>>,
    receivers: &Receivers,
    register: &Register,
    rule_names: &[&str],
) -> Vec<Route> {
    if tables.is_empty() && !receivers.list.is_empty() {
        let to = receivers.list.iter().map(|it| it.name.clone()).collect();
        return vec![Route { matcher: Matcher::default(), to }];
    }
    tables.into_iter().filter_map(|it| route(it, receivers, register, rule_names)).collect()
}

fn route(
    mut table: Reader<'_>,
    receivers: &Receivers,
    register: &Register,
    rule_names: &[&str],
) -> Option<Route> {
    let matcher = table
        .table("match", "[route.match]")
        .map(|it| matcher(it, register, rule_names))
        .unwrap_or_default();
    let list = table.strings("to");
    if !table.has("to") {
        table
            .missing("to", "write to = [\"…\"] with names of receivers, or to = [] to keep silent");
    }
    let mut to: Vec<String> = Vec::new();
    for name in list?.value {
        let names = receivers.names.iter().map(|(known, _)| known.as_str());
        let known = names.clone().any(|known| known == name.value);
        let found = known.then(|| name.value.to_owned()).ok_or_else(|| {
            let help = did_you_mean(name.value, "the receivers", names);
            (format!("there is no receiver `{}`", name.value), help)
        });
        to.extend(table.taken(&name, found).filter(|it| !to.contains(it)));
    }
    table.finish();
    Some(Route { matcher, to })
}

fn matcher(mut table: Reader<'_>, register: &Register, rule_names: &[&str]) -> Matcher {
    let severities = [Severity::Info, Severity::Warning, Severity::Error].map(|it| (it.key(), it));
    let found = Matcher {
        severity: table.choice("severity", &severities),
        region: sites::region(&mut table, sites::Written::Pattern),
        kind: table.choice("kind", &AgencyKind::ALL.map(|kind| (kind.key(), kind))),
        rule: table.parsed("rule", |name| rules(name, rule_names)),
        agency: table.parsed("agency", |name| register.official_name(name)),
    };
    table.finish();
    found
}

/// The name of a rule, or the beginning that several share with a `*` behind it.
fn rules(pattern: &str, known: &[&str]) -> Result<String, (String, String)> {
    let Some(start) = pattern.strip_suffix('*') else { return rules::rule(pattern, known) };
    if known.iter().any(|name| name.starts_with(start)) {
        return Ok(pattern.to_owned());
    }
    let help = "write the name of a rule, or its beginning and a star, e.g. \"table-*\"".to_owned();
    Err((format!("there is no rule that begins with `{start}`"), help))
}

#[cfg(test)]
mod tests {
    use crate::config::Given;
    use crate::config::parse;
    use crate::domain::Alert;
    use crate::domain::AlertKind;
    use crate::domain::Severity;
    use crate::notify::Routed;
    use crate::notify::given;
    use crate::notify::route;

    fn alert(severity: Severity, region: &str) -> Alert {
        let alert = given::alert(AlertKind::Opened, "late-publication", "某局");
        Alert { severity, region: region.into(), ..alert }
    }

    fn told(routes: &str, alert: &Alert) -> Vec<String> {
        let people = "[mail]\nfrom = 'w@a.example'\n[mail.file]\ndir = 'mail'\n\
                      [[receiver]]\nname = 'office'\nemail = 'o@a.example'\n\
                      [[receiver]]\nname = 'city'\nemail = 'c@a.example'\n";
        let given = Given { rule_names: &["late-publication"], ..Given::default() };
        let config = parse("test.toml", &format!("{people}{routes}"), &given).unwrap();
        match route(alert, &config.routes) {
            Routed::To { receivers, .. } => receivers.to_vec(),
            Routed::Nobody => Vec::new(),
        }
    }

    #[test]
    fn without_routes_everybody_is_told() {
        assert_eq!(told("", &alert(Severity::Info, "")), ["office", "city"]);
    }

    #[test]
    fn the_first_route_that_matches_wins() {
        let routes = "[[route]]\nmatch = { severity = 'error', region = '6203*' }\nto = ['city']\n\
                      [[route]]\nmatch = { kind = 'department' }\nto = ['office', 'office']\n";
        assert_eq!(told(routes, &alert(Severity::Error, "620302")), ["city"]);
        assert_eq!(told(routes, &alert(Severity::Warning, "620302")), ["office"]);
        assert_eq!(told(routes, &alert(Severity::Error, "431202")), ["office"]);
    }

    #[test]
    fn a_severity_means_what_is_worse_as_well() {
        let routes = "[[route]]\nmatch = { severity = 'warning' }\nto = ['city']\n";
        assert_eq!(told(routes, &alert(Severity::Error, "")), ["city"]);
        assert_eq!(told(routes, &alert(Severity::Warning, "")), ["city"]);
        assert!(told(routes, &alert(Severity::Info, "")).is_empty());
    }

    #[test]
    fn what_no_route_matches_reaches_nobody() {
        let routes = "[[route]]\nmatch = { severity = 'error' }\nto = ['city']\n";
        assert!(told(routes, &alert(Severity::Info, "620302")).is_empty());
    }

    #[test]
    fn a_route_to_nobody_silences_what_it_matches() {
        let routes = "[[route]]\nmatch = { region = '6203' }\nto = []\n\
                      [[route]]\nto = ['office']\n";
        assert!(told(routes, &alert(Severity::Error, "620302")).is_empty());
        assert_eq!(told(routes, &alert(Severity::Error, "431202")), ["office"]);
    }

    #[test]
    fn a_star_stands_for_the_rest_of_a_rule() {
        let routes = "[[route]]\nmatch = { rule = 'late-*' }\nto = ['city']\n";
        assert_eq!(told(routes, &alert(Severity::Error, "")), ["city"]);
    }
}
