//! What a table has beside the form, and what it certainly leaves out.
//!
//! This is a second look at the same grids and changes no reading. A heading that is not found is no
//! missing column: pages leave whole header rows out. Only headings that name all the other columns,
//! over rows with just as many figures, show that one is missing.

use super::MAX_CELLS;
use super::applications::is_table_three;
use super::disclosure::is_head;
use super::disclosure::spec_named;
use super::reviews::result;
use crate::domain::Column;
use crate::domain::Edition;
use crate::domain::TableKind;
use crate::domain::Value;
use crate::extract::edition::Wordings;
use crate::extract::number;
use crate::html::Grid;
use crate::html::grid::GridCell;
use crate::wording::as_letters;
use crate::wording::tidy;

/// What was found in one table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::extract) struct Oddities {
    /// Labels of rows with figures that the form does not have.
    pub extra_rows: Vec<String>,
    /// Columns of the form that are certainly not there.
    pub missing_columns: Vec<Column>,
}

/// Looks through the grids of a report for one table.
pub(in crate::extract) fn look(
    kind: TableKind,
    edition: &'static Edition,
    grids: &[&Grid],
) -> Oddities {
    let mut odd = Oddities::default();
    let Some(wordings) = Wordings::of(edition) else { return odd };
    for grid in grids.iter().filter(|grid| grid.cells.len() <= MAX_CELLS) {
        match kind {
            TableKind::ActiveDisclosure => disclosure(wordings, grid, &mut odd),
            TableKind::Applications => applications(wordings, grid, &mut odd),
            TableKind::Reviews => reviews(grid, &mut odd),
        }
    }
    if kind == TableKind::Applications {
        odd.missing_columns.retain(|column| !is_continued(wordings, grids, *column));
    }
    odd
}

/// True where some table names the column beside another applicant: a wide table 3 may go on beside
/// or below itself. Table 4 has 总计 too, but no applicants.
fn is_continued(wordings: &Wordings, grids: &[&Grid], column: Column) -> bool {
    grids.iter().filter(|grid| grid.cells.len() <= MAX_CELLS).any(|grid| {
        let heads = grid.cells.iter().take_while(|cell| cell.row < 6);
        let heads: Vec<Column> =
            heads.filter_map(|cell| wordings.columns.exact(&cell.text)).collect();
        let applicant = Column::APPLICANTS.iter().any(|it| heads.contains(it));
        applicant && heads.contains(&column)
    })
}

impl Oddities {
    fn extra(&mut self, label: &str) {
        let label = tidy(label);
        if !self.extra_rows.contains(&label) {
            self.extra_rows.push(label);
        }
    }

    /// The columns of the form that the headings do not name.
    fn missing(&mut self, form: &[Column], headings: &[Column]) {
        for column in form.iter().filter(|column| !headings.contains(column)) {
            if !self.missing_columns.contains(column) {
                self.missing_columns.push(*column);
            }
        }
    }
}

/// True for cells that are all figures or marks for none, and not all of them blank.
fn are_figures(cells: &[&GridCell]) -> bool {
    let values: Vec<Value> = cells.iter().map(|cell| number::value(&cell.text)).collect();
    values.iter().all(|value| *value != Value::NotNumber)
        && values.iter().any(|value| matches!(value, Value::Integer(_) | Value::Decimal(_)))
}

fn is_label(text: &str) -> bool {
    let letters = as_letters(text);
    letters.chars().count() >= 2 && letters.chars().any(|c| !c.is_ascii_digit())
}

fn applications(wordings: &Wordings, grid: &Grid, odd: &mut Oddities) {
    if !is_table_three(wordings, grid) {
        return;
    }
    // How many figures stand behind each label of the form.
    let mut counts: Vec<usize> = Vec::new();
    for row in 0..grid.height {
        let cells: Vec<&GridCell> = grid.begin_in(row).collect();
        let Some(last) = cells.iter().rposition(|cell| is_label(&cell.text)) else { continue };
        let Some((label, figures)) = cells.get(last..).and_then(<[_]>::split_first) else {
            continue;
        };
        if !are_figures(figures) {
            continue;
        }
        if wordings.applications.find(&label.text).is_some() {
            counts.push(figures.len());
        } else if figures.len() == Column::APPLICATIONS.len() {
            odd.extra(&label.text);
        }
    }
    let headings: Vec<Column> = grid
        .cells
        .iter()
        .take_while(|cell| cell.row < 6)
        .filter_map(|cell| wordings.columns.exact(&cell.text))
        .filter(|column| Column::APPLICATIONS.contains(column))
        .collect();
    let distinct =
        headings.iter().enumerate().all(|(i, it)| !headings.iter().take(i).any(|o| o == it));
    if distinct && (4..7).contains(&headings.len()) && counts.len() >= 3 {
        // A heading may have been left out over a column that is there; then the figures are seven.
        if counts.iter().all(|count| *count == headings.len()) {
            odd.missing(&Column::APPLICATIONS, &headings);
        }
    }
}

fn disclosure(wordings: &Wordings, grid: &Grid, odd: &mut Oddities) {
    let mut header: Option<Vec<Option<Column>>> = None;
    for row in 0..grid.height {
        let cells: Vec<&GridCell> = grid.begin_in(row).collect();
        let Some((label, figures)) = cells.split_first() else { continue };
        if is_head(&label.text) {
            let names = figures.iter().map(|cell| wordings.columns.exact(&cell.text));
            header = Some(names.collect());
            continue;
        }
        let Some(header) = &header else { continue };
        if figures.len() != header.len() || !is_label(&label.text) || !are_figures(figures) {
            continue;
        }
        match spec_named(wordings, &label.text) {
            // Other tables are headed 信息内容 too; the form's names a column of the form.
            None if header.iter().any(Option::is_some) => odd.extra(&label.text),
            None => {}
            Some(spec) => {
                // The headings may be those of the group above, where this one's own are not known.
                let headings: Option<Vec<Column>> = header.iter().copied().collect();
                let own = |it: &Vec<Column>| it.iter().all(|name| spec.columns.contains(name));
                if let Some(headings) = headings.filter(own) {
                    odd.missing(spec.columns, &headings);
                }
            }
        }
    }
}

fn reviews(grid: &Grid, odd: &mut Oddities) {
    let headings: Vec<Column> = grid.cells.iter().filter_map(|cell| result(&cell.text)).collect();
    let width = headings.len() / 3;
    if !(3..5).contains(&width) || headings.len() != 3 * width {
        return;
    }
    let mut groups = headings.chunks(width);
    let Some(first) = groups.next() else { return };
    let figures = |row: usize| grid.begin_in(row).filter(|cell| !is_label(&cell.text)).count();
    if groups.all(|group| group == first) && (0..grid.height).any(|row| figures(row) == 3 * width) {
        odd.missing(&Column::REVIEWS, first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::edition;
    use crate::html::Block;
    use crate::html::Page;
    use crate::html::grid::RawCell;

    fn look_at(kind: TableKind, rows: &[&str]) -> Oddities {
        let cells = |row: &&str| {
            let cells = row.split('|').map(|cell| format!("<td>{cell}</td>"));
            format!("<tr>{}</tr>", cells.collect::<String>())
        };
        let html = format!("<table>{}</table>", rows.iter().map(cells).collect::<String>());
        let page = Page::parse(&html).unwrap();
        let grids: Vec<&Grid> = page
            .blocks
            .iter()
            .filter_map(|placed| match &placed.block {
                Block::Table(grid) => Some(grid),
                _ => None,
            })
            .collect();
        look(kind, edition::find("2021").unwrap(), &grids)
    }

    const HEADER: &str = "|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计";

    #[test]
    fn a_row_of_figures_under_another_name_is_extra() {
        let odd = look_at(
            TableKind::Applications,
            &[
                HEADER,
                "一、本年新收政府信息公开申请数量|1|0|0|0|0|0|1",
                "（一）予以公开|1|0|0|0|0|0|1",
                "不予公开小计|0|0|0|0|0|0|0",
                "（三）不予公开",
                "四、结转下年度继续办理|0|0|0|0|0|0|0",
            ],
        );
        assert_eq!(odd.extra_rows, ["不予公开小计"]);
        assert_eq!(odd.missing_columns, []);
    }

    #[test]
    fn an_extra_row_of_table_two_is_named_too() {
        let odd = look_at(
            TableKind::ActiveDisclosure,
            &[
                "第二十条第（一）项",
                "信息内容|本年制发件数|本年废止件数|现行有效件数",
                "规章|0|0|0",
                "其他主动公开文件|5|0|5",
            ],
        );
        assert_eq!(odd.extra_rows, ["其他主动公开文件"]);
    }

    #[test]
    fn another_table_that_is_headed_alike_has_no_extra_row() {
        let rows = ["信息内容|数量", "政策解读|12", "政务微博|3"];
        assert_eq!(look_at(TableKind::ActiveDisclosure, &rows), Oddities::default());
    }

    #[test]
    fn the_headings_of_another_group_show_no_column_missing() {
        let rows = [
            "信息内容|本年制发件数|本年废止件数|现行有效件数",
            "规章|0|0|0",
            "信息名称|上一年项目数量|本年增/减|处理决定数量",
            "行政许可|12|0|3",
        ];
        assert_eq!(look_at(TableKind::ActiveDisclosure, &rows), Oddities::default());
    }

    #[test]
    fn a_column_is_missing_where_headings_and_figures_say_so() {
        let rows = [
            "|自然人|商业企业|科研机构|社会公益组织|其他|总计",
            "一、本年新收政府信息公开申请数量|1|0|0|0|0|1",
            "二、上年结转政府信息公开申请数量|0|0|0|0|0|0",
            "（一）予以公开|1|0|0|0|0|1",
        ];
        let odd = look_at(TableKind::Applications, &rows);
        assert_eq!(odd.missing_columns, [Column::LegalServiceOrg]);
        let odd = look_at(
            TableKind::ActiveDisclosure,
            &["信息内容|本年制发件数|现行有效件数", "规章|0|0"],
        );
        assert_eq!(odd.missing_columns, [Column::Repealed]);
        let odd = look_at(
            TableKind::Reviews,
            &[
                "结果维持|结果纠正|其他结果|总计|结果维持|结果纠正|其他结果|总计|结果维持|结果纠正|其他结果|总计",
                "0|0|0|0|0|0|0|0|0|0|0|0",
            ],
        );
        assert_eq!(odd.missing_columns, [Column::Pending]);
    }

    #[test]
    fn a_table_that_goes_on_in_another_lacks_no_column() {
        let rows = [
            "|自然人|商业企业|科研机构|社会公益组织",
            "一、本年新收政府信息公开申请数量|1|0|0|0",
            "二、上年结转政府信息公开申请数量|0|0|0|0",
            "（一）予以公开|1|0|0|0",
        ];
        let rest = "续表|法律服务机构|其他|总计";
        let grids: Vec<Grid> = [rows.join("\n"), rest.into()]
            .iter()
            .map(|text| Grid::new(text.lines().map(raw_cells).collect()))
            .collect();
        let edition = edition::find("2021").unwrap();
        let alone = look(TableKind::Applications, edition, &[&grids[0]]);
        assert_eq!(alone.missing_columns.len(), 3);
        let both = look(TableKind::Applications, edition, &[&grids[0], &grids[1]]);
        assert_eq!(both.missing_columns, []);
    }

    fn raw_cells(row: &str) -> Vec<RawCell> {
        let cell = |text: &str| RawCell { text: text.to_owned(), colspan: 1, rowspan: 1 };
        row.split('|').map(cell).collect()
    }

    #[test]
    fn a_heading_left_out_over_seven_figures_is_no_missing_column() {
        let rows = [
            "|自然人|商业企业|科研机构|社会公益组织|其他|总计",
            "一、本年新收政府信息公开申请数量|1|0|0|0|0|0|1",
            "二、上年结转政府信息公开申请数量|0|0|0|0|0|0|0",
            "（一）予以公开|1|0|0|0|0|0|1",
        ];
        assert_eq!(look_at(TableKind::Applications, &rows), Oddities::default());
        let no_header = rows.get(1..).unwrap();
        assert_eq!(look_at(TableKind::Applications, no_header), Oddities::default());
    }
}
