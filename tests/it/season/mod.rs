//! A season in the life: a portal, the real program with a real store, and the mails it writes.
//!
//! Each step runs the program once at an instant; a mail that the test did not ask for fails it, so
//! "and nothing else arrives" need not be written.

pub mod page;
pub mod portal;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use mailparse::MailHeaderMap;
use serde_json::Value;

use portal::Portal;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_gongkai-watch");

/// A mail that was written.
#[derive(Debug, Clone)]
pub struct Mail {
    /// `X-Gongkai-Watch-Kind`.
    pub kind: String,
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// To whom.
    pub to: String,
    /// `X-Gongkai-Watch-Cases`, taken apart.
    pub cases: Vec<String>,
}

/// Agencies to be watched, a portal, and the program's configuration.
#[derive(Debug)]
pub struct Season {
    /// Where the reports stand.
    pub portal: Portal,
    dir: tempfile::TempDir,
    agencies: Vec<(String, &'static str)>,
    extra: String,
    receiver: String,
    seen: BTreeSet<PathBuf>,
}

impl Season {
    /// Watches agencies of the given kinds on one listing.
    pub fn watching(agencies: &[(&str, &'static str)]) -> Self {
        let season = Self {
            portal: Portal::start(),
            dir: tempfile::tempdir().unwrap(),
            agencies: agencies.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect(),
            extra: String::new(),
            receiver: String::new(),
            seen: BTreeSet::new(),
        };
        season.configure();
        season
    }

    /// Watches one department.
    pub fn of(agency: &str) -> Self {
        Self::watching(&[(agency, "department")])
    }

    /// With more lines of configuration, whole tables.
    pub fn with(mut self, extra: &str) -> Self {
        self.extra.push_str(extra);
        self.configure();
        self
    }

    /// With more keys for the one receiver.
    pub fn receiver(mut self, keys: &str) -> Self {
        self.receiver.push_str(keys);
        self.configure();
        self
    }

    /// More lines at the end of the configuration, e.g. another site.
    pub fn append(&self, text: &str) {
        let file = self.dir.path().join("gongkai-watch.toml");
        let before = fs::read_to_string(&file).unwrap();
        fs::write(file, before + text).unwrap();
    }

    /// Everything that can be asked of the program, as one text.
    pub fn picture(&self) -> String {
        ["status", "findings", "cases"]
            .map(|what| json(&self.run(&[what, "--format", "json"])).to_string())
            .join("\n")
    }

    fn configure(&self) {
        let mut text = format!(
            "data-dir = \"data\"\n\
             [fetch]\ninterval-per-host = \"0s\"\nrobots = false\ntimeout = \"5s\"\n\
             allow-networks = [\"127.0.0.0/8\"]\n\
             [mail]\nfrom = \"公开监测 <watch@example.org>\"\n[mail.file]\ndir = \"mail\"\n\
             [[receiver]]\nname = \"office\"\nemail = [\"office@example.org\"]\n{}\n{}\n\
             [[site]]\nid = \"mou-shi\"\nname = \"某市人民政府\"\nurl = \"{}\"\nregion = \"620302\"\n",
            self.receiver,
            self.extra,
            self.portal.url(),
        );
        for (name, kind) in &self.agencies {
            text += &format!("[[site.agency]]\nname = \"{name}\"\nkind = \"{kind}\"\n");
        }
        fs::write(self.dir.path().join("gongkai-watch.toml"), text).unwrap();
    }

    /// Runs a command of the program.
    pub fn run(&self, args: &[&str]) -> Output {
        run(self.dir.path(), args)
    }

    /// Runs one round at an instant of Shanghai, e.g. `2026-02-01 08:00`.
    pub fn at(&mut self, when: &str) -> Step<'_> {
        let at = instant(when);
        succeeded(&self.run(&["once", "--all", "--at", &at]));
        let mails = self.new_mails();
        Step { season: self, at, mails, rows: OnceCell::new(), cases: OnceCell::new() }
    }

    /// Runs one round after which nothing arrives.
    pub fn quiet(&mut self, when: &str) {
        drop(self.at(when));
    }

    /// Where an obligation stands at an instant, without a round.
    pub fn status_at(&self, when: &str, agency: &str) -> Value {
        let args = ["status", "--format", "json", "--at", &instant(when)];
        row(&json(&self.run(&args)), agency)
    }

    fn new_mails(&mut self) -> Vec<Mail> {
        let Ok(files) = fs::read_dir(self.dir.path().join("mail")) else { return Vec::new() };
        let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        files.retain(|file| self.seen.insert(file.clone()));
        files.iter().map(|file| mail(&fs::read(file).unwrap())).collect()
    }
}

/// What one round brought. Mails that are not taken from it fail the test.
#[derive(Debug)]
pub struct Step<'a> {
    season: &'a Season,
    at: String,
    mails: Vec<Mail>,
    /// Asked for once; nothing changes until the next round.
    rows: OnceCell<Value>,
    cases: OnceCell<Value>,
}

impl Step<'_> {
    /// Takes the one mail of a kind about an agency, whose subject or text contains all of `says`.
    pub fn want_mail(&mut self, kind: &str, agency: &str, says: &[&str]) -> Mail {
        let fits = |mail: &Mail| {
            let text: String = mail.text.split_whitespace().collect();
            let whole = format!("{}\n{}", mail.subject, text);
            let says = says.iter().map(|it| it.split_whitespace().collect::<String>());
            mail.kind == kind
                && text.contains(agency)
                && says.into_iter().all(|it| whole.contains(&it))
        };
        let Some(place) = self.mails.iter().position(fits) else {
            let mails = std::mem::take(&mut self.mails);
            panic!("no mail of kind {kind} about {agency} saying {says:?} among {mails:#?}");
        };
        self.mails.remove(place)
    }

    /// The portal.
    pub fn portal(&self) -> &Portal {
        &self.season.portal
    }

    /// Where the newest obligation of an agency stands.
    pub fn row(&self, agency: &str) -> Value {
        let ask = || json(&self.season.run(&["status", "--format", "json"]));
        row(self.rows.get_or_init(ask), agency)
    }

    /// Asserts where the newest obligation of an agency stands.
    pub fn want_state(&self, agency: &str, state: &str) {
        let row = self.row(agency);
        assert_eq!(row["state"], state, "{row:#}");
    }

    /// Asserts that nothing is known of an agency, and why.
    pub fn want_unknown(&self, agency: &str, reason: &str) {
        let row = self.row(agency);
        assert_eq!(row["state"], "unknown", "{row:#}");
        assert_eq!(row["unknown_reason"], reason, "{row:#}");
        assert!(row["reason"].as_str().is_some_and(|it| !it.is_empty()), "{row:#}");
    }

    /// The rules with an open case, sorted.
    pub fn open_cases(&self) -> Vec<String> {
        let ask = || json(&self.season.run(&["cases", "--format", "json"]));
        let cases = self.cases.get_or_init(ask).as_array().unwrap();
        let mut rules: Vec<String> =
            cases.iter().map(|it| it["finding"]["rule"].as_str().unwrap().to_owned()).collect();
        rules.sort();
        rules
    }

    /// The rules that an agency breaks, sorted.
    pub fn findings(&self, agency: &str) -> Vec<String> {
        let all = json(&self.season.run(&["findings", "--format", "json"]));
        let of = all.as_array().unwrap().iter().filter(|it| it["agency"] == agency);
        let mut rules: Vec<String> = of
            .flat_map(|it| it["findings"].as_array().unwrap().clone())
            .map(|it| it["rule"].as_str().unwrap().to_owned())
            .collect();
        rules.sort();
        rules
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(
                self.mails.is_empty(),
                "nobody asked for these at {}: {:#?}",
                self.at,
                self.mails
            );
        }
    }
}

/// Runs the program in a directory, deaf to the environment's own settings.
pub fn run(dir: &Path, args: &[&str]) -> Output {
    Command::new(PROGRAM)
        .args(args)
        .current_dir(dir)
        .env_remove("GONGKAI_WATCH_CONFIG")
        .env_remove("NOTIFY_SOCKET")
        .output()
        .unwrap()
}

/// `2026-02-01 08:00` in Shanghai, as RFC 3339.
fn instant(when: &str) -> String {
    format!("{}:00+08:00", when.replace(' ', "T"))
}

/// The newest obligation of an agency among those that `status` shows.
fn row(rows: &Value, agency: &str) -> Value {
    let mut rows = rows.as_array().unwrap().iter().rev();
    let found = rows.find(|row| row["agency"] == agency);
    found.unwrap_or_else(|| panic!("no row for {agency}")).clone()
}

fn succeeded(output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    let ended = output.status;
    assert!(ended.success() && !said.contains("panicked"), "{ended}: {said}");
}

fn json(output: &Output) -> Value {
    succeeded(output);
    serde_json::from_slice(&output.stdout).unwrap()
}

fn mail(bytes: &[u8]) -> Mail {
    let parsed = mailparse::parse_mail(bytes).unwrap();
    let header = |name: &str| parsed.headers.get_first_value(name).unwrap_or_default();
    Mail {
        kind: header("X-Gongkai-Watch-Kind"),
        subject: header("Subject"),
        to: header("To"),
        cases: header("X-Gongkai-Watch-Cases").split(", ").map(ToOwned::to_owned).collect(),
        text: parsed.subparts[0].get_body().unwrap(),
    }
}
