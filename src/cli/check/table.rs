//! Rows of a statutory table as aligned text, with the wrong cells underlined.
//!
//! A Chinese character fills two columns of a terminal, so everything is measured in columns, never
//! in characters. A cell that was not read is `?`: it is neither blank nor 0.

use unicode_width::UnicodeWidthChar;
use unicode_width::UnicodeWidthStr;

use super::block::one_line;
use crate::domain::Column;
use crate::domain::Edition;
use crate::domain::Line;
use crate::domain::Table;

/// Columns that a row label may fill before it is cut.
const LABEL: usize = 40;

/// Rows of one table, ready to be printed.
pub(super) struct Excerpt {
    /// The heading, then one line a row.
    pub lines: Vec<String>,
    /// What is underlined. Where it is several cells, they are wrong as a sum.
    pub marks: Vec<Mark>,
}

/// A stretch of a line, in terminal columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Index of the line.
    pub line: usize,
    /// First column.
    pub start: usize,
    /// Number of columns.
    pub width: usize,
}

/// The named rows of a table and the cells that are wrong: those of `wrong.0` in column `wrong.1`.
pub(super) fn excerpt(
    edition: &Edition,
    table: &Table,
    lines: &[Line],
    wrong: Option<(&[Line], Column)>,
) -> Option<Excerpt> {
    let specs: Vec<_> = lines.iter().filter_map(|line| edition.spec(*line)).collect();
    let columns = specs.first()?.columns;
    let rows: Vec<_> = specs.into_iter().filter(|spec| spec.columns == columns).collect();
    let heads: Vec<String> = columns.iter().map(|it| heading(edition, *it).to_owned()).collect();
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| columns.iter().map(|it| shown(table, row.line, *it)).collect())
        .collect();
    let labels: Vec<String> = rows.iter().map(|row| cut(row.label, LABEL)).collect();
    let label_width = labels.iter().map(|it| it.width()).max().unwrap_or_default();
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(i, head)| {
            let under = cells.iter().filter_map(|row| row.get(i)).map(|it| it.width());
            under.chain([head.width()]).max().unwrap_or_default()
        })
        .collect();
    let line = |label: &str, cells: &[String]| {
        let mut out = format!("{label}{}", " ".repeat(label_width - label.width()));
        for (cell, width) in cells.iter().zip(&widths) {
            out.push_str(&format!("  {}{cell}", " ".repeat(width.saturating_sub(cell.width()))));
        }
        out.trim_end().to_owned()
    };
    let mut printed = vec![line("", &heads)];
    printed.extend(labels.iter().zip(&cells).map(|(label, cells)| line(label, cells)));
    let mark = |row: Line, column: Column| {
        let index = rows.iter().position(|it| it.line == row)?;
        let at = columns.iter().position(|it| *it == column)?;
        let end: usize = label_width + widths.iter().take(at + 1).map(|it| it + 2).sum::<usize>();
        let width = cells.get(index)?.get(at)?.width().max(1);
        Some(Mark { line: index + 1, start: end - width, width })
    };
    let marks = wrong.map_or_else(Vec::new, |(rows, column)| {
        rows.iter().filter_map(|row| mark(*row, column)).collect()
    });
    Some(Excerpt { lines: printed, marks })
}

/// The wording of a column in the form.
pub(super) fn heading(edition: &Edition, column: Column) -> &'static str {
    // 总计 stands in two tables and is one wording.
    let column = if column == Column::ReviewTotal { Column::Total } else { column };
    let spec = edition.columns.iter().copied().flatten().find(|spec| spec.column == column);
    spec.and_then(|spec| spec.labels.first().copied()).unwrap_or_else(|| column.zh())
}

/// What a cell prints.
pub(super) fn shown(table: &Table, line: Line, column: Column) -> String {
    table.cell(line, column).map_or_else(|| "?".to_owned(), |cell| one_line(&cell.raw))
}

/// A text cut to a number of terminal columns.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut filled = 1;
    for c in text.chars() {
        filled += c.width().unwrap_or_default();
        if filled > columns {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TableKind;
    use crate::extract::edition;
    use crate::extract::number;
    use crate::rules::given;

    #[test]
    fn figures_stand_under_their_headings_and_the_mark_under_its_figure() {
        let mut given = given::clean();
        let edition = edition::find("2021").unwrap();
        let table = given.report_mut().tables.get_mut(&TableKind::Applications).unwrap();
        table.set(Line::Received, Column::CommercialEnterprise, number::cell("12345678901"));
        table.set(Line::CarriedIn, Column::ResearchInstitution, number::cell(""));
        let lines = [Line::Received, Line::CarriedIn];
        let wrong = Some((&[Line::Received][..], Column::CommercialEnterprise));
        let found = excerpt(edition, table, &lines, wrong).unwrap();
        insta::assert_snapshot!(found.lines.join("\n"), @r"
                                          自然人     商业企业  科研机构  社会公益组织  法律服务机构  其他  总计
        一、本年新收政府信息公开申请数量       7  12345678901         0             0             0     0     9
        二、上年结转政府信息公开申请数量       0            0                       0             0     0     0
        ");
        assert_eq!(found.marks, [Mark { line: 1, start: 42, width: 11 }]);
    }

    #[test]
    fn every_cell_of_every_table_can_be_marked() {
        for edition in edition::ALL {
            for spec in edition.lines.iter().copied().flatten() {
                for column in spec.columns {
                    let table = Table::default();
                    let lines = [spec.line];
                    let wrong = Some((&lines[..], *column));
                    let found = excerpt(edition, &table, &[spec.line], wrong).unwrap();
                    let mark = found.marks[0];
                    assert_eq!(
                        found.lines.get(mark.line).unwrap().matches('?').count(),
                        spec.columns.len()
                    );
                    assert!(found.lines.iter().any(|line| line.width() >= mark.start + mark.width));
                }
            }
        }
    }

    #[test]
    fn a_long_label_is_cut_by_columns_not_characters() {
        assert_eq!(cut("一二三四", 8), "一二三四");
        assert_eq!(cut("一二三四五", 8), "一二三…");
        assert_eq!(cut("abc一二三", 7), "abc一…");
    }
}
