//! Phrasings of reports that are in order: no rule of the family may find anything in them.

use crate::domain::AgencyKind;
use crate::domain::Column;
use crate::domain::Line;
use crate::domain::TableKind;
use crate::domain::Verdict;
use crate::rules::Check;
use crate::rules::given;

/// 112 received and 9 carried in; 119 handled and 2 carried out; 7 reconsiderations, 3 lawsuits of
/// which 1 direct; 5 documents made, 2 repealed, 66 in force.
fn findings(text: &str) -> Vec<String> {
    let three = TableKind::Applications;
    let two = TableKind::ActiveDisclosure;
    let four = TableKind::Reviews;
    let given = [
        (three, Line::Received, Column::Total, "112"),
        (three, Line::CarriedIn, Column::Total, "9"),
        (three, Line::HandledTotal, Column::Total, "119"),
        (three, Line::CarriedOut, Column::Total, "2"),
        (four, Line::Reconsideration, Column::ReviewTotal, "7"),
        (four, Line::DirectLitigation, Column::ReviewTotal, "1"),
        (four, Line::LitigationAfterReconsideration, Column::ReviewTotal, "2"),
        (two, Line::NormativeDocuments, Column::Made, "5"),
        (two, Line::NormativeDocuments, Column::Repealed, "2"),
        (two, Line::NormativeDocuments, Column::InForce, "66"),
    ]
    .into_iter()
    .fold(given::clean().kind(AgencyKind::Government), |given, (kind, line, column, printed)| {
        given.cell(kind, line, column, printed)
    })
    .section(1, text);
    let mut found = Vec::new();
    for rule in super::RULES {
        let Check::Text(check) = rule.check else { continue };
        if let Verdict::Fail(failure) = check(&given.dossier()) {
            let messages = failure.violations.into_iter().map(|it| it.message.zh);
            found.extend(messages.map(|message| format!("{}: {message}", rule.id)));
        }
    }
    found
}

#[test]
fn reports_in_order_are_left_alone() {
    for text in [
        "2025年，全市共受理政府信息公开申请121件，其中新收112件，上年结转9件。",
        "全年共收到政府信息公开申请112件，上年度结转9件，已答复119件，结转下年度2件。",
        "全市新收政府信息公开申请112件，办结119件（含上年结转9件），另有2件结转下年度继续办理。",
        "全年办理政府信息公开申请121件，其中自然人100件、法人或其他组织21件。",
        "收到政府信息公开申请112件，比上年增加12件，增长12%。",
        "收到政府信息公开申请112件，其中网络申请95件，信函申请17件；均依法答复。",
        "收到网络申请95件、信函申请17件。",
        "市政府办公室收到政府信息公开申请30件，各县区收到82件。",
        "各部门共受理政府信息公开申请82件。",
        "全年共收到申请112件，予以公开60件，部分公开13件，不予公开6件，无法提供26件。",
        "因政府信息公开被申请行政复议7件，其中维持6件，尚未审结1件；行政诉讼3件。",
        "全年办理行政复议案件560件、行政应诉案件90件。",
        "未发生因政府信息公开引起的行政诉讼败诉案件。",
        "未发生政府信息公开申请逾期答复情况，无当面申请。",
        "全年收到市长信箱来信2300件，办结2290件，办结率99.6%。",
        "制定规范性文件5件，废止2件，现行有效66件。",
        "全市清理规范性文件80件，废止10件，修改3件，宣布失效4件。",
        "截至2025年底，累计受理政府信息公开申请1500件。",
        "自2008年以来共收到政府信息公开申请1500件。",
        "2024年全市收到政府信息公开申请100件，2025年收到政府信息公开申请112件。",
        "下一步，力争答复政府信息公开申请200件。",
        "受理依申请公开事项咨询300件。",
        "公开政府信息1200条，其中网站公开1000条，微信公开900条。",
        "组织培训3次，其中专题培训2次，参训人员120人次。",
        "办理人大代表建议45件、政协提案60件，答复率100%，满意率100%。",
        "收到公民、法人和其他组织政府信息公开申请112件，同比下降10%，答复率100%。",
    ] {
        assert_eq!(findings(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_planted_error_is_found_in_each_matter() {
    for (text, rule) in [
        ("全年共收到政府信息公开申请113件。", "text-applications-mismatch"),
        ("全年共收到政府信息公开申请112件，按期办结118件。", "text-handled-mismatch"),
        ("上年结转8件。", "text-carry-mismatch"),
        ("因政府信息公开被申请行政复议8件。", "text-review-mismatch"),
        ("全年制发行政规范性文件6件。", "text-documents-mismatch"),
        ("全年未收到政府信息公开申请。", "text-says-none-table-nonzero"),
        ("公开信息100条，其中文件60条，其他30条。", "text-breakdown-sum"),
        ("收到政府信息公开申请112件，较上年的100件增长20%。", "rate-mismatch"),
        ("政府信息公开申请答复率为105%。", "impossible-rate"),
    ] {
        let found = findings(text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with(rule), "{found:?}");
    }
}
