//! What people read, word for word, and what a mail program makes of it.

use std::path::Path;

use gongkai_watch::domain::Alert;
use gongkai_watch::domain::CaseId;
use gongkai_watch::domain::Lang;
use gongkai_watch::domain::Letter;
use gongkai_watch::domain::Severity;
use gongkai_watch::notify::MailSettings;
use gongkai_watch::notify::Mailer;
use gongkai_watch::notify::Occasion;
use gongkai_watch::notify::Rendered;
use gongkai_watch::notify::Transport;
use gongkai_watch::notify::render;
use mailparse::MailHeaderMap;
use mailparse::ParsedMail;

use crate::given;

const ADDRESS: &str = "值班室 <office@example.org>";

fn read_aloud(name: &str, letter: &Letter) {
    for (lang, key) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let Rendered { subject, text, html } = render(letter, lang).unwrap();
        let shown = format!("{} | {subject}\n\n{text}\n{html}", letter.kind.key());
        insta::assert_snapshot!(format!("{name}_{key}"), shown);
    }
}

fn round(alerts: Vec<Alert>, days: i64) -> Letter {
    given::letter(alerts, Occasion::Round, ADDRESS, given::days_later(days))
}

#[test]
fn one_new_case() {
    read_aloud("alert_single", &round(vec![given::overdue("某市教育局")], 0));
}

#[test]
fn a_digest_of_several_labels() {
    let mut mild = given::unbalanced("某市文化广电和旅游局");
    mild.severity = Severity::Warning;
    let alerts = vec![
        given::overdue("某市教育局"),
        given::overdue("某市财政局"),
        given::overdue("某市卫生健康委员会"),
        given::unbalanced("某市水务局"),
        mild,
        given::corrected("某市司法局"),
    ];
    read_aloud("alert_digest", &round(alerts, 0));
}

#[test]
fn a_case_that_is_over() {
    let alerts = vec![given::late("某市教育局"), given::published("某市教育局")];
    read_aloud("resolved", &round(alerts, 3));
}

#[test]
fn what_still_stands() {
    let alerts =
        vec![given::reminder(given::unbalanced("某市水务局")), given::long_overdue("某市财政局")];
    read_aloud("reminder", &round(alerts, 28));
}

#[test]
fn the_first_look() {
    let alerts = vec![given::overdue("某市教育局"), given::unbalanced("某市水务局")];
    let letter = given::letter(alerts, Occasion::Baseline, ADDRESS, given::morning());
    read_aloud("baseline", &letter);
}

#[test]
fn the_periodical_summary() {
    let alerts = vec![
        given::long_overdue("某市财政局"),
        given::published("某市教育局"),
        given::reminder(given::unbalanced("某市水务局")),
    ];
    let letter = given::letter(alerts, Occasion::Bulletin, ADDRESS, given::days_later(59));
    read_aloud("bulletin", &letter);
}

#[test]
fn the_monitor_about_itself() {
    read_aloud("system", &round(vec![given::unread()], 0));
}

fn mailer(dir: &Path) -> Mailer {
    let transport = Transport::File { dir: dir.to_owned() };
    Mailer::new(&MailSettings {
        from: "公开监测 <watch@example.org>".parse().unwrap(), transport
    })
    .unwrap()
}

/// Sends a letter into a directory and reads the one file that is there.
async fn written(letter: &Letter, rendered: &Rendered) -> (String, Vec<u8>) {
    let dir = tempfile::tempdir().unwrap();
    let mailer = mailer(dir.path());
    mailer.send(letter, rendered).await.unwrap();
    mailer.send(letter, rendered).await.unwrap();
    let files: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|it| it.unwrap()).collect();
    assert_eq!(files.len(), 1, "a repeated mail replaces its file");
    let name = files[0].file_name().to_string_lossy().into_owned();
    (name, std::fs::read(files[0].path()).unwrap())
}

fn header(mail: &ParsedMail<'_>, name: &str) -> Option<String> {
    let values = mail.headers.get_all_values(name);
    assert!(values.len() < 2, "{name} stands twice");
    values.into_iter().next()
}

fn assert_lines_are_short_ascii(bytes: &[u8]) {
    assert!(bytes.is_ascii());
    for line in bytes.split(|&byte| byte == b'\n') {
        assert!(line.len() <= 998 + 1, "{}", String::from_utf8_lossy(line));
    }
    let text = String::from_utf8_lossy(bytes);
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "bare line feeds");
}

#[tokio::test]
async fn a_file_holds_the_whole_mail() {
    let alerts = vec![given::overdue("某市教育局"), given::unbalanced("某市水务局")];
    let cases: Vec<_> = alerts.iter().map(|it| it.case.clone().unwrap().0).collect();
    let letter = round(alerts, 0);
    let rendered = render(&letter, Lang::Zh).unwrap();
    let (name, bytes) = written(&letter, &rendered).await;

    assert_eq!(name, format!("20260131T220000Z-alert-{}.eml", &letter.message_id[..12]));
    assert_lines_are_short_ascii(&bytes);
    let mail = mailparse::parse_mail(&bytes).unwrap();
    let is = |name: &str, value: &str| assert_eq!(header(&mail, name).as_deref(), Some(value));
    is("From", "公开监测 <watch@example.org>");
    is("To", ADDRESS);
    is("Date", "Sat, 31 Jan 2026 22:00:00 +0000");
    is("Subject", &rendered.subject);
    is("Message-ID", &format!("<{}>", letter.message_id));
    is("List-Id", "gongkai-watch alerts <alerts.gongkai-watch.example.org>");
    is("Auto-Submitted", "auto-generated");
    is("X-Gongkai-Watch-Kind", "alert");
    let listed = header(&mail, "X-Gongkai-Watch-Cases").unwrap();
    let mut listed: Vec<_> = listed.split(", ").collect();
    let mut expected: Vec<_> = cases.iter().map(String::as_str).collect();
    listed.sort_unstable();
    expected.sort_unstable();
    assert_eq!(listed, expected);
    let references = header(&mail, "References").unwrap();
    assert_eq!(references.split(' ').count(), 2);
    let first = header(&mail, "In-Reply-To").unwrap();
    assert!(references.starts_with(&first));
    assert!(first.starts_with("<case-") && first.ends_with("@example.org>"), "{first}");

    assert_eq!(mail.ctype.mimetype, "multipart/alternative");
    let types: Vec<_> = mail.subparts.iter().map(|it| it.ctype.mimetype.as_str()).collect();
    assert_eq!(types, ["text/plain", "text/html"]);
    let body = |i: usize| mail.subparts[i].get_body().unwrap().replace("\r\n", "\n");
    assert_eq!(body(0).trim_end(), rendered.text.trim_end());
    assert_eq!(body(1).trim_end(), rendered.html.trim_end());
}

#[tokio::test]
async fn a_long_chinese_subject_arrives_unchanged() {
    let letter = round(vec![given::overdue("某市教育局")], 0);
    let subject: String = "政府信息公开工作年度报告".chars().cycle().take(120).collect();
    let rendered =
        Rendered { subject: subject.clone(), text: "正文".into(), html: "正文".into() };
    let (_, bytes) = written(&letter, &rendered).await;

    assert_lines_are_short_ascii(&bytes);
    let header_lines = String::from_utf8_lossy(&bytes);
    let longest = header_lines.lines().take_while(|it| !it.is_empty()).map(str::len).max();
    assert!(longest.is_some_and(|it| it <= 78), "{longest:?}");
    let mail = mailparse::parse_mail(&bytes).unwrap();
    assert_eq!(header(&mail, "Subject"), Some(subject));
}

#[tokio::test]
async fn a_hostile_name_adds_neither_header_nor_markup() {
    let name = "某局\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>\u{202e}";
    let mut alert = given::overdue(name);
    alert.case = Some(CaseId("x>\r\nBcc: all@example.org".into()));
    let letter = round(vec![alert], 0);
    let rendered = render(&letter, Lang::Zh).unwrap();
    let (_, bytes) = written(&letter, &rendered).await;

    assert_lines_are_short_ascii(&bytes);
    let mail = mailparse::parse_mail(&bytes).unwrap();
    assert_eq!(header(&mail, "Bcc"), None);
    let subject = header(&mail, "Subject").unwrap();
    let shown =
        "[逾期][某局 Bcc: all@example.org <script>alert(1)</script>] 2025年度报告：已逾期1天";
    assert_eq!(subject, shown);
    assert!(!mail.subparts[1].get_body().unwrap().contains("<script"));
    assert_eq!(header(&mail, "X-Gongkai-Watch-Cases").as_deref(), Some("xBccallexampleorg"));
}

#[tokio::test]
async fn a_thousand_cases_make_no_line_too_long() {
    let alerts: Vec<_> = (0..1000).map(|i| given::overdue(&format!("第{i}局"))).collect();
    let letter = given::letter(alerts, Occasion::Baseline, ADDRESS, given::morning());
    let rendered = render(&letter, Lang::En).unwrap();
    let (_, bytes) = written(&letter, &rendered).await;

    assert_lines_are_short_ascii(&bytes);
    let mail = mailparse::parse_mail(&bytes).unwrap();
    assert_eq!(header(&mail, "X-Gongkai-Watch-Cases").unwrap().split(", ").count(), 1000);
    assert_eq!(header(&mail, "References").unwrap().split(' ').count(), 20);
}

#[tokio::test]
async fn a_test_mail_says_that_it_is_one() {
    let dir = tempfile::tempdir().unwrap();
    let to = ADDRESS.parse().unwrap();
    mailer(dir.path()).send_test(&to, Lang::Zh, given::morning()).await.unwrap();
    let file = std::fs::read_dir(dir.path()).unwrap().next().unwrap().unwrap();
    let bytes = std::fs::read(file.path()).unwrap();
    let mail = mailparse::parse_mail(&bytes).unwrap();
    let subject = header(&mail, "Subject").unwrap();
    assert_eq!(subject, "[系统][测试] 这是一封测试邮件，收到即说明发信设置可用");
    assert_eq!(header(&mail, "References"), None);
}
