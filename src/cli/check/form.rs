//! The three tables as the form prints them, with the cells that findings speak of marked.
//!
//! Rows and columns come from the edition; only the captions that carry no figures stand here.

use serde::Serialize;

use super::Checked;
use super::table::heading;
use crate::domain::Cell as Printed;
use crate::domain::Column;
use crate::domain::Edition;
use crate::domain::Finding;
use crate::domain::Lang;
use crate::domain::Line;
use crate::domain::LineSpec;
use crate::domain::TableKind;

/// One table.
#[derive(Debug, Serialize)]
pub(super) struct Form {
    pub caption: String,
    pub rows: Vec<Vec<Cell>>,
    /// Said in place of the rows where nothing was read.
    pub unread: Option<String>,
}

/// One cell of a table.
#[derive(Debug, Serialize)]
pub(super) struct Cell {
    pub text: String,
    pub head: bool,
    pub rowspan: usize,
    pub colspan: usize,
    /// `wrong`, `unread`, or nothing.
    pub class: &'static str,
    /// What is wrong with it.
    pub note: String,
}

impl Cell {
    fn head(text: &str, rowspan: usize, colspan: usize) -> Self {
        let (class, note) = ("", String::new());
        Self { text: text.to_owned(), head: true, rowspan, colspan, class, note }
    }
}

/// All three tables; none where the report follows no edition with tables.
pub(super) fn forms(checked: &Checked, lang: Lang) -> Vec<Form> {
    let Some(edition) = checked.edition else { return Vec::new() };
    let kinds = TableKind::ALL.into_iter().filter(|kind| edition.lines_of(*kind).next().is_some());
    kinds.map(|kind| form(checked, edition, kind, lang)).collect()
}

fn form(checked: &Checked, edition: &'static Edition, kind: TableKind, lang: Lang) -> Form {
    let section = edition.sections.iter().find(|it| it.number == kind.section());
    let caption = section.map_or_else(|| kind.zh(), |it| it.title).to_owned();
    if checked.report.table(kind).is_none() {
        let why = checked.report.unread.iter().find(|it| it.what == kind.key());
        let why = why.map_or("", |it| it.why.as_str());
        let unread = format!("{}{why}", lang.pick("未读出：", "unread: "));
        return Form { caption, rows: Vec::new(), unread: Some(unread) };
    }
    let page = Page { checked, edition, kind, lang };
    let rows = match kind {
        TableKind::ActiveDisclosure => page.disclosure(),
        TableKind::Applications => page.applications(),
        TableKind::Reviews => page.reviews(),
    };
    Form { caption, rows, unread: None }
}

/// One table being set.
struct Page<'a> {
    checked: &'a Checked,
    edition: &'static Edition,
    kind: TableKind,
    lang: Lang,
}

impl Page<'_> {
    fn specs(&self) -> Vec<&'static LineSpec> {
        self.edition.lines_of(self.kind).collect()
    }

    fn cell(&self, line: Line, column: Column) -> Cell {
        let printed = self.checked.report.table(self.kind).and_then(|it| it.cell(line, column));
        let findings: Vec<&Finding> = self
            .checked
            .judgement
            .findings
            .iter()
            .filter(|it| it.place.table == Some(self.kind))
            .filter(|it| it.place.row == Some(line) && it.place.column == Some(column))
            .collect();
        let class = match (findings.is_empty(), printed) {
            (false, _) => "wrong",
            (true, None) => "unread",
            (true, Some(_)) => "",
        };
        let notes: Vec<&str> = findings.iter().map(|it| it.message.pick(self.lang)).collect();
        let unread = self.lang.pick("未读出", "unread");
        Cell {
            text: printed.map_or_else(|| unread.to_owned(), |Printed { raw, .. }| raw.clone()),
            head: false,
            rowspan: 1,
            colspan: 1,
            class,
            note: notes.join("\n"),
        }
    }

    fn figures(&self, spec: &LineSpec) -> Vec<Cell> {
        spec.columns.iter().map(|column| self.cell(spec.line, *column)).collect()
    }

    fn disclosure(&self) -> Vec<Vec<Cell>> {
        let mut rows = Vec::new();
        let mut last = "";
        for spec in self.specs() {
            let item = item(spec.line);
            if item != last {
                rows.push(vec![Cell::head(item, 1, 4)]);
                let mut head = vec![Cell::head("信息内容", 1, 1)];
                let names = spec.columns.iter().map(|it| heading(self.edition, *it));
                head.extend(names.map(|name| Cell::head(name, 1, 1)));
                rows.push(filled(head));
                last = item;
            }
            let mut row = vec![Cell::head(spec.label, 1, 1)];
            row.extend(self.figures(spec));
            rows.push(filled(row));
        }
        rows
    }

    fn applications(&self) -> Vec<Vec<Cell>> {
        let corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
        let name = |column| Cell::head(heading(self.edition, column), 1, 1);
        let tall = |column| Cell { rowspan: 2, ..name(column) };
        let bodies = Column::APPLICANTS.into_iter().skip(1).map(name);
        let mut rows = vec![
            vec![Cell::head(corner, 3, 3), Cell::head("申请人情况", 1, 7)],
            vec![
                tall(Column::NaturalPerson),
                Cell::head("法人或其他组织", 1, 5),
                tall(Column::Total),
            ],
            bodies.collect(),
        ];
        let specs = self.specs();
        let mut last = None;
        for spec in &specs {
            let mut row = Vec::new();
            if spec.line == Line::Granted {
                let handled = specs.len().saturating_sub(3);
                row.push(Cell::head("三、本年度办理结果", handled, 1));
            }
            let group = group(spec.line);
            match group {
                Some(name) => {
                    if last != group {
                        let tall = specs.iter().filter(|it| self::group(it.line) == group).count();
                        row.push(Cell::head(name, tall, 1));
                    }
                    row.push(Cell::head(spec.label, 1, 1));
                }
                None if matches!(
                    spec.line,
                    Line::Received | Line::CarriedIn | Line::CarriedOut
                ) =>
                {
                    row.push(Cell::head(spec.label, 1, 3));
                }
                None => row.push(Cell::head(spec.label, 1, 2)),
            }
            last = group;
            row.extend(self.figures(spec));
            rows.push(row);
        }
        rows
    }

    fn reviews(&self) -> Vec<Vec<Cell>> {
        let specs = self.specs();
        let names = || Column::REVIEWS.into_iter().map(|it| heading(self.edition, it));
        let results: Vec<&str> = (0..3).flat_map(|_| names()).collect();
        let (first, rest) = results.split_at(results.len().min(5));
        let heads = |names: &[&str], rowspan| -> Vec<Cell> {
            names.iter().map(|name| Cell::head(name, rowspan, 1)).collect()
        };
        let mut second = heads(first, 2);
        second.push(Cell::head("未经复议直接起诉", 1, 5));
        second.push(Cell::head("复议后起诉", 1, 5));
        vec![
            vec![Cell::head("行政复议", 1, 5), Cell::head("行政诉讼", 1, 10)],
            second,
            heads(rest, 1),
            specs.iter().flat_map(|spec| self.figures(spec)).collect(),
        ]
    }
}

/// A row of table 2 whose last cell reaches the right edge.
fn filled(mut row: Vec<Cell>) -> Vec<Cell> {
    let missing = 4_usize.saturating_sub(row.len());
    if let Some(last) = row.last_mut() {
        last.colspan += missing;
    }
    row
}

/// The item of Art. 20 that a row of table 2 belongs to.
fn item(line: Line) -> &'static str {
    match line {
        Line::Regulations | Line::NormativeDocuments => "第二十条第（一）项",
        Line::Licences | Line::OtherServices => "第二十条第（五）项",
        Line::Penalties | Line::CoerciveMeasures => "第二十条第（六）项",
        Line::Fees => "第二十条第（八）项",
        _ => "第二十条第（九）项",
    }
}

/// The group that a row of table 3 stands in.
fn group(line: Line) -> Option<&'static str> {
    if (Line::RefusedStateSecret..=Line::RefusedAdministrativeQuery).contains(&line) {
        Some("（三）不予公开")
    } else if (Line::UnavailableNotHeld..=Line::UnavailableUnclear).contains(&line) {
        Some("（四）无法提供")
    } else if (Line::UnprocessedPetition..=Line::UnprocessedReconfirmation).contains(&line) {
        Some("（五）不予处理")
    } else if (Line::OtherNotCorrected..=Line::OtherOther).contains(&line) {
        Some("（六）其他处理")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::check::given;
    use crate::rules::given as reports;

    /// Slots that the cells of a form fill, row by row.
    fn widths(form: &Form) -> Vec<usize> {
        let mut widths = vec![0; form.rows.len()];
        for (at, row) in form.rows.iter().enumerate() {
            for cell in row {
                for width in widths.iter_mut().skip(at).take(cell.rowspan) {
                    *width += cell.colspan;
                }
            }
        }
        widths
    }

    #[test]
    fn every_form_is_a_full_rectangle() {
        let forms = forms(&given::checked(&reports::clean()), Lang::Zh);
        let expected = [4, 10, 15];
        assert_eq!(forms.len(), 3);
        for (form, expected) in forms.iter().zip(expected) {
            let widths = widths(form);
            assert!(widths.iter().all(|it| *it == expected), "{} {widths:?}", form.caption);
        }
    }

    #[test]
    fn a_wrong_cell_is_marked_with_what_is_wrong() {
        let broken = reports::clean().application(Line::CarriedOut, Column::NaturalPerson, "2");
        let forms = forms(&given::checked(&broken), Lang::Zh);
        let cells = forms.iter().flat_map(|form| form.rows.iter().flatten());
        let wrong: Vec<&Cell> = cells.filter(|cell| cell.class == "wrong").collect();
        assert!(wrong.iter().any(|it| it.note.starts_with("自然人列勾稽关系不符")), "{wrong:?}");
    }
}
