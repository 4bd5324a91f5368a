//! Rule packs from file to finding; every `fixtures/packs/*.toml` is a pack with mistakes, and its
//! snapshot is what the operator sees.

use std::path::Path;

use gongkai_watch::config;
use gongkai_watch::config::Given;
use gongkai_watch::config::InvalidConfig;
use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;
use gongkai_watch::domain::Severity;
use gongkai_watch::domain::TableKind;
use gongkai_watch::rules;
use gongkai_watch::rules::pack;
use miette::GraphicalReportHandler;
use miette::GraphicalTheme;

fn shown(error: &InvalidConfig) -> String {
    let mut shown = String::new();
    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(100)
        .render_report(&mut shown, error)
        .unwrap();
    shown.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

const BUILT_IN: [&str; 3] = ["late-publication", "applications-unbalanced", "row-sum-wrong"];

#[test]
fn mistakes_in_packs_are_explained() {
    insta::glob!("../fixtures/packs", "*.toml", |path| {
        let dir = path.parent().unwrap().parent().unwrap().parent().unwrap().parent().unwrap();
        let name = path.strip_prefix(dir).unwrap();
        let error = config::load_pack(name, &BUILT_IN).unwrap_err();
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(shown(&error));
        });
    });
}

#[test]
fn the_sample_pack_shows_every_kind() {
    let ids: Vec<&str> = rules::all().map(|rule| rule.id).collect();
    let found = config::load_pack(Path::new("config/rules/sample.toml"), &ids)
        .unwrap_or_else(|error| panic!("{}", shown(&error)));
    let kinds: Vec<&str> = found
        .iter()
        .map(|rule| match rule.test {
            pack::Test::Identity { .. } => "identity",
            pack::Test::Threshold { .. } => "threshold",
            pack::Test::Phrase { .. } => "required-phrase",
            pack::Test::Pattern { .. } => "pattern",
        })
        .collect();
    assert_eq!(kinds, ["identity", "threshold", "required-phrase", "pattern"]);
    assert_eq!(config::SAMPLE_PACK, std::fs::read_to_string("config/rules/sample.toml").unwrap());
}

#[test]
fn a_configuration_reads_its_packs_and_may_name_their_rules() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    std::fs::create_dir(dir.path().join("rules.d")).unwrap();
    write("rules.d/local.toml", config::SAMPLE_PACK);
    let main = dir.path().join("main.toml");
    let load = |text: &str| {
        write("main.toml", text);
        let given = Given { rule_names: &BUILT_IN, ..Given::default() };
        config::load(&main, &given)
    };
    let found = load(
        "[rules]\ndisabled = ['local-informal-name']\n[rules.set.row-sum-wrong]\nseverity = 'info'\n\
         [mail]\nfrom = 'a@b.example'\n[mail.file]\ndir = 'mail'\n[[receiver]]\nname = 'o'\n\
         email = 'o@b.example'\n[[route]]\nmatch = { rule = 'local-licences-beyond-belief' }\n\
         to = ['o']\n",
    )
    .unwrap_or_else(|error| panic!("{}", shown(&error)));
    assert_eq!(found.book.packs.len(), 4);
    assert_eq!(found.book.disabled, ["local-informal-name"]);
    assert_eq!(found.book.severities.get("row-sum-wrong"), Some(&Severity::Info));
    assert_eq!(load("").unwrap().book.packs.len(), 4);
    assert!(load("[rules]\npacks = []\n").unwrap().book.packs.is_empty());
    write("rules.d/twice.toml", config::SAMPLE_PACK);
    let twice = load("").unwrap_err();
    assert_eq!(twice.problems().len(), 4);
    let twice = shown(&twice);
    assert_eq!(twice.matches("two rules have the name").count(), 4, "{twice}");
    assert_eq!(twice.matches("used again here, after rules.d/local.toml").count(), 4, "{twice}");
    assert!(!twice.contains("first used here"), "{twice}");
    let error = load("[rules]\ndisabled = ['late-publicaton', 'nosuch']\n").unwrap_err();
    let error = shown(&error);
    assert!(error.contains("did you mean `late-publication`?"), "{error}");
    assert!(error.contains("`gongkai-watch rules` lists them all"), "{error}");
    let error = load("[rules]\npacks = 'rules.d/local.toml'\n[rules.set.local-informal-name]\n");
    assert!(shown(&error.unwrap_err()).contains("is a rule of a pack"));
    let error = load("[rules]\npacks = ['nowhere.toml']\n").unwrap_err();
    assert!(shown(&error).contains("no such file"));
}

/// The reference that `config/rules/README.md` holds.
fn reference() -> String {
    let mut text = include_str!("../../config/rules/preface.md").to_owned();
    text.push_str("\n## Tables, rows and columns\n\nAs in `extract --format json`.\n\n");
    text.push_str("| table | row | columns |\n|---|---|---|\n");
    for kind in TableKind::ALL {
        for line in pack::lines_of(kind) {
            let columns: Vec<&str> =
                pack::columns_of(line).iter().copied().map(Column::json_key).collect();
            let name = (Line::key(line), line.zh());
            text.push_str(&format!(
                "| `{}` | `{}` {} | {} |\n",
                kind.key(),
                name.0,
                name.1,
                columns.join(", ")
            ));
        }
    }
    text.push_str("\n## Built-in rules\n\n| rule | severity | from | what it checks | basis |\n");
    text.push_str("|---|---|---|---|---|\n");
    for rule in rules::all() {
        text.push_str(&format!(
            "| `{}` {} | {} | {} | {} | {} |\n",
            rule.id,
            rule.label.0,
            rule.severity.key(),
            rule.first_year,
            rule.summary().replace('|', "\\|"),
            rule.basis.0.replace('|', "\\|")
        ));
    }
    let with_params: Vec<_> = rules::all().filter(|rule| !rule.params.is_empty()).collect();
    if !with_params.is_empty() {
        text.push_str("\n## Thresholds\n\nUnder `[rules.set.<rule>]`.\n\n");
        text.push_str("| rule | key | default | meaning |\n|---|---|---|---|\n");
        for rule in with_params {
            for param in rule.params {
                let default = param.default.map_or_else(|| "off".to_owned(), |it| it.to_string());
                text.push_str(&format!(
                    "| `{}` | `{}` | {default} | {} |\n",
                    rule.id, param.name, param.doc.1
                ));
            }
        }
    }
    text
}

#[test]
fn the_reference_of_the_rules_is_up_to_date() {
    let path = "config/rules/README.md";
    let wanted = reference();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(found == wanted, "{path} is out of date; run UPDATE_DOCS=1 cargo test");
}
