//! The report as data: the shape that scripts rely on.
//!
//! A value is a whole number, a decimal string, or `null`. `null` means blank, dashed or unread, and
//! never 0; a table that is absent is `null` and named in `unread`.

use serde_json::Map;
use serde_json::Value as Json;
use serde_json::json;

use crate::domain::AnnualReport;
use crate::domain::Column;
use crate::domain::Line;
use crate::domain::Table;
use crate::domain::TableKind;
use crate::domain::Unread;
use crate::domain::Value;
use crate::extract::edition;

/// The whole report.
pub fn report(report: &AnnualReport) -> Json {
    json!({
        "title": report.title,
        "agency": report.agency,
        "report_year": report.year,
        "edition": report.edition,
        "carrier": report.carrier,
        "blank_form": report.is_blank_form(),
        "dates": report.dates,
        "sections": report.sections.iter().map(|section| json!({
            "number": section.number,
            "title": section.title,
            "present": section.present,
            "characters": section.text.chars().filter(|c| !c.is_whitespace()).count(),
        })).collect::<Vec<_>>(),
        "active_disclosure": report.table(TableKind::ActiveDisclosure).map(disclosure),
        "applications": report.table(TableKind::Applications).map(|table| applications(report, table)),
        "reviews": report.table(TableKind::Reviews).map(reviews),
        "derived": derived(report),
        "attachments": report.attachments,
        "table_sources": report.table_sources,
        "text_source": report.text_source,
        "unread": unread(report),
    })
}

/// What was not read: tables and rows, and cells whose content is no figure.
fn unread(report: &AnnualReport) -> Vec<Unread> {
    let mut all = report.unread.clone();
    for (kind, table) in &report.tables {
        for (line, column, cell) in table.iter() {
            let is_text = cell.value == Value::NotNumber && column != Column::PurchaseAmount;
            let is_part = matches!(&cell.value, Value::Decimal(_)
                if !is_amount(line, column) && cell.value.whole().is_none());
            if is_text || is_part {
                let what = format!("{}.{}.{}", kind.key(), line.key(), column.json_key());
                all.push(Unread { what, why: format!("“{}” is no count", cell.raw) });
            }
        }
    }
    all
}

/// The rows whose figures were glued together and are told apart by the sums of the form.
fn derived(report: &AnnualReport) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for (kind, table) in &report.tables {
        for (line, _, cell) in table.iter() {
            let row = format!("{}.{}", kind.key(), line.key());
            if cell.derived && rows.last() != Some(&row) {
                rows.push(row);
            }
        }
    }
    rows
}

/// One cell.
fn value(table: &Table, line: Line, column: Column) -> Json {
    match table.cell(line, column).map(|cell| (&cell.value, &cell.raw)) {
        Some((Value::Decimal(text), _)) if is_amount(line, column) => json!(text),
        // A fraction is no count, unless it is one of zeros.
        Some((value @ (Value::Integer(_) | Value::Decimal(_)), _)) => json!(value.whole()),
        // The amount carries its own unit, so it is given as printed.
        Some((Value::NotNumber, raw)) if column == Column::PurchaseAmount => json!(raw),
        _ => Json::Null,
    }
}

/// True for a sum of money, which may have a fraction.
fn is_amount(line: Line, column: Column) -> bool {
    line == Line::Fees || matches!(column, Column::FeesWan | Column::PurchaseAmount)
}

/// A decimal string even where the page prints a whole number.
fn amount(table: &Table, line: Line, column: Column) -> Json {
    match value(table, line, column) {
        Json::Number(n) => json!(n.to_string()),
        other => other,
    }
}

fn disclosure(table: &Table) -> Json {
    const DOCUMENTS: [Column; 5] = [
        Column::Made,
        Column::Repealed,
        Column::InForce,
        Column::NewDisclosed,
        Column::TotalDisclosed,
    ];
    const ITEMS: [Line; 5] =
        [Line::Licences, Line::OtherServices, Line::Penalties, Line::CoerciveMeasures, Line::Fees];
    let trial = table.iter().any(|(_, column, _)| {
        matches!(column, Column::NewDisclosed | Column::ItemsLastYear | Column::PurchaseItems)
    });
    let mut out = Map::new();
    for line in [Line::Regulations, Line::NormativeDocuments] {
        let columns = if trial { &DOCUMENTS[..] } else { DOCUMENTS.split_at(3).0 };
        let cells: Map<String, Json> = columns
            .iter()
            .map(|column| (column.json_key().to_owned(), value(table, line, *column)))
            .collect();
        out.insert(line.key().to_owned(), Json::Object(cells));
    }
    for line in [Line::Licences, Line::Penalties, Line::CoerciveMeasures] {
        out.insert(line.key().to_owned(), value(table, line, Column::Decisions));
    }
    out.insert("fees_wan".to_owned(), amount(table, Line::Fees, Column::FeesWan));
    if trial {
        let other = value(table, Line::OtherServices, Column::Decisions);
        out.insert(Line::OtherServices.key().to_owned(), other);
        for column in [Column::ItemsLastYear, Column::ItemsChange] {
            let items: Map<String, Json> = ITEMS
                .iter()
                .map(|line| (line.key().to_owned(), value(table, *line, column)))
                .collect();
            out.insert(column.json_key().to_owned(), Json::Object(items));
        }
        out.insert(
            Line::Procurement.key().to_owned(),
            json!({
                "items": value(table, Line::Procurement, Column::PurchaseItems),
                "amount": amount(table, Line::Procurement, Column::PurchaseAmount),
            }),
        );
    }
    Json::Object(out)
}

fn applications(report: &AnnualReport, table: &Table) -> Json {
    let edition = report.edition.as_deref().and_then(edition::find);
    let lines = edition.into_iter().flat_map(|it| it.lines_of(TableKind::Applications));
    let rows: Map<String, Json> = lines
        .map(|spec| {
            let cells: Map<String, Json> = Column::APPLICATIONS
                .iter()
                .map(|column| (column.json_key().to_owned(), value(table, spec.line, *column)))
                .collect();
            (spec.line.key().to_owned(), Json::Object(cells))
        })
        .collect();
    Json::Object(rows)
}

fn reviews(table: &Table) -> Json {
    let groups: Map<String, Json> =
        [Line::Reconsideration, Line::DirectLitigation, Line::LitigationAfterReconsideration]
            .into_iter()
            .map(|line| {
                let cells: Map<String, Json> = Column::REVIEWS
                    .iter()
                    .map(|column| (column.json_key().to_owned(), value(table, line, *column)))
                    .collect();
                (line.key().to_owned(), Json::Object(cells))
            })
            .collect();
    Json::Object(groups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::number;

    #[test]
    fn a_count_is_a_whole_number_or_null_with_its_reason() {
        let mut table = Table::default();
        let columns = [Column::NaturalPerson, Column::CommercialEnterprise, Column::Total];
        for (column, raw) in columns.into_iter().zip(["48.0", "10.421", "12*"]) {
            table.set(Line::Received, column, number::cell(raw));
        }
        let mut read = AnnualReport { edition: Some("2021".into()), ..AnnualReport::default() };
        read.tables.insert(TableKind::Applications, table);
        let data = report(&read);
        let row = &data["applications"]["received"];
        assert_eq!(row["natural_person"], 48);
        assert_eq!((&row["commercial_enterprise"], &row["total"]), (&Json::Null, &Json::Null));
        let named: Vec<&str> = data["unread"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["what"].as_str().unwrap())
            .collect();
        let row = "applications.received";
        assert_eq!(named, [format!("{row}.commercial_enterprise"), format!("{row}.total")]);
    }
}
