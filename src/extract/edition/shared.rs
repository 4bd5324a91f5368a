//! What the formats of 2019 and 2021 have in common: headings, most of table 3, all of table 4.
//!
//! The lists are joined at compile time, so that a wording which both formats print stands once.

#![expect(clippy::indexing_slicing, reason = "the joins run at compile time only")]

use crate::domain::Column;
use crate::domain::ColumnSpec;
use crate::domain::Identity;
use crate::domain::Line;
use crate::domain::LineSpec;
use crate::domain::RowSum;
use crate::domain::SectionSpec;
use crate::domain::TableKind;

/// The six first-level headings; the patterns take the variants seen in real reports.
pub(super) static SECTIONS: [SectionSpec; 6] = [
    SectionSpec {
        number: 1,
        title: "总体情况",
        pattern: r"[^，。；：、\s]{0,16}?总体情况|(?:主要)?(?:工作)?概述|基本情况",
    },
    SectionSpec {
        number: 2,
        title: "主动公开政府信息情况",
        pattern: r"[^，。；：\s]{0,8}主动公开[^，。；：\n]{0,8}?情况",
    },
    SectionSpec {
        number: 3,
        title: "收到和处理政府信息公开申请情况",
        pattern: r"[^，。；：\s]{0,8}(?:收到和处理|依申请公开)[^，。；：\n]{0,14}?情况",
    },
    SectionSpec {
        number: 4,
        title: "政府信息公开行政复议、行政诉讼情况",
        // A row of table 3 begins with 四、 too; no figure and no other 、 stands before 复议.
        pattern: r"(?:\d{4}年度?)?[^。；：、\d\n]{0,20}?复议[^。；：\n]{0,10}?诉讼[^。；：\s]{0,4}?情况",
    },
    SectionSpec {
        number: 5,
        title: "存在的主要问题及改进情况",
        pattern: r"[^。；：\s]{0,16}?问题[^。；：\s]{0,8}?(?:改进|措施)(?:的?情况|措施|打算)?",
    },
    SectionSpec {
        number: 6,
        title: "其他需要报告的事项",
        pattern: r"(?:其他|其它)[^，。；：\s]{0,6}?报告[^，。；：\s]{0,3}?(?:事项|情况)",
    },
];

/// Concatenates two lists at compile time.
pub(super) const fn join2<T: Copy, const A: usize, const B: usize, const N: usize>(
    a: [T; A],
    b: [T; B],
) -> [T; N] {
    assert!(A + B == N && A > 0, "the lengths add up");
    let mut all = [a[0]; N];
    let mut i = 0;
    while i < N {
        all[i] = if i < A { a[i] } else { b[i - A] };
        i += 1;
    }
    all
}

const fn row(line: Line, label: &'static str, variants: &'static [&'static str]) -> LineSpec {
    let table = TableKind::Applications;
    LineSpec { table, line, label, variants, columns: &Column::APPLICATIONS }
}

/// Table 3 down to the last row before （六）其他处理.
pub(super) const APPLICATIONS_HEAD: [LineSpec; 20] = [
    row(
        Line::Received,
        "一、本年新收政府信息公开申请数量",
        &["本年新收申请数量", "本年新收政府信息公开申请"],
    ),
    row(
        Line::CarriedIn,
        "二、上年结转政府信息公开申请数量",
        &["上年结转申请数量", "上年结转政府信息公开申请"],
    ),
    row(Line::Granted, "（一）予以公开", &[]),
    row(
        Line::PartlyGranted,
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        &["部分公开"],
    ),
    row(Line::RefusedStateSecret, "1.属于国家秘密", &[]),
    row(Line::RefusedOtherLaw, "2.其他法律行政法规禁止公开", &[]),
    row(Line::RefusedSafetyStability, "3.危及“三安全一稳定”", &[]),
    row(Line::RefusedThirdParty, "4.保护第三方合法权益", &[]),
    row(Line::RefusedInternal, "5.属于三类内部事务信息", &[]),
    row(Line::RefusedProcess, "6.属于四类过程性信息", &[]),
    row(Line::RefusedEnforcementFile, "7.属于行政执法案卷", &[]),
    row(Line::RefusedAdministrativeQuery, "8.属于行政查询事项", &[]),
    row(Line::UnavailableNotHeld, "1.本机关不掌握相关政府信息", &[]),
    row(Line::UnavailableNeedsCreation, "2.没有现成信息需要另行制作", &[]),
    row(Line::UnavailableUnclear, "3.补正后申请内容仍不明确", &[]),
    row(Line::UnprocessedPetition, "1.信访举报投诉类申请", &["信访举报投诉类"]),
    row(Line::UnprocessedRepeat, "2.重复申请", &["重复申请（含同一申请人）"]),
    row(Line::UnprocessedPublication, "3.要求提供公开出版物", &[]),
    row(Line::UnprocessedExcessive, "4.无正当理由大量反复申请", &[]),
    row(
        Line::UnprocessedReconfirmation,
        "5.要求行政机关确认或重新出具已获取信息",
        &["要求确认或重新出具已获取信息"],
    ),
];

/// The last two rows of table 3.
pub(super) const APPLICATIONS_TAIL: [LineSpec; 2] = [
    row(Line::HandledTotal, "（七）总计", &["合计"]),
    row(Line::CarriedOut, "四、结转下年度继续办理", &["结转下年度"]),
];

/// A row of （六）其他处理.
pub(super) const fn other_row(
    line: Line,
    label: &'static str,
    variants: &'static [&'static str],
) -> LineSpec {
    row(line, label, variants)
}

const fn review(line: Line, label: &'static str) -> LineSpec {
    LineSpec { table: TableKind::Reviews, line, label, variants: &[], columns: &Column::REVIEWS }
}

/// The three groups of table 4.
pub(super) const REVIEWS: [LineSpec; 3] = [
    review(Line::Reconsideration, "行政复议"),
    review(Line::DirectLitigation, "未经复议直接起诉"),
    review(Line::LitigationAfterReconsideration, "复议后起诉"),
];

/// The headings of tables 3 and 4.
pub(super) const COLUMNS: [ColumnSpec; 11] = [
    ColumnSpec { column: Column::NaturalPerson, labels: &["自然人"] },
    ColumnSpec { column: Column::CommercialEnterprise, labels: &["商业企业"] },
    ColumnSpec { column: Column::ResearchInstitution, labels: &["科研机构"] },
    ColumnSpec { column: Column::PublicWelfareOrg, labels: &["社会公益组织"] },
    ColumnSpec { column: Column::LegalServiceOrg, labels: &["法律服务机构"] },
    ColumnSpec { column: Column::Other, labels: &["其他", "其它"] },
    ColumnSpec { column: Column::Upheld, labels: &["结果维持", "维持结果"] },
    ColumnSpec { column: Column::Corrected, labels: &["结果纠正", "纠正结果"] },
    ColumnSpec { column: Column::OtherResult, labels: &["其他结果", "其它结果"] },
    ColumnSpec { column: Column::Pending, labels: &["尚未审结"] },
    ColumnSpec { column: Column::Total, labels: &["总计", "合计"] },
];

const ALL_ROWS_HEAD: [Line; 2] = [Line::Received, Line::CarriedIn];

/// The relation that the table itself prints, per column:
/// 第一项加第二项之和，等于第三项加第四项之和.
pub(super) const BALANCE: Identity<'static> = Identity {
    rule: "applications-unbalanced",
    table: TableKind::Applications,
    left: &ALL_ROWS_HEAD,
    right: &[Line::HandledTotal, Line::CarriedOut],
    columns: &Column::APPLICATIONS,
};

/// The outcome rows up to （五）; both formats add their rows of （六）.
pub(super) const OUTCOMES_HEAD: [Line; 18] = [
    Line::Granted,
    Line::PartlyGranted,
    Line::RefusedStateSecret,
    Line::RefusedOtherLaw,
    Line::RefusedSafetyStability,
    Line::RefusedThirdParty,
    Line::RefusedInternal,
    Line::RefusedProcess,
    Line::RefusedEnforcementFile,
    Line::RefusedAdministrativeQuery,
    Line::UnavailableNotHeld,
    Line::UnavailableNeedsCreation,
    Line::UnavailableUnclear,
    Line::UnprocessedPetition,
    Line::UnprocessedRepeat,
    Line::UnprocessedPublication,
    Line::UnprocessedExcessive,
    Line::UnprocessedReconfirmation,
];

/// （七）总计 is the sum of the outcome rows above it.
pub(super) const fn outcomes(rows: &'static [Line]) -> Identity<'static> {
    Identity {
        rule: "results-sum-wrong",
        table: TableKind::Applications,
        left: rows,
        right: &[Line::HandledTotal],
        columns: &Column::APPLICATIONS,
    }
}

/// 总计 is the sum of the six kinds of applicant.
pub(super) const fn applicants(rows: &'static [Line]) -> RowSum {
    RowSum {
        rule: "row-sum-wrong",
        table: TableKind::Applications,
        lines: rows,
        parts: &Column::APPLICANTS,
        total: Column::Total,
    }
}

/// 总计 of a group of table 4 is the sum of its four results.
pub(super) const REVIEW_SUM: RowSum = RowSum {
    rule: "reviews-sum-wrong",
    table: TableKind::Reviews,
    lines: &[Line::Reconsideration, Line::DirectLitigation, Line::LitigationAfterReconsideration],
    parts: &[Column::Upheld, Column::Corrected, Column::OtherResult, Column::Pending],
    total: Column::ReviewTotal,
};
