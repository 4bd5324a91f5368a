//! Which receivers an alert goes to.
//!
//! The first matching route wins, even if it names nobody: that is how an operator silences a
//! region. An alert that no route takes reaches nobody, and the caller is told so.

use crate::domain::Alert;
use crate::notify::Matcher;
use crate::notify::Route;

/// Where an alert goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Routed<'a> {
    /// To the receivers of a route.
    To {
        /// Position of the route, counted from 0.
        index: usize,
        /// Names of its receivers.
        receivers: &'a [String],
    },
    /// No route takes it.
    Nobody,
}

/// Finds the first route that takes the alert.
pub fn route<'a>(alert: &Alert, routes: &'a [Route]) -> Routed<'a> {
    routes
        .iter()
        .enumerate()
        .find(|(_, route)| takes(&route.matcher, alert))
        .map_or(Routed::Nobody, |(index, route)| Routed::To { index, receivers: &route.to })
}

fn takes(matcher: &Matcher, alert: &Alert) -> bool {
    let Matcher { severity, region, kind, rule, agency } = matcher;
    severity.is_none_or(|it| alert.severity >= it)
        && region.as_deref().is_none_or(|it| alert.region.starts_with(it.trim_end_matches('*')))
        && kind.is_none_or(|it| alert.agency_kind == it)
        && rule.as_deref().is_none_or(|it| names(it, &alert.rule))
        && agency.as_deref().is_none_or(|it| alert.agency == it)
}

fn names(pattern: &str, id: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == id, |start| id.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AgencyKind;
    use crate::domain::AlertKind;
    use crate::domain::Severity;
    use crate::notify::compose::given;

    fn to(matcher: Matcher) -> Vec<Route> {
        vec![Route { matcher, to: vec!["office".into()] }]
    }

    fn taken(matcher: Matcher) -> bool {
        let mut alert = given::alert(AlertKind::Opened, "table-missing", "某市教育局");
        alert.severity = Severity::Warning;
        route(&alert, &to(matcher)) != Routed::Nobody
    }

    #[test]
    fn an_empty_matcher_takes_everything() {
        assert!(taken(Matcher::default()));
    }

    #[test]
    fn a_severity_takes_itself_and_what_is_worse() {
        let of = |severity| taken(Matcher { severity: Some(severity), ..Matcher::default() });
        assert!(of(Severity::Info));
        assert!(of(Severity::Warning));
        assert!(!of(Severity::Error));
    }

    #[test]
    fn a_region_takes_what_begins_with_it() {
        let of =
            |region: &str| taken(Matcher { region: Some(region.into()), ..Matcher::default() });
        for (region, expected) in
            [("6203*", true), ("6203", true), ("620302", true), ("*", true), ("6204*", false)]
        {
            assert_eq!(of(region), expected, "{region}");
        }
    }

    #[test]
    fn a_rule_is_exact_unless_it_ends_in_a_star() {
        let of = |rule: &str| taken(Matcher { rule: Some(rule.into()), ..Matcher::default() });
        for (rule, expected) in [
            ("table-missing", true),
            ("table-*", true),
            ("*", true),
            ("table-", false),
            ("t", false),
        ] {
            assert_eq!(of(rule), expected, "{rule}");
        }
    }

    #[test]
    fn kind_and_agency_are_exact_and_all_parts_must_hold() {
        let both = |kind, agency: &str| {
            taken(Matcher { kind: Some(kind), agency: Some(agency.into()), ..Matcher::default() })
        };
        assert!(both(AgencyKind::Department, "某市教育局"));
        assert!(!both(AgencyKind::Township, "某市教育局"));
        assert!(!both(AgencyKind::Department, "某市教育"));
    }

    #[test]
    fn the_first_matching_route_wins_even_if_it_names_nobody() {
        let silence = Matcher { region: Some("6203*".into()), ..Matcher::default() };
        let routes = [
            Route { matcher: silence, to: vec![] },
            Route { matcher: Matcher::default(), to: vec!["office".into()] },
        ];
        let mut alert = given::alert(AlertKind::Opened, "table-missing", "某市教育局");
        assert_eq!(route(&alert, &routes), Routed::To { index: 0, receivers: &[] });
        alert.region = "110000".into();
        assert!(matches!(route(&alert, &routes), Routed::To { index: 1, .. }));
    }

    #[test]
    fn without_a_route_an_alert_reaches_nobody() {
        let alert = given::alert(AlertKind::System, "store-damaged", "");
        assert_eq!(route(&alert, &[]), Routed::Nobody);
    }
}
