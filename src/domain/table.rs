//! Names of the rows and columns of the statutory tables, and a typed grid over them.
//!
//! Rules speak in [`Line`] and [`Column`], never in row numbers, so they survive a new edition. A
//! key that an edition lacks is simply not in the table.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::domain::Cell;

/// Which of the three tables of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// Section 二: active disclosure.
    ActiveDisclosure,
    /// Section 三: applications received and handled.
    Applications,
    /// Section 四: reconsideration and litigation.
    Reviews,
}

impl TableKind {
    /// All three, in the order of the form.
    pub const ALL: [Self; 3] = [Self::ActiveDisclosure, Self::Applications, Self::Reviews];

    /// The key in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ActiveDisclosure => "active_disclosure",
            Self::Applications => "applications",
            Self::Reviews => "reviews",
        }
    }

    /// The section it belongs to.
    pub const fn section(self) -> u8 {
        match self {
            Self::ActiveDisclosure => 2,
            Self::Applications => 3,
            Self::Reviews => 4,
        }
    }

    /// 表二, 表三 or 表四, as supervisors call them.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::ActiveDisclosure => "表二",
            Self::Applications => "表三",
            Self::Reviews => "表四",
        }
    }
}

/// Declares a key enum with its JSON names in one place.
macro_rules! keys {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $key:literal / $zh:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every key, in the order of the form.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The key in JSON.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// What people call it.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$variant => $zh),+ }
            }
        }
    };
}

keys! {
    /// A row of one of the tables.
    Line {
        Regulations = "regulations" / "规章",
        NormativeDocuments = "normative_documents" / "行政规范性文件",
        Licences = "licences" / "行政许可",
        OtherServices = "other_services" / "其他对外管理服务事项",
        Penalties = "penalties" / "行政处罚",
        CoerciveMeasures = "coercive_measures" / "行政强制",
        Fees = "fees" / "行政事业性收费",
        Procurement = "procurement" / "政府集中采购",
        Received = "received" / "本年新收",
        CarriedIn = "carried_in" / "上年结转",
        Granted = "granted" / "予以公开",
        PartlyGranted = "partly_granted" / "部分公开",
        RefusedStateSecret = "refused_state_secret" / "属于国家秘密",
        RefusedOtherLaw = "refused_other_law" / "其他法律行政法规禁止公开",
        RefusedSafetyStability = "refused_safety_stability" / "危及“三安全一稳定”",
        RefusedThirdParty = "refused_third_party" / "保护第三方合法权益",
        RefusedInternal = "refused_internal" / "属于三类内部事务信息",
        RefusedProcess = "refused_process" / "属于四类过程性信息",
        RefusedEnforcementFile = "refused_enforcement_file" / "属于行政执法案卷",
        RefusedAdministrativeQuery = "refused_administrative_query" / "属于行政查询事项",
        UnavailableNotHeld = "unavailable_not_held" / "本机关不掌握相关政府信息",
        UnavailableNeedsCreation = "unavailable_needs_creation" / "没有现成信息需要另行制作",
        UnavailableUnclear = "unavailable_unclear" / "补正后申请内容仍不明确",
        UnprocessedPetition = "unprocessed_petition" / "信访举报投诉类申请",
        UnprocessedRepeat = "unprocessed_repeat" / "重复申请",
        UnprocessedPublication = "unprocessed_publication" / "要求提供公开出版物",
        UnprocessedExcessive = "unprocessed_excessive" / "无正当理由大量反复申请",
        UnprocessedReconfirmation = "unprocessed_reconfirmation" / "要求确认或重新出具已获取信息",
        OtherNotCorrected = "other_not_corrected" / "逾期不补正",
        OtherFeeUnpaid = "other_fee_unpaid" / "逾期未缴费",
        OtherOther = "other_other" / "其他处理：其他",
        Other = "other" / "其他处理",
        HandledTotal = "handled_total" / "办理结果总计",
        CarriedOut = "carried_out" / "结转下年度继续办理",
        Reconsideration = "reconsideration" / "行政复议",
        DirectLitigation = "direct_litigation" / "未经复议直接起诉",
        LitigationAfterReconsideration = "litigation_after_reconsideration" / "复议后起诉",
    }
}

keys! {
    /// A column of one of the tables.
    Column {
        NaturalPerson = "natural_person" / "自然人",
        CommercialEnterprise = "commercial_enterprise" / "商业企业",
        ResearchInstitution = "research_institution" / "科研机构",
        PublicWelfareOrg = "public_welfare_org" / "社会公益组织",
        LegalServiceOrg = "legal_service_org" / "法律服务机构",
        Other = "other" / "其他",
        Total = "total" / "总计",
        Made = "made" / "本年制发件数",
        Repealed = "repealed" / "本年废止件数",
        InForce = "in_force" / "现行有效件数",
        Decisions = "decisions" / "处理决定数量",
        FeesWan = "fees_wan" / "本年收费金额（万元）",
        NewDisclosed = "new_disclosed" / "本年新公开数量",
        TotalDisclosed = "total_disclosed" / "对外公开总数量",
        ItemsLastYear = "items_last_year" / "上一年项目数量",
        ItemsChange = "items_change" / "本年增/减",
        PurchaseItems = "purchase_items" / "采购项目数量",
        PurchaseAmount = "purchase_amount" / "采购总金额",
        Upheld = "upheld" / "结果维持",
        Corrected = "corrected" / "结果纠正",
        OtherResult = "other_result" / "其他结果",
        Pending = "pending" / "尚未审结",
        ReviewTotal = "review_total" / "总计",
    }
}

impl Column {
    /// The six kinds of applicant, without the total.
    pub const APPLICANTS: [Self; 6] = [
        Self::NaturalPerson,
        Self::CommercialEnterprise,
        Self::ResearchInstitution,
        Self::PublicWelfareOrg,
        Self::LegalServiceOrg,
        Self::Other,
    ];

    /// The seven columns of table 3.
    pub const APPLICATIONS: [Self; 7] = [
        Self::NaturalPerson,
        Self::CommercialEnterprise,
        Self::ResearchInstitution,
        Self::PublicWelfareOrg,
        Self::LegalServiceOrg,
        Self::Other,
        Self::Total,
    ];

    /// The five columns of each group of table 4.
    pub const REVIEWS: [Self; 5] =
        [Self::Upheld, Self::Corrected, Self::OtherResult, Self::Pending, Self::ReviewTotal];

    /// The key inside a review group or a row of the 2021 contract.
    pub const fn json_key(self) -> &'static str {
        match self {
            Self::OtherResult => "other",
            Self::ReviewTotal => "total",
            _ => self.key(),
        }
    }
}

/// A table as read: a cell that is not here was not read, which is never zero.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(Line, Column, Cell)>", into = "Vec<(Line, Column, Cell)>")]
pub struct Table {
    cells: BTreeMap<(Line, Column), Cell>,
}

impl Table {
    /// The cell, if it was read.
    pub fn cell(&self, line: Line, column: Column) -> Option<&Cell> {
        self.cells.get(&(line, column))
    }

    /// The whole number in a cell, if it was read and is one.
    pub fn integer(&self, line: Line, column: Column) -> Option<i64> {
        self.cell(line, column)?.integer()
    }

    /// Stores a cell.
    pub fn set(&mut self, line: Line, column: Column, cell: Cell) {
        self.cells.insert((line, column), cell);
    }

    /// True if any cell of the row is told from its neighbours by the sums of the form alone.
    pub fn is_derived(&self, line: Line) -> bool {
        self.iter().any(|(l, _, cell)| l == line && cell.derived)
    }

    /// Forgets a row, because two readings of it disagree.
    pub fn forget(&mut self, line: Line) {
        self.cells.retain(|(l, _), _| *l != line);
    }

    /// True if any cell of the row was read.
    pub fn has_line(&self, line: Line) -> bool {
        self.cells.keys().any(|(l, _)| *l == line)
    }

    /// All cells that were read, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (Line, Column, &Cell)> {
        self.cells.iter().map(|((line, column), cell)| (*line, *column, cell))
    }

    /// True if nothing was read.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

impl From<Vec<(Line, Column, Cell)>> for Table {
    fn from(cells: Vec<(Line, Column, Cell)>) -> Self {
        Self { cells: cells.into_iter().map(|(l, c, cell)| ((l, c), cell)).collect() }
    }
}

impl From<Table> for Vec<(Line, Column, Cell)> {
    fn from(table: Table) -> Self {
        table.cells.into_iter().map(|((l, c), cell)| (l, c, cell)).collect()
    }
}
