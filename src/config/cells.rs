//! Names of tables, rows and columns in a rule pack, with what was probably meant.

use crate::domain::Column;
use crate::domain::Line;
use crate::domain::TableKind;
use crate::rules::pack;
use crate::rules::pack::CellPath;

use super::problem::Problem;
use super::problem::did_you_mean;
use super::read::Reader;

/// What is wrong, and what to write.
type Fault = (String, String);

/// `table = "applications"`.
pub(super) fn table(table: &mut Reader<'_>) -> Option<TableKind> {
    if !table.has("table") {
        table.missing("table", "write table = \"applications\"");
    }
    table.choice("table", &TableKind::ALL.map(|kind| (kind.key(), kind)))
}

/// A list of rows of one table.
pub(super) fn lines(
    table: &mut Reader<'_>,
    key: &'static str,
    kind: Option<TableKind>,
) -> Option<Vec<Line>> {
    if !table.has(key) {
        table.missing(key, format!("write {key} = [\"received\", \"carried_in\"]"));
    }
    let list = table.strings(key)?;
    if list.value.is_empty() {
        let problem = Problem::new(format!("`{key}` names no row"))
            .at(&list.mark, "nothing here")
            .help("name at least one row");
        table.problems.add(problem);
        return None;
    }
    let found: Vec<Line> =
        list.value.iter().filter_map(|it| table.taken(it, line(it.value, kind?))).collect();
    (found.len() == list.value.len()).then_some(found)
}

/// A row of a table by its name.
fn line(name: &str, kind: TableKind) -> Result<Line, Fault> {
    if let Some(found) = pack::lines_of(kind).find(|line| line.key() == name) {
        return Ok(found);
    }
    let message = format!("table `{}` has no row `{name}`", kind.key());
    if let Some(line) = Line::ALL.iter().find(|line| line.key() == name) {
        let home = pack::table_of(*line).key();
        return Err((message, format!("it stands in table `{home}`")));
    }
    let names: Vec<&str> = pack::lines_of(kind).map(Line::key).collect();
    Err((message, did_you_mean(name, "its rows", names.iter().copied())))
}

/// The columns that are named, else all that the rows have in common.
pub(super) fn columns(table: &mut Reader<'_>, lines: &[Line]) -> Option<Vec<Column>> {
    let common = common(lines);
    let named = table.strings("columns");
    if lines.is_empty() {
        return None;
    }
    if common.is_empty() {
        let problem = Problem::new("these rows have no column in common")
            .at(&table.mark, "in this rule")
            .help("a sum runs down a column, so its rows must all have it");
        table.problems.add(problem);
        return None;
    }
    let Some(named) = named else { return Some(common) };
    if named.value.is_empty() {
        let problem = Problem::new("`columns` names no column")
            .at(&named.mark, "nothing here")
            .help("name one, or leave the key out for all that the rows have");
        table.problems.add(problem);
        return None;
    }
    let found: Vec<Column> =
        named.value.iter().filter_map(|it| table.taken(it, column(it.value, &common))).collect();
    (found.len() == named.value.len()).then_some(found)
}

fn common(lines: &[Line]) -> Vec<Column> {
    let Some((first, rest)) = lines.split_first() else { return Vec::new() };
    let in_all = |column: &Column| rest.iter().all(|it| pack::columns_of(*it).contains(column));
    pack::columns_of(*first).iter().copied().filter(in_all).collect()
}

fn column(name: &str, among: &[Column]) -> Result<Column, Fault> {
    let found = among.iter().find(|it| it.key() == name || it.json_key() == name);
    found.copied().ok_or_else(|| {
        let names: Vec<&str> = among.iter().map(|it| it.json_key()).collect();
        let help = did_you_mean(name, "the columns", names.iter().copied());
        (format!("there is no column `{name}`"), help)
    })
}

/// A cell by its path, as in `extract --format json`: `applications.received.total`,
/// `active_disclosure.licences`.
pub(super) fn path(text: &str) -> Result<CellPath, Fault> {
    let mut steps = text.split('.');
    let (table, row, rest) = (steps.next().unwrap_or_default(), steps.next(), steps.next());
    let Some(kind) = TableKind::ALL.into_iter().find(|kind| kind.key() == table) else {
        let names = TableKind::ALL.map(TableKind::key);
        return Err((
            format!("there is no table `{table}`"),
            did_you_mean(table, "the tables", names),
        ));
    };
    let (Some(row), None) = (row, steps.next()) else {
        let help = "write table, row and column: \"applications.received.total\"";
        return Err((format!("`{text}` does not name a cell"), help.into()));
    };
    if (kind, row, rest) == (TableKind::ActiveDisclosure, "fees_wan", None) {
        return Ok(CellPath { table: kind, line: Line::Fees, column: Column::FeesWan });
    }
    let line = line(row, kind)?;
    let column = match (rest, line) {
        (Some(name), _) => column(name, pack::columns_of(line))?,
        (None, Line::Fees) => Column::FeesWan,
        (None, _) if pack::columns_of(line).contains(&Column::Decisions) => Column::Decisions,
        (None, _) => {
            let names: Vec<&str> = pack::columns_of(line).iter().map(|it| it.json_key()).collect();
            let help = format!("add a column: {}", names.join(", "));
            return Err((format!("`{text}` names a row, not a cell"), help));
        }
    };
    Ok(CellPath { table: kind, line, column })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_as_in_the_data() {
        let table = [
            ("applications.received.total", Ok("applications.received.total")),
            ("reviews.reconsideration.total", Ok("reviews.reconsideration.total")),
            ("reviews.reconsideration.other", Ok("reviews.reconsideration.other")),
            ("active_disclosure.licences", Ok("active_disclosure.licences.decisions")),
            ("active_disclosure.fees_wan", Ok("active_disclosure.fees.fees_wan")),
            (
                "active_disclosure.regulations.in_force",
                Ok("active_disclosure.regulations.in_force"),
            ),
            ("application.received.total", Err("did you mean `applications`?")),
            ("applications.recieved.total", Err("did you mean `received`?")),
            ("applications.reconsideration.total", Err("it stands in table `reviews`")),
            ("applications.received.totals", Err("did you mean `total`?")),
            ("applications", Err("write table, row and column: \"applications.received.total\"")),
            (
                "active_disclosure.regulations",
                Err("add a column: made, repealed, in_force, new_disclosed, total_disclosed"),
            ),
        ];
        for (text, expected) in table {
            let found = path(text).map(CellPath::text).map_err(|(_, help)| help);
            assert_eq!(found, expected.map(ToOwned::to_owned).map_err(ToOwned::to_owned), "{text}");
        }
    }

    #[test]
    fn rows_of_one_sum_share_their_columns() {
        let columns = common(&[Line::Licences, Line::Fees]);
        assert_eq!(columns, [Column::ItemsLastYear, Column::ItemsChange]);
        assert_eq!(common(&[Line::Received, Line::CarriedOut]), Column::APPLICATIONS);
        assert!(common(&[Line::Regulations, Line::Procurement]).is_empty());
    }
}
