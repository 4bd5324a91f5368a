//! An annual report as read from a page, with where each claim came from.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::Serialize;

use crate::domain::Column;
use crate::domain::Digest;
use crate::domain::ReportYear;
use crate::domain::Table;
use crate::domain::TableKind;

/// What the report was carried by; this limits what its silence can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Carrier {
    /// A web page: a table that is not in it is not on the page.
    #[default]
    Html,
    /// Flattened text: a table may have been lost before we saw it.
    Text,
    /// Markdown; it is converted from something else, which may have lost a table.
    Markdown,
    /// A PDF file: tables are rebuilt from where the glyphs stand, which may fail.
    Pdf,
    /// A Word file of 2007 or later: a table that is not in it is not in the report.
    Docx,
    /// A Word file of the old kind, of which only the flattened text is read.
    Doc,
    /// A workbook: its sheets are tables, and the prose of the report is somewhere else.
    Workbook,
}

impl Carrier {
    /// True where a table that was not found may still have stood in the source.
    pub const fn may_lose_tables(self) -> bool {
        matches!(self, Self::Text | Self::Markdown | Self::Pdf | Self::Doc | Self::Workbook)
    }

    /// True for flattened text, in which the words of a table stand among those of its section.
    pub const fn is_flat(self) -> bool {
        matches!(self, Self::Text | Self::Doc)
    }

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "HTML",
            Self::Text => "TXT",
            Self::Markdown => "Markdown",
            Self::Pdf => "PDF",
            Self::Docx => "DOCX",
            Self::Doc => "DOC",
            Self::Workbook => "Excel",
        }
    }
}

/// Where a date was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateSource {
    /// The `PubDate` tag.
    Meta,
    /// Printed beside 发布时间 or the like.
    Visible,
    /// Part of the address.
    Url,
    /// Beside the link on the listing page.
    Listing,
    /// At the end of the report.
    Signature,
}

/// A date that a page claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateEvidence {
    /// The day.
    pub date: NaiveDate,
    /// Where it stood.
    pub source: DateSource,
}

/// A first-level section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// 1 to 6.
    pub number: u8,
    /// The heading as printed, or as the form words it where it is missing.
    pub title: String,
    /// False where no heading was found.
    pub present: bool,
    /// The running text under the heading, without tables.
    pub text: String,
    /// A table stands under the heading.
    pub has_table: bool,
    /// An image stands under the heading; it may hold the table.
    pub has_image: bool,
}

/// A first-level heading where it stands on the page, also those that are no section's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The section that its words name, 1 to 6.
    pub section: u8,
    /// Its printed numeral; `None` where none is printed.
    pub numeral: Option<u8>,
    /// False where the next heading follows at once, as in a list of contents.
    pub has_content: bool,
}

/// What a page says of itself beside the report; a blank tag counts as absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PageTags {
    /// The `ArticleTitle` tag.
    pub article_title: Option<String>,
    /// The `PubDate` tag.
    pub pub_date: Option<String>,
    /// The `ContentSource` tag.
    pub content_source: Option<String>,
    /// The `ColumnName` tag.
    pub column: Option<String>,
    /// The line that shows the way from the home page, e.g. `首页 > 政府信息公开 > 年报`.
    pub breadcrumb: Option<String>,
    /// True where the page has any `<meta name>` at all; a piece of a page has none.
    pub any: bool,
}

/// Something that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// A path in the model, e.g. `applications.granted`.
    pub what: String,
    /// The reason.
    pub why: String,
}

impl Unread {
    /// The reason where a table was read but one of its rows was not in it.
    pub const NO_ROW: &str = "no such row was found in the table";
    /// The reason where the label of a row is on the page, but its figures could not be told.
    pub const NOT_ALIGNED: &str = "the label of the row is there, its figures could not be aligned";
    /// The reason where a report follows no edition that has the table.
    pub const NO_FORM: &str = "the report follows no edition that has this table";
    /// The reason where neither the table nor the heading above it is there.
    pub const NO_HEADING: &str = "neither its heading nor its table was found";
    /// The reason where nothing like a table stands under the heading.
    pub const NO_TABLE: &str = "heading present, no table under it";

    /// True where the page itself lacks it. All other reasons are the reader's own, and say nothing
    /// of what the page prints.
    pub fn is_absent(&self) -> bool {
        [Self::NO_ROW, Self::NO_FORM, Self::NO_HEADING, Self::NO_TABLE].contains(&self.why.as_str())
    }
}

/// A file linked from the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its address.
    pub url: String,
    /// The text of the link.
    pub title: String,
}

/// A file that the page links and that was looked into, because it may be the report itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annex {
    /// Its address.
    pub url: String,
    /// The text of the link.
    pub title: String,
    /// Digest of its bytes; `None` where it could not be had.
    pub digest: Option<Digest>,
    /// What it says.
    pub content: AnnexContent,
}

/// What an attached file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnnexContent {
    /// A report; it has no annexes of its own.
    Report(Box<AnnualReport>),
    /// Images of pages, without any text.
    Scan,
    /// It could not be fetched or read, for this reason.
    Unread(String),
}

impl Annex {
    /// The report in it.
    pub fn report(&self) -> Option<&AnnualReport> {
        match &self.content {
            AnnexContent::Report(report) => Some(report),
            AnnexContent::Scan | AnnexContent::Unread(_) => None,
        }
    }
}

/// A report, complete with what could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AnnualReport {
    /// The title as printed.
    pub title: Option<String>,
    /// The agency named in the title, the tags or the signature.
    pub agency: Option<String>,
    /// The year reported on, as the title or the period sentence says.
    pub year: Option<ReportYear>,
    /// The year in the title alone.
    pub title_year: Option<ReportYear>,
    /// The statistics period (统计期限), if it is stated.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// Id of the edition that the page follows.
    pub edition: Option<String>,
    /// What carried it.
    pub carrier: Carrier,
    /// Every date the page claims.
    pub dates: Vec<DateEvidence>,
    /// Text before the first section.
    pub preamble: String,
    /// The sections of the edition, present or not.
    pub sections: Vec<Section>,
    /// The tables that were found.
    pub tables: BTreeMap<TableKind, Table>,
    /// What could not be read, and why.
    pub unread: Vec<Unread>,
    /// Rows of the tables that the form does not have, by their printed labels.
    #[serde(default)]
    pub extra_rows: Vec<(TableKind, String)>,
    /// Columns of the form that a table certainly leaves out: its headings name the others.
    #[serde(default)]
    pub missing_columns: Vec<(TableKind, Column)>,
    /// Files that the page links.
    pub attachments: Vec<Attachment>,
    /// Tables under whose heading the page shows an image and no table.
    #[serde(default)]
    pub pictured: BTreeSet<TableKind>,
    /// Those of the files that were looked into.
    #[serde(default)]
    pub annexes: Vec<Annex>,
    /// Tables that are not on the page, and the address of the attachment they were taken from.
    #[serde(default)]
    pub table_sources: BTreeMap<TableKind, String>,
    /// The attachment that the text was taken from, where the page holds none.
    #[serde(default)]
    pub text_source: Option<String>,
    /// Digest of the report's own text and figures, without the page around it and the attachments.
    pub content: Digest,
    /// The first-level headings in the order of the page.
    #[serde(default)]
    pub headings: Vec<Heading>,
    /// What the page says of itself; `None` for a carrier that is no page.
    #[serde(default)]
    pub tags: Option<PageTags>,
}

impl AnnualReport {
    /// A section by number.
    pub fn section(&self, number: u8) -> Option<&Section> {
        self.sections.iter().find(|section| section.number == number)
    }

    /// A section's text, empty where the section is absent.
    pub fn section_text(&self, number: u8) -> &str {
        self.section(number).map_or("", |section| section.text.as_str())
    }

    /// A table by kind.
    pub fn table(&self, kind: TableKind) -> Option<&Table> {
        self.tables.get(&kind)
    }

    /// A table that the page itself prints, not one taken from an attachment.
    pub fn own_table(&self, kind: TableKind) -> Option<&Table> {
        self.table(kind).filter(|_| !self.table_sources.contains_key(&kind))
    }

    /// What carried a table: the report itself, or the file that the table was taken from.
    pub fn table_carrier(&self, kind: TableKind) -> Carrier {
        self.carrier_of(self.table_sources.get(&kind))
    }

    /// What carried the running text.
    pub fn text_carrier(&self) -> Carrier {
        self.carrier_of(self.text_source.as_ref())
    }

    fn carrier_of(&self, file: Option<&String>) -> Carrier {
        let annex = file.and_then(|url| self.annexes.iter().find(|it| it.url == *url));
        annex.and_then(Annex::report).map_or(self.carrier, |it| it.carrier)
    }

    /// True for the form that nobody has filled in yet: tables, and not one figure or year.
    pub fn is_blank_form(&self) -> bool {
        let cells = || self.tables.values().flat_map(Table::iter);
        self.year.is_none()
            && cells().next().is_some()
            && cells().all(|(_, _, cell)| cell.is_empty_mark())
    }

    /// The day the page says it was published: the tag, then the printed date, then the address.
    /// A signature date is when it was written, not when it was published.
    pub fn claimed_date(&self) -> Option<&DateEvidence> {
        self.dates.iter().filter(|d| d.source != DateSource::Signature).min_by_key(|d| d.source)
    }
}
