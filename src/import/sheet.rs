//! Bytes → the rows of one table, with their numbers as the person sees them.
//!
//! Titles and notes may stand above the headings, so the headings are the first row that names an
//! agency's name and something else. A separator is right if the headings come out by it.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::io::Cursor;

use calamine::Data;
use calamine::Reader;
use calamine::SheetType;
use calamine::SheetVisible;
use calamine::Xls;
use calamine::Xlsx;

use super::NotAList;
use super::bounds;
use super::columns;
use super::columns::Key;
use crate::extract::READER_THREAD;
use crate::extract::biff;
use crate::extract::biff::Reach;
use crate::extract::biff::Refused;
use crate::extract::decode;
use crate::wording::tidy;

/// Rows above the headings, at most.
const HEAD: usize = 15;
/// Filled cells of all sheets, at most.
const MOST: usize = 500_000;
/// Columns of a sheet that are looked at.
const WIDEST: u32 = 200;
/// What separates the fields of a text.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Field {
    /// Its text, without blanks around it.
    pub(super) text: String,
    /// It is a number that has lost digits: the sheet kept no more than 15.
    pub(super) lossy: bool,
}

/// A row of fields and its number, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    number: u64,
    fields: Vec<Field>,
}

/// A table with its headings understood.
#[derive(Debug)]
pub(super) struct Table {
    columns: HashMap<Key, usize>,
    /// Headings that say nothing that is used.
    pub(super) ignored: Vec<String>,
    lines: Vec<Line>,
}

/// A row below the headings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    line: &'a Line,
}

impl Table {
    /// The rows that are not blank.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let filled = |it: &&Line| it.fields.iter().any(|field| !field.text.is_empty());
        self.lines.iter().filter(filled).map(|line| Row { table: self, line })
    }

    /// True if there is such a column.
    pub(super) fn has(&self, key: Key) -> bool {
        self.columns.contains_key(&key)
    }
}

impl Row<'_> {
    /// Its number, from 1.
    pub(super) const fn number(&self) -> u64 {
        self.line.number
    }

    /// What it has in a column; blank counts as absent.
    pub(super) fn get(&self, key: Key) -> Option<&Field> {
        let place = self.table.columns.get(&key)?;
        self.line.fields.get(*place).filter(|it| !it.text.is_empty())
    }
}

/// Reads a workbook or a text.
pub(super) fn read(bytes: &[u8]) -> Result<Table, NotAList> {
    let is_workbook = bytes.starts_with(b"PK") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    if !is_workbook {
        let readings = text(bytes);
        let first = first_line(&readings);
        let tables: Vec<Table> = readings.into_iter().filter_map(table).collect();
        // The reading that understands the most columns; of equal ones the first.
        let best = tables.into_iter().rev().max_by_key(|it| it.columns.len());
        return best.ok_or(NotAList::NoHeading(first));
    }
    only(workbook(bytes)?)
}

/// The list of a workbook. Sheets are lists beside each other, and none is passed over in silence.
fn only(sheets: Vec<Vec<Line>>) -> Result<Table, NotAList> {
    let first = first_line(&sheets);
    let mut tables: Vec<Table> = sheets.into_iter().filter_map(table).collect();
    if tables.len() > 1 {
        return Err(NotAList::Several(tables.len()));
    }
    tables.pop().ok_or(NotAList::NoHeading(first))
}

fn first_line(sheets: &[Vec<Line>]) -> String {
    sheets.iter().flatten().map(shown).find(|it| !it.is_empty()).unwrap_or_default()
}

fn shown(line: &Line) -> String {
    let texts: Vec<&str> =
        line.fields.iter().map(|it| it.text.as_str()).filter(|it| !it.is_empty()).collect();
    texts.join(" ").chars().take(60).collect()
}

/// A table if there are headings.
fn table(lines: Vec<Line>) -> Option<Table> {
    let known = |line: &Line| line.fields.iter().filter_map(|it| columns::key(&it.text)).collect();
    let at = lines.iter().take(HEAD).position(|line| {
        let keys: Vec<Key> = known(line);
        keys.contains(&Key::Name) && keys.iter().any(|it| *it != Key::Name)
    })?;
    let mut columns = HashMap::new();
    let mut ignored = Vec::new();
    for (place, field) in lines.get(at)?.fields.iter().enumerate() {
        match columns::key(&field.text) {
            Some(key) if !columns.contains_key(&key) => {
                columns.insert(key, place);
            }
            _ if field.text.is_empty() => {}
            _ => ignored.push(field.text.clone()),
        }
    }
    Some(Table { columns, ignored, lines: lines.into_iter().skip(at + 1).collect() })
}

/// A text by every separator.
fn text(bytes: &[u8]) -> Vec<Vec<Line>> {
    let text = decode::decode(bytes, None, None).text;
    SEPARATORS.iter().map(|it| separated(&text, *it)).collect()
}

fn separated(text: &str, separator: u8) -> Vec<Line> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    let (mut number, mut counted) = (1, 0);
    for record in reader.records().flatten() {
        // The library begins a record at the blank lines before it.
        let from = record.position().and_then(|it| usize::try_from(it.byte()).ok()).unwrap_or(0);
        let blank = |rest: &str| rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let begin = from + text.get(from..).map_or(0, blank);
        let passed = text.as_bytes().get(counted..begin).unwrap_or_default();
        number += passed.iter().map(|it| u64::from(*it == b'\n')).sum::<u64>();
        counted = begin;
        let fields = record.iter().map(|it| Field { text: tidy(it), lossy: lossy(it) }).collect();
        lines.push(Line { number, fields });
    }
    lines
}

/// `1.16203E+17`: a sheet wrote a long number to a text.
fn lossy(text: &str) -> bool {
    let text = text.trim();
    text.contains(['E', 'e']) && text.contains('+') && text.parse::<f64>().is_ok()
}

/// All sheets, read in a thread of their own: a file may bring the library down.
fn workbook(bytes: &[u8]) -> Result<Vec<Vec<Line>>, NotAList> {
    let broken = || NotAList::Damaged("it brings its reader down".into());
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name(READER_THREAD.into());
        let thread = thread.spawn_scoped(scope, || sheets(bytes)).map_err(|_| broken())?;
        thread.join().unwrap_or_else(|_| Err(broken()))
    })
}

fn sheets(bytes: &[u8]) -> Result<Vec<Vec<Line>>, NotAList> {
    if bytes.starts_with(b"PK") { xlsx(bytes) } else { xls(bytes) }
}

/// What a person who opens the file sees.
fn visible(sheets: &[calamine::Sheet]) -> Vec<String> {
    let seen = sheets
        .iter()
        .filter(|it| it.visible == SheetVisible::Visible && it.typ == SheetType::WorkSheet);
    seen.map(|it| it.name.clone()).collect()
}

fn damaged(error: &dyn std::fmt::Display) -> NotAList {
    NotAList::Damaged(error.to_string())
}

/// Cells are taken one by one: a range of them would be as large as the farthest one says.
fn xlsx(bytes: &[u8]) -> Result<Vec<Vec<Line>>, NotAList> {
    let size = bounds::unpacked(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|it| damaged(&it))?;
    let mut sheets = Vec::new();
    let mut left = MOST;
    let names = visible(book.sheets_metadata());
    bounds::sheets(names.len(), size)?;
    for name in names {
        let mut rows: BTreeMap<u32, BTreeMap<u32, Field>> = BTreeMap::new();
        let mut cells = book.worksheet_cells_reader(&name).map_err(|it| damaged(&it))?;
        while let Some(cell) = cells.next_cell().map_err(|it| damaged(&it))? {
            let (row, column) = cell.get_position();
            let field = field(&cell.get_value().clone().into());
            if !field.text.is_empty() && column < WIDEST {
                // Many cells may show one long text.
                let price = 1 + field.text.len() / 1_000;
                left = left.checked_sub(price).ok_or(NotAList::TooLarge)?;
                rows.entry(row).or_default().insert(column, field);
            }
        }
        sheets.push(rows.into_iter().map(line).collect());
    }
    Ok(sheets)
}

fn line((row, mut cells): (u32, BTreeMap<u32, Field>)) -> Line {
    let width = cells.keys().next_back().map_or(0, |last| last + 1);
    let fields = (0..width).map(|it| cells.remove(&it).unwrap_or_default()).collect();
    Line { number: u64::from(row) + 1, fields }
}

fn xls(bytes: &[u8]) -> Result<Vec<Vec<Line>>, NotAList> {
    let bare = biff::bare(bytes, Reach::ANY).map_err(|refused| match refused {
        Refused::Damaged(why) => NotAList::Damaged(why),
        Refused::Missing => {
            NotAList::Damaged("it holds no workbook, or is locked by a password".into())
        }
        Refused::TooLarge => NotAList::TooLarge,
    })?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bare)).map_err(|it| damaged(&it))?;
    let mut sheets = Vec::new();
    for name in visible(book.sheets_metadata()) {
        let range = book.worksheet_range(&name).map_err(|it| damaged(&it))?;
        let (top, left) = range.start().unwrap_or_default();
        let lines = (u64::from(top) + 1..).zip(range.rows()).map(|(number, cells)| {
            // Columns are counted from the first of the sheet, as in the other format.
            let before = (0..left).map(|_| Field::default());
            Line { number, fields: before.chain(cells.iter().map(field)).collect() }
        });
        sheets.push(lines.collect());
    }
    Ok(sheets)
}

fn field(cell: &Data) -> Field {
    match cell {
        Data::String(text) => Field { text: tidy(text), lossy: false },
        Data::Float(number) if number.abs() < 1e15 => {
            Field { text: number.to_string(), lossy: false }
        }
        Data::Float(number) => Field { text: number.to_string(), lossy: true },
        Data::Empty | Data::Error(_) => Field::default(),
        other => Field { text: tidy(&other.to_string()), lossy: false },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GBK;

    fn names(bytes: &[u8]) -> Vec<(u64, String)> {
        let table = read(bytes).unwrap();
        table.rows().map(|it| (it.number(), it.get(Key::Name).unwrap().text.clone())).collect()
    }

    #[test]
    fn a_text_is_read_in_any_charset_and_with_any_separator() {
        for separator in [",", ";", "\t", "|"] {
            let text =
                "全区单位清单\n单位名称,网址\n金川区教育局,http://a.gov.cn/\n\n\"审计局\",http://b.gov.cn/\n"
            .replace(',', separator);
            let gbk = GBK.encode(&text).0.into_owned();
            let utf16: Vec<u8> = [0xFEFF]
                .into_iter()
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect();
            for bytes in [text.clone().into_bytes(), format!("\u{FEFF}{text}").into(), gbk, utf16] {
                let found = names(&bytes);
                let expected = [(3, "金川区教育局".to_owned()), (5, "审计局".to_owned())];
                assert_eq!(found, expected, "{separator:?}");
            }
        }
    }

    #[test]
    fn a_text_without_headings_is_no_list() {
        assert_eq!(
            read("金川区教育局,http://a.gov.cn/\n".as_bytes()).err(),
            Some(NotAList::NoHeading("金川区教育局 http://a.gov.cn/".into()))
        );
        assert!(matches!(read(b"PK\x03\x04"), Err(NotAList::Damaged(_))));
    }

    #[test]
    fn of_several_lists_none_is_passed_over() {
        let list = || separated("单位名称,网址\n审计局,http://b.gov.cn/\n", b',');
        let note = || separated("填写说明\n", b',');
        assert!(only(vec![note(), list()]).is_ok());
        assert_eq!(only(vec![list(), list()]).err(), Some(NotAList::Several(2)));
        assert_eq!(only(vec![note()]).err(), Some(NotAList::NoHeading("填写说明".into())));
    }

    #[test]
    fn a_long_number_has_lost_digits() {
        for (text, expected) in
            [("1.16203E+17", true), ("91350100M000100Y43", false), ("116203020139000000", false)]
        {
            assert_eq!(lossy(text), expected, "{text}");
        }
    }
}
