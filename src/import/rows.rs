//! Rows → sites. Every row is judged by itself first, then against those before it.

use std::collections::HashMap;

use serde::Serialize;
use url::Url;

use super::columns::Key;
use super::credit::Code;
use super::sheet::Row;
use super::sheet::Table;
use crate::domain::AgencyKind;
use crate::domain::Lang;
use crate::domain::Text;
use crate::survey::block;
use crate::survey::block::AgencyBlock;
use crate::survey::block::Ids;
use crate::survey::block::SiteBlock;
use crate::survey::kind;
use crate::survey::kind::Trust;

/// What came of a list.
#[derive(Debug)]
pub struct Imported {
    /// The sites in the order in which the list first names them.
    pub sites: Vec<SiteBlock>,
    /// What is wrong or was done in a row's stead, in the order of the rows.
    pub problems: Vec<Problem>,
    /// Sums.
    pub counts: Counts,
    /// Headings that were not used.
    pub ignored: Vec<String>,
    /// The list has a column of regions.
    pub has_regions: bool,
}

/// Something to say of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The row's number, from 1.
    pub row: u64,
    /// What it is, and what to do.
    pub text: Text,
    /// The row was left out.
    pub left_out: bool,
}

/// Sums over a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Rows that are not blank.
    pub rows: usize,
    /// Agencies that are written.
    pub agencies: usize,
    /// Sites that are written.
    pub sites: usize,
    /// Agencies whose kind a person has to write.
    pub kinds_left: usize,
    /// Agencies whose region was taken from their credit code.
    pub regions_from_code: usize,
    /// Rows that were left out as mistaken.
    pub bad: usize,
    /// Rows that were left out as repetitions.
    pub repeated: usize,
}

impl Imported {
    /// All blocks as TOML.
    pub fn toml(&self, lang: Lang) -> String {
        let head = lang.pick(
            "# gongkai-watch import 生成，请核对后放入 sites.d/，再用 config check 检查\n",
            "# Written by gongkai-watch import; review it, put it into sites.d/, and run `config check`\n",
        );
        let blocks = self.sites.iter().map(|it| format!("\n{}", it.toml()));
        std::iter::once(head.to_owned()).chain(blocks).collect()
    }
}

/// A row that can stand.
struct Agency {
    name: String,
    code: Option<Code>,
    region: Option<String>,
    region_from_code: bool,
    kind: Option<AgencyKind>,
    kind_note: Option<Text>,
    url: Url,
    aliases: Vec<String>,
    site_name: Option<String>,
    since: Option<i32>,
}

/// Why a row is left out.
enum Out {
    Bad(Text),
    Repeated(Text),
}

/// Judges the rows and puts them together.
pub(super) fn imported(table: &Table, lang: Lang) -> Imported {
    let mut known = Known::default();
    let mut problems = Vec::new();
    let mut counts = Counts::default();
    let mut sites: Vec<(Url, Vec<Agency>)> = Vec::new();
    for row in table.rows() {
        counts.rows += 1;
        let mut say = |text, left_out| problems.push(Problem { row: row.number(), text, left_out });
        let judged = agency(row, &mut say).map_err(Out::Bad);
        match judged.and_then(|it| known.take(it, row.number()).map_err(Out::Repeated)) {
            Err(Out::Bad(why)) => {
                counts.bad += 1;
                say(why, true);
            }
            Err(Out::Repeated(why)) => {
                counts.repeated += 1;
                say(why, true);
            }
            Ok(agency) => {
                counts.agencies += 1;
                counts.kinds_left += usize::from(agency.kind.is_none());
                counts.regions_from_code += usize::from(agency.region_from_code);
                match sites.iter_mut().find(|(url, _)| *url == agency.url) {
                    Some((_, agencies)) => agencies.push(agency),
                    None => sites.push((agency.url.clone(), vec![agency])),
                }
            }
        }
    }
    counts.sites = sites.len();
    let mut ids = (Ids::default(), Ids::default());
    let sites = sites.iter().map(|(url, all)| site(url, all, &mut ids, lang)).collect();
    Imported {
        sites,
        problems,
        counts,
        ignored: table.ignored.clone(),
        has_regions: table.has(Key::Region),
    }
}

/// Who was named in which row.
#[derive(Default)]
struct Known {
    names: HashMap<(String, Option<String>), u64>,
    codes: HashMap<Code, u64>,
}

impl Known {
    fn take(&mut self, agency: Agency, row: u64) -> Result<Agency, Text> {
        let first = |code| Some((code, self.codes.get(code)?));
        if let Some((code, first)) = agency.code.as_ref().and_then(first) {
            let code = code.as_str();
            return Err(Text::new(
                format!("信用代码{code}与第{first}行相同；同一单位请删去一行，不同单位请更正代码"),
                format!(
                    "the credit code {code} stands in row {first} already; take one out, or correct the code"
                ),
            ));
        }
        let key = (agency.name.clone(), agency.region.clone());
        if let Some(first) = self.names.get(&key) {
            let name = &agency.name;
            return Err(Text::new(
                format!("“{name}”与第{first}行同名同区划；请删去一行，或写明不同的区划"),
                format!(
                    "{name} stands in row {first} already, with the same region; take one out, or write their regions"
                ),
            ));
        }
        self.names.insert(key, row);
        if let Some(code) = &agency.code {
            self.codes.insert(code.clone(), row);
        }
        Ok(agency)
    }
}

/// Reads one row; the error says why it cannot stand.
fn agency(row: Row<'_>, say: &mut dyn FnMut(Text, bool)) -> Result<Agency, Text> {
    let text = |key| row.get(key).map(|it| it.text.clone());
    let Some(name) = text(Key::Name) else {
        return Err(Text::new("没有单位名称；请补上", "it has no name; write it"));
    };
    let url = address(text(Key::Url).as_deref())?;
    let code = match row.get(Key::Code) {
        None => None,
        Some(field) if field.lossy => {
            return Err(Text::new(
                "信用代码被存成数字，末几位已丢失；请把该列设为文本格式后重新填写",
                "the credit code was kept as a number and has lost digits; format the column as text and write it again",
            ));
        }
        Some(field) => Some(Code::parse(&field.text)?),
    };
    let written = text(Key::Region).filter(|it| {
        let right = (2..=12).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit());
        if !right {
            say(
                Text::new(
                    format!("区划“{it}”不是行政区划代码，没有采用；请写数字代码"),
                    format!(
                        "the region {it} is no division code and was not used; write its digits"
                    ),
                ),
                false,
            );
        }
        right
    });
    let from_code = || code.as_ref().and_then(Code::region).map(str::to_owned);
    let region_from_code = written.is_none() && from_code().is_some();
    let region = written.or_else(from_code);
    let (kind, kind_note) = kind_of(&name, text(Key::Kind).as_deref());
    let since = text(Key::Since).and_then(|it| {
        let year = it.trim_end_matches(['年', '度']).parse().ok();
        let year = year.filter(|year| (2008..2100).contains(year));
        if year.is_none() {
            say(
                Text::new(
                    format!("起始年度“{it}”没有采用；请写2008以后的年份"),
                    format!("the first year {it} was not used; write a year from 2008 on"),
                ),
                false,
            );
        }
        year
    });
    let aliases = text(Key::Aliases).unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    for it in aliases.split(['、', ';', '；', ',', '，', '/', '|', '\n']).map(str::trim) {
        if !it.is_empty() && it != name && names.iter().all(|known| known != it) {
            names.push(it.to_owned());
        }
    }
    let site_name = text(Key::SiteName);
    Ok(Agency {
        name,
        code,
        region,
        region_from_code,
        kind,
        kind_note,
        url,
        aliases: names,
        site_name,
        since,
    })
}

fn address(text: Option<&str>) -> Result<Url, Text> {
    let Some(text) = text else {
        return Err(Text::new(
            "没有网址；请补上年报栏目地址（可用 site suggest 查找）",
            "it has no address; write that of its list (`site suggest` finds it)",
        ));
    };
    let refused = |zh: String, en: String| {
        Err(Text::new(
            format!("网址“{text}”不能用；{zh}"),
            format!("the address {text} cannot be used; {en}"),
        ))
    };
    match Url::parse(text) {
        Ok(url) if !matches!(url.scheme(), "http" | "https") => {
            refused("请写 http(s) 网址".into(), "write one over http or https".into())
        }
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            // Not quoted, as it is a secret.
            Err(Text::new(
                "网址中有用户名和密码，不能用；请去掉",
                "the address holds a login and cannot be used; take it out",
            ))
        }
        Ok(url) => Ok(url),
        Err(_) => refused(format!("是否应为 https://{text}"), format!("is it https://{text}?")),
    }
}

/// The kind that the table or the name says; else none, and why.
fn kind_of(name: &str, word: Option<&str>) -> (Option<AgencyKind>, Option<Text>) {
    if let Some(kind) = word.and_then(kind::of_word) {
        return (Some(kind), None);
    }
    let all = AgencyKind::ALL.map(AgencyKind::key).join(" | ");
    if let Some(why) = kind::no_agency(name).filter(|_| word.is_none()) {
        return (None, Some(why));
    }
    match kind::of_name(name) {
        Some(guess) if guess.trust == Trust::Said && word.is_none() => {
            (Some(guess.kind), Some(guess.why))
        }
        _ => {
            let why = word.map_or_else(
                || Text::new("名称看不出类型", "the name does not say it"),
                |word| {
                    Text::new(
                        format!("不认识类型“{word}”"),
                        format!("the kind {word} is not known"),
                    )
                },
            );
            let note = Text::new(
                format!("{}，请写明后去掉行首的 #：{all}", why.zh),
                format!("{}; write it and take the # away: {all}", why.en),
            );
            (None, Some(note))
        }
    }
}

fn site(url: &Url, all: &[Agency], ids: &mut (Ids, Ids), lang: Lang) -> SiteBlock {
    let (site_ids, agency_ids) = ids;
    let first = all.first().and_then(|it| it.region.clone());
    let region = first.filter(|it| all.iter().all(|other| other.region.as_ref() == Some(it)));
    let own_name = all.iter().find_map(|it| it.site_name.clone());
    let name = own_name.or_else(|| match all {
        [only] => Some(only.name.clone()),
        _ => None,
    });
    let agencies = all.iter().map(|it| {
        let wanted =
            it.code.as_ref().map_or_else(|| block::agency_id(&it.name), |it| it.as_str().into());
        let mut notes = Vec::new();
        if it.region_from_code {
            notes.push(
                lang.pick(
                    "区划取自信用代码第3至8位",
                    "region from digits 3 to 8 of the credit code",
                )
                .to_owned(),
            );
        }
        AgencyBlock {
            id: Some(agency_ids.take(&wanted)),
            name: it.name.clone(),
            kind: it.kind,
            likely: None,
            kind_note: it.kind_note.as_ref().map(|it| it.pick(lang).to_owned()),
            aliases: it.aliases.clone(),
            region: it.region.clone().filter(|_| region.is_none()),
            since: it.since,
            notes,
        }
    });
    let agencies = agencies.collect();
    let id = site_ids.take(&block::site_id(url));
    SiteBlock { id, name, url: url.to_string(), region, notes: vec![], agencies }
}
