//! Every `fixtures/config/*.toml` is a configuration mistake; its snapshot is what the operator
//! sees. A new case is a new file.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the exemptions of clippy.toml do not reach helper functions of integration tests"
)]

use std::path::Path;

use chrono::DateTime;
use gongkai_watch::config;
use gongkai_watch::config::Config;
use gongkai_watch::config::Given;
use gongkai_watch::config::InvalidConfig;
use gongkai_watch::domain::Lang;
use gongkai_watch::notify::Transport;
use gongkai_watch::secret::Secret;
use miette::GraphicalReportHandler;
use miette::GraphicalTheme;

const RULES: [&str; 3] = ["late-publication", "applications-unbalanced", "row-sum-wrong"];

fn given() -> Given<'static> {
    Given { rule_names: &RULES, ..Given::default() }
}

fn shown(error: &InvalidConfig) -> String {
    let mut shown = String::new();
    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(100)
        .render_report(&mut shown, error)
        .unwrap();
    // Editors strip trailing blanks; a snapshot should survive that.
    shown.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn parsed(text: &str) -> Config {
    config::parse("test.toml", text, &given()).unwrap_or_else(|it| panic!("{}", shown(&it)))
}

#[test]
fn mistakes_are_explained() {
    insta::glob!("../fixtures/config", "*.toml", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let file = path.file_name().unwrap().to_string_lossy();
        let error = config::parse(&file, &text, &given()).unwrap_err();
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(shown(&error));
        });
    });
}

#[test]
fn mistakes_across_files_are_shown_in_both() {
    let path = Path::new("tests/fixtures/config-included/gongkai-watch.toml");
    let error = config::load(path, &given()).unwrap_err();
    insta::assert_snapshot!(shown(&error));
}

#[test]
fn a_file_that_is_not_there_is_one_problem_with_a_remedy() {
    let error = config::load(Path::new("nowhere.toml"), &given()).unwrap_err();
    insta::assert_snapshot!(shown(&error));
}

#[test]
fn as_many_mistakes_as_there_are_in_one_report() {
    let text = include_str!("../fixtures/config/five-mistakes.toml");
    let error = config::parse("five-mistakes.toml", text, &given()).unwrap_err();
    assert_eq!(error.problems().len(), 5);
}

#[test]
fn no_password_is_ever_shown() {
    let text = include_str!("../fixtures/config/password-twice.toml");
    let error = config::parse("password-twice.toml", text, &given()).unwrap_err();
    assert!(text.contains("geheim"));
    assert!(!shown(&error).contains("geheim"));
    assert!(!format!("{error:?}").contains("geheim"));
}

proptest::proptest! {
    #[test]
    fn a_mangled_file_is_reported_and_never_a_crash(
        at in 0_usize..4000,
        length in 0_usize..40,
        instead in "[\\PC\n]{0,6}",
    ) {
        let sample = uncommented_sample();
        let chars = || sample.chars();
        let mangled: String =
            chars().take(at).chain(instead.chars()).chain(chars().skip(at + length)).collect();
        if let Err(error) = config::parse("mangled.toml", &mangled, &given()) {
            assert!(!error.problems().is_empty());
            assert!(!shown(&error).is_empty());
        }
    }
}

#[test]
fn the_sample_shows_the_defaults() {
    assert_eq!(parsed(config::SAMPLE), parsed(""));
}

/// The sample with its examples filled in: lines behind `#` without a space.
fn uncommented_sample() -> String {
    let example = |line: &str| line.starts_with('#') && !line.starts_with("# ") && line.len() > 1;
    let line = |line: &str| if example(line) { line.split_at(1).1.to_owned() } else { line.into() };
    let whole: Vec<_> = config::SAMPLE.lines().map(line).collect();
    // One way to send mail is enough, and the password file is the operator's.
    let whole = whole.join("\n").replace("password-file = ", "password = ");
    let others =
        ["[mail.file]\ndir = \"mail\"\n", "[mail.sendmail]\ncommand = \"/usr/sbin/sendmail\"\n"];
    others.iter().fold(whole, |text, other| {
        assert!(text.contains(other), "{other}");
        text.replace(other, "")
    })
}

#[test]
fn the_examples_of_the_sample_work() {
    let config = parsed(&uncommented_sample());
    assert_eq!(config.receivers.len(), 1);
    assert_eq!(config.routes.len(), 2);
    assert_eq!(config.local_deadlines.len(), 1);
    assert_eq!(config.sites.len(), 1);
    insta::assert_debug_snapshot!(config);
}

#[test]
fn the_summary_shows_what_happens_next() {
    let now = DateTime::parse_from_rfc3339("2026-12-30T12:00:00+08:00").unwrap().to_utc();
    let config = parsed(&uncommented_sample());
    let both = [Lang::Zh, Lang::En].map(|lang| config::summary(&config, now, lang));
    insta::assert_snapshot!(both.join("\n"));
}

#[test]
fn an_environment_password_is_used_if_the_file_names_none() {
    let text = "[mail]\nfrom = 'a@b.example'\n[mail.smtp]\nhost = 'h'\nusername = 'u'\n";
    assert!(config::parse("test.toml", text, &given()).is_err());
    let given = Given { smtp_password: Some(Secret::new("x")), ..given() };
    let mail = config::parse("test.toml", text, &given).unwrap().mail.unwrap();
    let Transport::Smtp(smtp) = mail.transport else { panic!("{mail:?}") };
    assert_eq!(smtp.login.unwrap().password.reveal(), "x");
    assert_eq!(smtp.port, 587);
}

#[test]
fn included_sites_and_relative_paths_start_from_the_file_they_stand_in() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    std::fs::create_dir(dir.path().join("sites.d")).unwrap();
    write(
        "main.toml",
        "data-dir = 'data'\n[mail]\nfrom = 'a@b.example'\n[mail.file]\ndir = 'mail'\n",
    );
    for name in ["b", "a"] {
        write(
            &format!("sites.d/{name}.toml"),
            &format!(
                "[[site]]\nid = '{name}'\nurl = 'https://{name}.example/'\n\
                 [[site.agency]]\nname = '{name}局'\nkind = 'department'\n"
            ),
        );
    }
    let config = config::load(&dir.path().join("main.toml"), &given()).unwrap();
    let ids: Vec<_> = config.sites.iter().map(|it| it.site.id.0.as_str()).collect();
    assert_eq!(ids, ["a", "b"]);
    assert_eq!(config.data_dir, dir.path().join("data"));
    let expected = Transport::File { dir: dir.path().join("mail") };
    assert_eq!(config.mail.unwrap().transport, expected);
}

#[test]
fn who_sets_poll_and_no_season_means_it_all_year() {
    assert!(parsed("").schedule.season.is_some());
    assert_eq!(parsed("[schedule]\npoll = '*/5 * * * *'").schedule.season, None);
    let text = "[schedule]\nseason = { months = [] }";
    assert_eq!(parsed(text).schedule.season, None);
    assert!(parsed("[schedule]\nremind = '@weekly'").schedule.season.is_some());
}

#[test]
fn a_local_date_may_repeat_the_law_and_is_free_where_the_law_has_none() {
    let local = |kind: &str, day: &str| {
        let text = format!(
            "[[deadlines.local]]\nregion = '4312'\n{kind}\nreport-year = 2021\n\
             publish-by = {day}\nbasis = '本地通知'\n"
        );
        config::parse("test.toml", &text, &given()).is_ok()
    };
    let table = [
        ("kind = 'department'", "2022-01-31", true),
        ("kind = 'department'", "2022-02-01", false),
        ("kind = 'government'", "2022-03-31", true),
        ("kind = 'government'", "2022-04-01", false),
        ("kind = 'township'", "2022-03-01", true),
        ("", "2022-02-15", true),
        ("", "2022-04-01", false),
    ];
    for (kind, day, accepted) in table {
        assert_eq!(local(kind, day), accepted, "{kind} {day}");
    }
}

/// A file of many sites, some of them headed by other tables.
fn many_sites(many: usize) -> String {
    let mut text = "language = \"en\"\n".to_owned();
    for n in 0..many {
        text += &format!(
            "\n[[site]]\nid = \"site-{n}\"\nname = \"第{n}县人民政府\"\nurl = \"http://s{n}.gov.test/\"\n\
             [[site.agency]]\nname = \"第{n}县财政局\"\nkind = \"department\"\n"
        );
    }
    text + "\n[web]\nlisten = \"127.0.0.1:1\"\n"
}

#[test]
fn a_long_file_says_the_same_as_its_sites_in_short_ones() {
    let long = config::parse("gongkai-watch.toml", &many_sites(3000), &given()).unwrap();
    assert_eq!(long.web.listen, Some("127.0.0.1:1".parse().unwrap()));
    for n in [0, 1, 1500, 2999] {
        let short = format!(
            "[[site]]\nid = \"site-{n}\"\nname = \"第{n}县人民政府\"\nurl = \"http://s{n}.gov.test/\"\n\
             [[site.agency]]\nname = \"第{n}县财政局\"\nkind = \"department\"\n"
        );
        let short = config::parse("short.toml", &short, &given()).unwrap();
        assert_eq!(long.sites[n].site, short.sites[0].site);
    }
    assert_eq!(long.sites.len(), 3000);
}

#[test]
fn a_mistake_in_a_long_file_is_shown_where_it_stands() {
    let good = many_sites(3000);
    let line = |text: &str, what: &str| {
        let at = text.find(what).unwrap();
        text[..at].lines().count() + usize::from(text[..at].ends_with('\n'))
    };
    let twice = good.replace("\"site-2500\"", "\"site-7\"");
    let unknown = good.replace("name = \"第2500县人民政府\"", "nam = \"第2500县人民政府\"");
    let broken = good.replace("name = \"第2500县人民政府\"", "name = \"第2500县人民政府");
    let odd_table = good.replace("[web]", "[wbe]");
    for (text, what, message) in [
        (twice, "id = \"site-7\"\nname = \"第2500", "two sites have the id `site-7`"),
        (unknown, "nam = ", "there is no key `nam` in `[[site]]`"),
        (broken, "name = \"第2500县人民政府\n", "is not TOML"),
        (odd_table, "[wbe]", "there is no key `wbe`"),
    ] {
        let error = config::parse("long.toml", &text, &given()).unwrap_err();
        let shown = shown(&error);
        assert!(shown.contains(message), "{shown}");
        assert!(shown.contains(&format!("{} │", line(&text, what))), "{shown}");
        assert_eq!(error.problems().len(), 1, "{shown}");
    }
}
