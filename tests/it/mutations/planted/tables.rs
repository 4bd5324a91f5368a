//! Tables that are not there, not whole, or not filled in.

use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;

use super::Mutation;
use super::On::Outside;
use super::On::Tables;
use super::plant;
use crate::form::Cell;
use crate::form::Rows;

fn cell(text: &str, width: usize) -> Cell {
    Cell { text: text.into(), width, height: 1 }
}

/// Takes a row out of a table; none of those used begins a group.
fn without(rows: &mut Rows, label: &str) {
    let before = rows.len();
    rows.retain(|row| row.iter().all(|cell| !cell.text.contains(label)));
    assert_eq!(rows.len(), before - 1, "{label}");
}

/// Takes 社会公益组织 out of table 3.
fn without_a_column(rows: &mut Rows) {
    rows[0][1].width -= 1;
    rows[1][1].width -= 1;
    rows[2].remove(2);
    for row in &mut rows[3..] {
        let at = row.len() - 4;
        row.remove(at);
    }
}

pub fn all() -> Vec<Mutation> {
    vec![
        plant("table-missing", Tables, "finance", "no table under 四", |world| {
            world.doc().parts[3].table = None;
        }),
        plant("table-missing", Tables, "city", "no table under 二", |world| {
            world.doc().parts[1].table = None;
        }),
        plant("table-missing", Outside, "flat", "nothing under 三", |world| {
            world.doc().parts[2].table = None;
        }),
        plant("table-not-machine-readable", Outside, "finance", "three pictures", |world| {
            world.doc().parts[1..4].iter_mut().for_each(|part| part.pictured = true);
        }),
        plant("table-not-machine-readable", Outside, "county", "a scan", |world| {
            world.now = None;
            world.scanned = true;
        }),
        plant("table-row-missing", Tables, "finance", "no row 行政强制", |world| {
            world.doc().reshape.push(|tables| without(&mut tables[0], "行政强制"));
        }),
        plant("table-row-missing", Tables, "word", "no row 上年结转", |world| {
            world.doc().reshape.push(|tables| without(&mut tables[1], "上年结转"));
        }),
        plant("table-column-missing", Tables, "finance", "no column 社会公益组织", |world| {
            world.doc().reshape.push(|tables| without_a_column(&mut tables[1]));
        }),
        plant("table-extra-row", Tables, "finance", "documents of another kind", |world| {
            world.doc().reshape.push(|tables| {
                let mut row = vec![cell("其他主动公开文件", 1)];
                row.extend(["36", "0", "36"].map(|it| cell(it, 1)));
                tables[0].insert(4, row);
            });
        }),
        plant("table-wrong-edition", Tables, "trial", "the form of the year after", |world| {
            world.doc().form = Some("2021");
            world.doc().cell(Line::OtherOther, Column::NaturalPerson, 1);
            world.doc().cell(Line::OtherOther, Column::Total, 1);
        }),
        Mutation {
            also: &[(
                "legacy-structure",
                "the old tables are part of the old layout; one names them, the other the whole",
            )],
            ..plant("table-wrong-edition", Tables, "finance", "the trial form of 2019", |world| {
                world.doc().form = Some("2019");
            })
        },
        plant("cell-blank", Tables, "finance", "a blank in table 2", |world| {
            world.doc().cell(Line::CoerciveMeasures, Column::Decisions, "");
        }),
        plant("cell-blank", Tables, "county", "strokes in table 3", |world| {
            for column in Column::APPLICANTS {
                world.doc().cell(Line::UnprocessedExcessive, column, "/");
            }
        }),
        plant("cell-not-integer", Tables, "finance", "half a penalty", |world| {
            world.doc().cell(Line::Penalties, Column::Decisions, "9.5");
        }),
        plant("cell-not-integer", Tables, "city", "less than none", |world| {
            world.doc().cell(Line::CoerciveMeasures, Column::Decisions, "-3");
        }),
        plant("cell-not-integer", Tables, "word", "words for a figure", |world| {
            world.doc().cell(Line::CoerciveMeasures, Column::Decisions, "若干");
        }),
        plant("fee-unit-suspect", Tables, "finance", "yuan for ten thousands", |world| {
            world.doc().cell(Line::Fees, Column::FeesWan, "186005");
        }),
        plant("regulations-without-power", Tables, "county", "a county with a rule", |world| {
            world.doc().cell(Line::Regulations, Column::Made, 1);
            world.doc().cell(Line::Regulations, Column::InForce, 1);
        }),
        plant("regulations-without-power", Tables, "township", "a township with rules", |world| {
            for (column, n) in [(Column::Made, 2), (Column::Repealed, 0), (Column::InForce, 2)] {
                world.doc().cell(Line::Regulations, column, n);
            }
        }),
    ]
}
