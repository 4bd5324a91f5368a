//! Two versions of a report → what differs. Pure.
//!
//! Only what was read on both sides is compared cell by cell: a cell that could not be read this time
//! has not been edited.

mod text;

use crate::domain::AnnualReport;
use crate::domain::Change;
use crate::domain::TableKind;
use crate::wording::squash;

/// Everything that differs, figures first.
pub fn compare(before: &AnnualReport, after: &AnnualReport) -> Vec<Change> {
    let mut changes = Vec::new();
    for kind in TableKind::ALL {
        cells(kind, before, after, &mut changes);
    }
    let title = |report: &AnnualReport| report.title.clone().unwrap_or_default();
    if squash(&title(before)) != squash(&title(after)) {
        changes.push(Change::Title { before: title(before), after: title(after) });
    }
    section(0, &before.preamble, &after.preamble, &mut changes);
    for number in 1..=6 {
        let texts = (before.section_text(number), after.section_text(number));
        section(number, texts.0, texts.1, &mut changes);
    }
    changes
}

fn cells(kind: TableKind, before: &AnnualReport, after: &AnnualReport, changes: &mut Vec<Change>) {
    let (Some(old), Some(new)) = (before.table(kind), after.table(kind)) else {
        let (old, new) = (before.table(kind).is_some(), after.table(kind).is_some());
        if old != new {
            let show = |there: bool| if there { "有表格" } else { "没有表格" }.to_owned();
            changes.push(Change::Section {
                number: kind.section(),
                before: show(old),
                after: show(new),
            });
        }
        return;
    };
    for (line, column, cell) in new.iter() {
        let Some(was) = old.cell(line, column) else { continue };
        if was.value != cell.value || was.raw != cell.raw {
            changes.push(Change::Cell {
                table: kind,
                line,
                column,
                before: Some(was.raw.clone()),
                after: Some(cell.raw.clone()),
            });
        }
    }
}

fn section(number: u8, before: &str, after: &str, changes: &mut Vec<Change>) {
    if let Some((before, after)) = text::difference(&squash(before), &squash(after)) {
        changes.push(Change::Section { number, before, after });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Column;
    use crate::domain::Line;
    use crate::rules::given;

    #[test]
    fn the_same_report_does_not_differ() {
        let report = given::clean().report.unwrap();
        assert_eq!(compare(&report, &report), []);
    }

    #[test]
    fn a_figure_is_named_by_its_row_and_column() {
        let before = given::clean().report.unwrap();
        let after =
            given::clean().application(Line::Received, Column::NaturalPerson, "8").report.unwrap();
        let changes = compare(&before, &after);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].text().zh, "表三 本年新收 自然人：7 → 8");
    }

    #[test]
    fn a_cell_that_was_not_read_this_time_is_no_edit() {
        let before = given::clean().report.unwrap();
        let mut after = before.clone();
        after.tables.get_mut(&TableKind::Applications).unwrap().forget(Line::Received);
        assert_eq!(compare(&before, &after), []);
    }

    #[test]
    fn a_table_that_disappeared_is_one_change() {
        let before = given::clean().report.unwrap();
        let mut after = before.clone();
        after.tables.remove(&TableKind::Applications);
        assert_eq!(compare(&before, &after).len(), 1);
    }

    #[test]
    fn words_are_shown_with_their_neighbours() {
        let before = given::clean().report.unwrap();
        let after = given::clean().section(6, "本年度收取信息处理费400元。").report.unwrap();
        let changes = compare(&before, &after);
        assert_eq!(changes.len(), 1);
        assert!(!changes[0].is_figure());
        assert!(changes[0].text().zh.starts_with("第6部分："), "{}", changes[0].text().zh);
    }

    #[test]
    fn spaces_are_no_difference() {
        let before = given::clean().report.unwrap();
        let after = given::clean().section(6, " 本年度 未收取\n信息处理费。").report.unwrap();
        assert_eq!(compare(&before, &after), []);
    }
}
