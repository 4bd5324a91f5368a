//! Dossiers for tests of rules: `given::clean()` and its variations.

use std::collections::BTreeMap;

use chrono::DateTime;
use chrono::NaiveDate;
use chrono::TimeZone;
use chrono::Utc;

use crate::domain::Agency;
use crate::domain::AgencyId;
use crate::domain::AgencyKind;
use crate::domain::Annex;
use crate::domain::AnnexContent;
use crate::domain::AnnualReport;
use crate::domain::Carrier;
use crate::domain::Column;
use crate::domain::Deadlines;
use crate::domain::Dossier;
use crate::domain::Edition;
use crate::domain::Heading;
use crate::domain::Line;
use crate::domain::LinkCheck;
use crate::domain::Listed;
use crate::domain::Observation;
use crate::domain::PageTags;
use crate::domain::Params;
use crate::domain::Publication;
use crate::domain::ReportYear;
use crate::domain::Revision;
use crate::domain::Section;
use crate::domain::SiteId;
use crate::domain::Table;
use crate::domain::TableKind;
use crate::domain::Twins;
use crate::domain::Unseen;
use crate::extract::edition;
use crate::extract::number;
use crate::rules::Reading;

/// An owner of everything a [`Dossier`] borrows.
pub(crate) struct Given {
    pub agency: Agency,
    pub year: ReportYear,
    pub deadlines: Deadlines,
    pub observation: Observation,
    pub observed_at: DateTime<Utc>,
    pub publication: Option<Publication>,
    pub revisions: Vec<Revision>,
    pub report: Option<AnnualReport>,
    pub previous: Option<AnnualReport>,
    pub earlier: Vec<AnnualReport>,
    pub withdrawn: Option<DateTime<Utc>>,
    pub links: Vec<LinkCheck>,
    pub listed_years: Option<Vec<ReportYear>>,
    pub twins: Option<Twins>,
    pub params: Params,
    pub scanned: bool,
}

impl Given {
    /// The dossier, as rules take it.
    pub fn dossier(&self) -> Reading<'_> {
        Reading::of(Dossier {
            agency: &self.agency,
            year: self.year,
            deadlines: &self.deadlines,
            observation: &self.observation,
            observed_at: self.observed_at,
            publication: self.publication.as_ref(),
            withdrawn: self.withdrawn,
            revisions: &self.revisions,
            report: self.report.as_ref(),
            scanned: self.scanned,
            edition: self.edition(),
            previous: self.previous.as_ref(),
            links: &self.links,
            listed_years: self.listed_years.as_deref(),
            twins: self.twins.as_ref(),
            params: &self.params,
            earlier: &self.earlier,
        })
    }

    fn edition(&self) -> Option<&'static Edition> {
        edition::find(self.report.as_ref()?.edition.as_deref()?)
    }

    pub fn report_mut(&mut self) -> &mut AnnualReport {
        self.report.as_mut().unwrap()
    }

    /// Prints another text in a cell.
    pub fn cell(mut self, kind: TableKind, line: Line, column: Column, printed: &str) -> Self {
        let table = self.report_mut().tables.entry(kind).or_default();
        table.set(line, column, number::cell(printed));
        self
    }

    /// Prints another text in a cell of table 3.
    pub fn application(self, line: Line, column: Column, printed: &str) -> Self {
        self.cell(TableKind::Applications, line, column, printed)
    }

    /// Marks a row of table 3 as read from glued figures by the sums of the form.
    pub fn derive(&mut self, line: Line) {
        let table = self.report_mut().tables.get_mut(&TableKind::Applications).unwrap();
        for column in Column::APPLICATIONS {
            let cell = table.cell(line, column).cloned().unwrap();
            table.set(line, column, crate::domain::Cell { derived: true, ..cell });
        }
    }

    /// Writes another text under a heading.
    pub fn section(mut self, number: u8, text: &str) -> Self {
        let section = self.report_mut().sections.iter_mut().find(|it| it.number == number).unwrap();
        section.text = text.to_owned();
        self
    }

    /// Takes a table from a linked file of that kind.
    pub fn taken_from(mut self, table: TableKind, carrier: Carrier) -> Self {
        let url = self.file(carrier);
        self.report_mut().table_sources.insert(table, url);
        self
    }

    /// Takes the text from a linked file of that kind.
    pub fn told_by(mut self, carrier: Carrier) -> Self {
        let url = self.file(carrier);
        self.report_mut().text_source = Some(url);
        self
    }

    fn file(&mut self, carrier: Carrier) -> String {
        let url = format!("http://gov.test/{carrier:?}");
        let found = AnnualReport { carrier, ..AnnualReport::default() };
        let content = AnnexContent::Report(Box::new(found));
        let annex = Annex { url: url.clone(), title: "附件".into(), digest: None, content };
        self.report_mut().annexes.push(annex);
        url
    }

    pub fn kind(mut self, kind: AgencyKind) -> Self {
        self.agency.kind = kind;
        self.deadlines = Deadlines::of(kind, "620302", self.year, &[], 0);
        self
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Noon in Shanghai.
pub(crate) fn noon(text: &str) -> DateTime<Utc> {
    Utc.from_utc_datetime(&day(text).and_hms_opt(4, 0, 0).unwrap())
}

fn looked(observation: Observation, on: &str) -> Given {
    let year = ReportYear(2025);
    Given {
        agency: Agency {
            id: AgencyId("某市财政局".into()),
            name: "某市财政局".into(),
            aliases: vec![],
            kind: AgencyKind::Department,
            region: "620302".into(),
            since: None,
            site: SiteId("site".into()),
        },
        year,
        deadlines: Deadlines::of(AgencyKind::Department, "620302", year, &[], 0),
        observation,
        observed_at: noon(on),
        publication: None,
        revisions: vec![],
        report: None,
        previous: None,
        earlier: vec![],
        withdrawn: None,
        links: vec![],
        listed_years: None,
        twins: None,
        params: Params::none(),
        scanned: false,
    }
}

/// A look that could not reach the site, on the day after the deadline.
pub(crate) fn unreachable() -> Given {
    looked(Observation::Unknown(Unseen::Unreachable("connection refused".into())), "2026-02-01")
}

/// A clean look that did not find the report.
pub(crate) fn absent(on: &str) -> Given {
    looked(Observation::Absent, on)
}

/// A report in perfect order, published and first seen that day.
pub(crate) fn published(on: &str) -> Given {
    let listed =
        Listed { url: "http://gov.test/1.html".into(), title: TITLE.into(), date: Some(day(on)) };
    let mut given = looked(Observation::Published(listed), on);
    given.publication = Some(Publication {
        first_seen: noon(on),
        claimed: Some(day(on)),
        url: "http://gov.test/1.html".into(),
        absent_until: None,
    });
    given.report = Some(report());
    given
}

/// A report in perfect order, on time.
pub(crate) fn clean() -> Given {
    published("2026-01-20")
}

const TITLE: &str = "某市财政局2025年政府信息公开工作年度报告";

fn report() -> AnnualReport {
    let edition = edition::find("2021").unwrap();
    let texts = [
        "2025年，本局主动公开政府信息120条。全年收到政府信息公开申请9件，均已答复，办结率100%。\
         规范政府信息管理，逐条审核。维护政府信息公开平台，更新专栏。加强监督保障，组织培训2次。",
        "",
        "",
        "",
        "存在的主要问题是公开的深度不够，业务培训还不经常。下一步将加强培训，改进工作，\
         逐月检查公开栏目，及时补充群众关心的办理结果信息。",
        "本年度未收取信息处理费。",
    ];
    let sections = edition.sections.iter().zip(texts).map(|(spec, text)| Section {
        number: spec.number,
        title: spec.title.into(),
        present: true,
        text: text.into(),
        has_table: (2..=4).contains(&spec.number),
        has_image: false,
    });
    AnnualReport {
        title: Some(TITLE.into()),
        agency: Some("某市财政局".into()),
        year: Some(ReportYear(2025)),
        title_year: Some(ReportYear(2025)),
        period: Some((day("2025-01-01"), day("2025-12-31"))),
        edition: Some("2021".into()),
        sections: sections.collect(),
        tables: tables(edition),
        headings: (1..=6)
            .map(|n| Heading { section: n, numeral: Some(n), has_content: true })
            .collect(),
        tags: Some(PageTags {
            article_title: Some(TITLE.into()),
            pub_date: Some("2026-01-20 09:00".into()),
            content_source: Some("某市财政局".into()),
            column: Some("政府信息公开年报".into()),
            breadcrumb: None,
            any: true,
        }),
        ..AnnualReport::default()
    }
}

/// Nine applications, eight of them new, seven granted, one refused, one carried out.
fn tables(edition: &Edition) -> BTreeMap<TableKind, Table> {
    let mut tables: BTreeMap<TableKind, Table> = BTreeMap::new();
    for spec in edition.lines.iter().copied().flatten() {
        for column in spec.columns {
            let n = match (spec.line, *column) {
                (Line::Received, Column::NaturalPerson) => 7,
                (Line::Received, Column::CommercialEnterprise) => 2,
                (Line::Received, Column::Total) => 9,
                (Line::Granted, Column::NaturalPerson) => 6,
                (Line::Granted, Column::Total) => 6,
                (Line::RefusedProcess, Column::CommercialEnterprise | Column::Total) => 2,
                (Line::HandledTotal, Column::NaturalPerson) => 6,
                (Line::HandledTotal, Column::CommercialEnterprise) => 2,
                (Line::HandledTotal, Column::Total) => 8,
                (Line::CarriedOut, Column::NaturalPerson | Column::Total) => 1,
                (Line::NormativeDocuments, Column::InForce) => 12,
                (Line::Licences, _) => 45,
                _ => 0,
            };
            let table = tables.entry(spec.table).or_default();
            table.set(spec.line, *column, number::cell(&n.to_string()));
        }
    }
    tables
}
