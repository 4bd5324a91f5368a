//! The README's rule table is that of the rule list. `UPDATE_DOCS=1 cargo test` rewrites it.
#![allow(clippy::unwrap_used, reason = "clippy spares test functions only")]

use std::path::Path;

use gongkai_watch::rules;

const BEGIN: &str = "<!-- rules -->\n";
const END: &str = "<!-- /rules -->";

fn table() -> String {
    let head = "| Rule | In mails | Severity | What it checks | Basis |\n|---|---|---|---|---|\n";
    let rows = rules::all().map(|rule| {
        let (zh, en) = rule.label;
        format!(
            "| `{}` | {zh} / {en} | {} | {} | {} |\n",
            rule.id,
            rule.severity.key(),
            rule.summary(),
            rule.basis.1
        )
    });
    std::iter::once(head.to_owned()).chain(rows).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the switch is for whoever runs the tests")]
fn the_rule_table_of_the_readme_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (shown, after) = rest.split_once(END).unwrap();
    let table = table();
    if shown == table {
        return;
    }
    if std::env::var("UPDATE_DOCS").is_ok() {
        std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(shown, table, "run UPDATE_DOCS=1 cargo test");
}
