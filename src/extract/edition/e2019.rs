//! 国办公开办函〔2019〕60号 (试行), for report years 2019 and 2020 (DOMAIN §2.5).
//!
//! Table 2 has other columns, 本年增/减 may be negative, 采购总金额 carries its own unit, and
//! （六）其他处理 of table 3 is a single row.

use super::shared;
use crate::domain::Column;
use crate::domain::ColumnSpec;
use crate::domain::Edition;
use crate::domain::Identity;
use crate::domain::Line;
use crate::domain::LineSpec;
use crate::domain::RowSum;
use crate::domain::TableKind;

pub(super) static EDITION: Edition = Edition {
    id: "2019",
    first_year: 2019,
    last_year: Some(2020),
    document: "国办公开办函〔2019〕60号",
    sections: &shared::SECTIONS,
    lines: &LINES,
    columns: &COLUMNS,
    marks: &[
        "本年新制作数量",
        "本年新公开数量",
        "对外公开总数量",
        "第二十条第九项",
        "上一年项目数量",
    ],
    identities: &IDENTITIES,
    row_sums: &ROW_SUMS,
};

const fn disclosure(
    line: Line,
    label: &'static str,
    variants: &'static [&'static str],
    columns: &'static [Column],
) -> LineSpec {
    LineSpec { table: TableKind::ActiveDisclosure, line, label, variants, columns }
}

const DOCUMENTS: &[Column] = &[Column::Made, Column::NewDisclosed, Column::TotalDisclosed];
const ITEMS: &[Column] = &[Column::ItemsLastYear, Column::ItemsChange, Column::Decisions];

const DISCLOSURE: [LineSpec; 8] = [
    disclosure(Line::Regulations, "规章", &[], DOCUMENTS),
    disclosure(Line::NormativeDocuments, "规范性文件", &["行政规范性文件"], DOCUMENTS),
    disclosure(Line::Licences, "行政许可", &[], ITEMS),
    disclosure(Line::OtherServices, "其他对外管理服务事项", &[], ITEMS),
    disclosure(Line::Penalties, "行政处罚", &[], ITEMS),
    disclosure(Line::CoerciveMeasures, "行政强制", &[], ITEMS),
    disclosure(Line::Fees, "行政事业性收费", &[], &[Column::ItemsLastYear, Column::ItemsChange]),
    disclosure(
        Line::Procurement,
        "政府集中采购",
        &[],
        &[Column::PurchaseItems, Column::PurchaseAmount],
    ),
];

static LINES: [&[LineSpec]; 5] = [
    &DISCLOSURE,
    &shared::APPLICATIONS_HEAD,
    &[shared::other_row(Line::Other, "（六）其他处理", &[])],
    &shared::APPLICATIONS_TAIL,
    &shared::REVIEWS,
];

static COLUMNS: [&[ColumnSpec]; 2] = [
    &[
        ColumnSpec { column: Column::Made, labels: &["本年新制作数量"] },
        ColumnSpec { column: Column::NewDisclosed, labels: &["本年新公开数量"] },
        ColumnSpec { column: Column::TotalDisclosed, labels: &["对外公开总数量"] },
        ColumnSpec {
            column: Column::ItemsLastYear, labels: &["上一年项目数量", "上年项目数量"]
        },
        ColumnSpec {
            column: Column::ItemsChange, labels: &["本年增/减", "本年增（减）"]
        },
        ColumnSpec { column: Column::Decisions, labels: &["处理决定数量"] },
        ColumnSpec { column: Column::PurchaseItems, labels: &["采购项目数量"] },
        ColumnSpec { column: Column::PurchaseAmount, labels: &["采购总金额"] },
    ],
    &shared::COLUMNS,
];

const OUTCOMES: [Line; 19] = shared::join2(shared::OUTCOMES_HEAD, [Line::Other]);

static IDENTITIES: [Identity<'static>; 2] = [shared::BALANCE, shared::outcomes(&OUTCOMES)];

const ROWS: [Line; 23] = shared::join2(
    OUTCOMES,
    [Line::Received, Line::CarriedIn, Line::HandledTotal, Line::CarriedOut],
);

static ROW_SUMS: [RowSum; 2] = [shared::applicants(&ROWS), shared::REVIEW_SUM];
