//! 国办公开办函〔2021〕30号, for report years from 2021 on (DOMAIN §2.4).
//!
//! Table 2 counts what was made, repealed and is in force; （六）其他处理 of table 3 has three rows.
//! There is no sub-total for （三） to （六）.

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
    id: "2021",
    first_year: 2021,
    last_year: None,
    document: "国办公开办函〔2021〕30号",
    sections: &shared::SECTIONS,
    lines: &LINES,
    columns: &COLUMNS,
    marks: &[
        "本年制发件数",
        "本年废止件数",
        "现行有效件",
        "申请人无正当理由逾期不补正行政机关不再处理",
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

const DOCUMENTS: &[Column] = &[Column::Made, Column::Repealed, Column::InForce];

const DISCLOSURE: [LineSpec; 6] = [
    disclosure(Line::Regulations, "规章", &[], DOCUMENTS),
    disclosure(Line::NormativeDocuments, "行政规范性文件", &["规范性文件"], DOCUMENTS),
    disclosure(Line::Licences, "行政许可", &[], &[Column::Decisions]),
    disclosure(Line::Penalties, "行政处罚", &[], &[Column::Decisions]),
    disclosure(Line::CoerciveMeasures, "行政强制", &[], &[Column::Decisions]),
    disclosure(Line::Fees, "行政事业性收费", &[], &[Column::FeesWan]),
];

const OTHER: [LineSpec; 3] = [
    shared::other_row(
        Line::OtherNotCorrected,
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        &[],
    ),
    shared::other_row(
        Line::OtherFeeUnpaid,
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        &[],
    ),
    shared::other_row(Line::OtherOther, "3.其他", &["其他情形"]),
];

static LINES: [&[LineSpec]; 5] =
    [&DISCLOSURE, &shared::APPLICATIONS_HEAD, &OTHER, &shared::APPLICATIONS_TAIL, &shared::REVIEWS];

static COLUMNS: [&[ColumnSpec]; 2] = [
    &[
        ColumnSpec {
            column: Column::Made, labels: &["本年制发件数", "本年制发数", "制发件数"]
        },
        ColumnSpec {
            column: Column::Repealed,
            labels: &["本年废止件数", "本年废止数", "废止件数"],
        },
        ColumnSpec { column: Column::InForce, labels: &["现行有效件数", "现行有效件"] },
        ColumnSpec {
            column: Column::Decisions, labels: &["本年处理决定数量", "处理决定数量"]
        },
        ColumnSpec {
            column: Column::FeesWan,
            labels: &["本年收费金额（单位：万元）", "本年收费金额（万元）"],
        },
    ],
    &shared::COLUMNS,
];

const OUTCOMES: [Line; 21] = shared::join2(
    shared::OUTCOMES_HEAD,
    [Line::OtherNotCorrected, Line::OtherFeeUnpaid, Line::OtherOther],
);

static IDENTITIES: [Identity<'static>; 2] = [shared::BALANCE, shared::outcomes(&OUTCOMES)];

const ROWS: [Line; 25] = shared::join2(
    OUTCOMES,
    [Line::Received, Line::CarriedIn, Line::HandledTotal, Line::CarriedOut],
);

static ROW_SUMS: [RowSum; 2] = [shared::applicants(&ROWS), shared::REVIEW_SUM];
