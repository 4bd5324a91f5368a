//! Our verdicts beside those of Protego, an independent reader, on real files.
//!
//! A sample is kept with the tests; `tests/robots/run.sh` makes the whole of it and names the folder
//! in `ROBOTS_CORPUS`. The two readers differ on purpose in a few things, and every file on which they
//! do is named here: see [`Difference`].

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::path::Path;
use std::path::PathBuf;

use super::*;

/// What we and Protego take differently; everything here is as RFC 9309 has it with us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// We take a name as it stands, without a version behind it (§2.2.1); Protego keeps the version,
    /// and takes the beginning of our name for our name.
    Name,
    /// A line of another kind does not end a list of names (§2.2.4); with Protego it does.
    OtherLine,
    /// `?` is one octet of a rule (§2.2.2), not three; so it does not make a rule more specific.
    Octets,
    /// `%3D` is not `=`: only what need not be escaped is the same escaped (§2.2.2).
    Escape,
    /// `Allow: /a/index.html` does not allow `/a/`.
    Index,
    Unexplained,
}

/// The files on which the readers differ, and in what.
const KNOWN: [(&str, Difference); 14] = [
    ("hootsuite.com", Difference::OtherLine),
    ("inform.kz", Difference::Octets),
    ("msdn.microsoft.com", Difference::Octets),
    ("stockcharts.com", Difference::Index),
    ("www.cricbuzz.com", Difference::Name),
    ("www.crutchfield.com", Difference::Name),
    ("www.mylife.com", Difference::Octets),
    ("www.rei.com", Difference::Escape),
    ("www.santabanta.com", Difference::Name),
    ("www.telstra.com.au", Difference::Index),
    ("www.thomsonreuters.com", Difference::Octets),
    ("www.toyoko-inn.com", Difference::Index),
    ("www.utdallas.edu", Difference::Name),
    ("www.yellowpages.com.au", Difference::Name),
];

struct Verdict<'a> {
    file: &'a str,
    agent: &'a str,
    path: &'a str,
    allowed: bool,
}

fn verdict(line: &str) -> Verdict<'_> {
    let mut cells = line.split('\t');
    let mut cell = || cells.next().unwrap();
    Verdict { file: cell(), agent: cell(), path: cell(), allowed: cell() == "1" }
}

fn corpus() -> PathBuf {
    std::env::var_os("ROBOTS_CORPUS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/robots"),
        PathBuf::from,
    )
}

#[test]
fn real_files_mean_to_us_what_they_mean_to_an_independent_reader() {
    let folder = corpus();
    let table = std::fs::read_to_string(folder.join("verdicts.tsv")).unwrap();
    let mut bodies: HashMap<&str, Vec<u8>> = HashMap::new();
    let mut rules: HashMap<(&str, &str), Rules> = HashMap::new();
    let (mut asked, mut differ) = (0_u32, BTreeMap::<Difference, u32>::new());
    for line in table.lines() {
        let said = verdict(line);
        let body = bodies
            .entry(said.file)
            .or_insert_with(|| std::fs::read(folder.join("files").join(said.file)).unwrap());
        let known = rules
            .entry((said.file, said.agent))
            .or_insert_with(|| Rules::read(said.agent, 200, body).unwrap());
        let url = Url::parse(&format!("http://gov.test{}", said.path)).unwrap();
        asked += 1;
        if known.allow(&url) != said.allowed {
            let known = KNOWN.iter().find(|(file, _)| *file == said.file);
            let why = known.map_or(Difference::Unexplained, |(_, why)| *why);
            let seen = differ.entry(why).or_default();
            *seen += 1;
            if why == Difference::Unexplained && *seen <= 40 {
                println!("unexplained: {line}");
            }
        }
    }
    let agreed = asked - differ.values().sum::<u32>();
    println!("robots.txt: {} files, {asked} verdicts, {agreed} agree, {differ:?}", bodies.len());
    assert!(asked > 0 && !differ.contains_key(&Difference::Unexplained));
}
