//! Phrasings in which reports count, and what each must be taken for.

use super::*;

fn found(text: &str) -> Vec<(Role, u64, bool)> {
    let prose = Prose::new(text);
    counts(&prose, 2025)
        .into_iter()
        .map(|count| (count.role, count.amount.value, count.is_comparable()))
        .collect()
}

#[test]
fn what_was_received() {
    for text in [
        "全年共收到政府信息公开申请12件。",
        "2025年，我局新收政府信息公开申请１２件。",
        "共收到12件政府信息公开申请，均已答复。",
        "全年受理政府信息公开申请十二件。",
        "接收依申请公开政府信息的申请12件。",
        "收到信息公开申请数量共计12 条。",
        "（二）依申请公开方面。全年共收到申请12件。",
        "收到公民、法人和其他组织提出的政府信息公开申请12件。",
    ] {
        assert_eq!(found(text), [(Role::Received, 12, true)], "{text}");
    }
}

#[test]
fn what_is_not_of_the_whole_the_year_or_exact_is_not_comparable() {
    for text in [
        "收到网上政府信息公开申请12件。",
        "各乡镇收到政府信息公开申请12件。",
        "本机关收到政府信息公开申请12件。",
        "2024年收到政府信息公开申请12件。",
        "累计收到政府信息公开申请12件。",
        "收到政府信息公开申请12余件。",
        "收到政府信息公开申请约12件。",
        "收到政府信息公开申请12件左右。",
    ] {
        assert_eq!(found(text), [(Role::Received, 12, false)], "{text}");
    }
}

#[test]
fn other_matters_are_not_counted() {
    for text in [
        "受理行政许可申请1234件。",
        "通过政务公开平台受理行政许可申请123件。",
        "全年共受理市长信箱830起。",
        "收到投诉举报12件，均已答复。",
        "发布政策解读97篇。",
        "办结工单12件。",
        "全年办理行政复议案件50件。",
        "印发宣传单200余份。",
        "印发会议文件12份。",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn what_was_answered() {
    for (text, n) in [
        ("全年办理政府信息公开申请31件。", 31),
        ("依法答复政府信息公开申请30件。", 30),
        ("办结30件政府信息公开申请。", 30),
    ] {
        assert_eq!(found(text), [(Role::Handled, n, true)], "{text}");
    }
    let both = "全年收到政府信息公开申请13件，按时办结12件。";
    assert_eq!(found(both), [(Role::Received, 13, true), (Role::Handled, 12, true)]);
    let apart = "收到政府信息公开申请13件。网上申请占九成。全年共办结12件，均按期。";
    assert_eq!(found(apart)[1], (Role::Handled, 12, true));
    for text in [
        "逾期答复政府信息公开申请2件",
        "收到政府信息公开申请，尚未办结2件",
        "推进政府信息公开申请规范化。受理咨询50件。全年办结50件。",
        "推进政府信息公开申请规范化。\n全年办结50件。",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn what_was_carried_over() {
    for (text, expected) in [
        ("上年度结转申请3件。", (Role::CarriedIn, 3, true)),
        ("结转上年3件。", (Role::CarriedIn, 3, true)),
        ("2024年结转的政府信息公开申请3件", (Role::CarriedIn, 3, true)),
        ("2023年结转的政府信息公开申请3件", (Role::CarriedIn, 3, false)),
        ("结转至下年度办理的申请5件。", (Role::CarriedOut, 5, true)),
        ("结转下年度继续办理5件。", (Role::CarriedOut, 5, true)),
        ("结转至2026年办理5件。", (Role::CarriedOut, 5, true)),
        ("5件申请按照《条例》顺延到下年度答复。", (Role::CarriedOut, 5, true)),
    ] {
        assert_eq!(found(text), [expected], "{text}");
    }
    let all = "收到政府信息公开申请12件，上年结转3件，办结14件，结转下年1件。";
    let roles: Vec<_> = found(all).into_iter().map(|(role, n, _)| (role, n)).collect();
    let expected =
        [(Role::Received, 12), (Role::CarriedIn, 3), (Role::Handled, 14), (Role::CarriedOut, 1)];
    assert_eq!(roles, expected);
}

#[test]
fn how_it_was_answered() {
    let text = "予以公开及部分公开205件，占32.0%；不予公开35件；无法提供210件；不予处理126件；其他处理0件。";
    let roles: Vec<_> = found(text).into_iter().map(|(role, n, _)| (role, n)).collect();
    let expected = [
        (Role::GrantedOrPartly, 205),
        (Role::Refused, 35),
        (Role::Unavailable, 210),
        (Role::Unprocessed, 126),
        (Role::OtherHandling, 0),
    ];
    assert_eq!(roles, expected);
    assert_eq!(found("予以公开21件，部分公开9件")[1], (Role::PartlyGranted, 9, true));
}

#[test]
fn reviews() {
    let text = "2025年，全市因政府信息公开共发生行政诉讼案件1件、行政复议案件2件。";
    assert_eq!(found(text), [(Role::Lawsuit, 1, true), (Role::Reconsideration, 2, true)]);
    let text = "因政府信息公开被申请行政复议七件，被提起行政诉讼9件。";
    assert_eq!(found(text), [(Role::Reconsideration, 7, true), (Role::Lawsuit, 9, true)]);
    for text in [
        "审理政府信息公开行政复议案件12件。",
        "政府信息公开行政复议和行政诉讼共3件。",
        "全年行政复议案件50件。",
        "作为政府信息公开行政复议机关，全年行政复议申请118件。",
        "推进政府信息公开。收到行政复议申请118件。",
    ] {
        assert!(found(text).iter().all(|(role, ..)| *role != Role::Lawsuit), "{text}");
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn documents() {
    for (text, expected) in [
        ("全年制发行政规范性文件5件。", (Role::Made, 5, true)),
        ("更新发布本年度制发的行政规范性文件6件", (Role::Made, 6, true)),
        ("印发了3件规范性文件", (Role::Made, 3, true)),
        ("废止规范性文件两件", (Role::Repealed, 2, true)),
        ("公布现行有效的行政规范性文件69件", (Role::InForce, 69, true)),
        ("以县政府办名义制发规范性文件3件", (Role::Made, 3, false)),
    ] {
        assert_eq!(found(text), [expected], "{text}");
    }
    let list = "制发规范性文件5件，废止2件，现行有效20件。";
    let expected = [(Role::Made, 5, true), (Role::Repealed, 2, true), (Role::InForce, 20, true)];
    assert_eq!(found(list), expected);
    for text in ["制定党内规范性文件5件", "宣布失效规范性文件2件", "修订规范性文件2件"]
    {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn the_words_that_count_are_kept() {
    let text = "全年 受理 政府信息公开申请１２件。";
    let prose = Prose::new(text);
    let count = counts(&prose, 2025).pop().unwrap();
    assert_eq!(count.verb, "受理");
    assert_eq!(prose.quote(&count.range), "受理 政府信息公开申请１２件");
}

fn denied(text: &str) -> Vec<Role> {
    let prose = Prose::new(text);
    let claims = denials(&prose, 2025, &counts(&prose, 2025));
    let mut roles: Vec<Role> = claims.into_iter().map(|claim| claim.role).collect();
    roles.dedup();
    roles
}

#[test]
fn what_there_was_none_of() {
    for (text, expected) in [
        ("全年未收到依申请公开政府信息的申请。", &[Role::Received][..]),
        ("没有收到任何政府信息公开申请，", &[Role::Received]),
        ("截至12月31日，未收到政府信息公开申请。", &[Role::Received]),
        ("2025年无政府信息公开申请事项。", &[Role::Received]),
        ("收到政府信息公开申请0件。", &[Role::Received]),
        ("收到政府信息公开申请零件。", &[Role::Received]),
        (
            "未发生因政府信息公开申请行政复议、提起行政诉讼的情况。",
            &[Role::Reconsideration, Role::Lawsuit],
        ),
        ("无行政复议、行政诉讼案件。", &[Role::Reconsideration, Role::Lawsuit]),
        ("未收到有关政府信息公开行政复议申请。", &[Role::Reconsideration]),
        ("政府信息公开行政诉讼0件", &[Role::Lawsuit]),
    ] {
        assert_eq!(denied(text), expected, "{text}");
    }
}

#[test]
fn what_denies_only_a_part_denies_nothing() {
    for text in [
        "全年未收到当面提交的政府信息公开申请。",
        "2024年未收到政府信息公开申请。",
        "全年无行政诉讼败诉案件。",
        "未收到投诉举报类申请。",
        "没有收到涉及国家秘密的信息公开申请。",
        "全年没有被纠正的政府信息公开行政复议。",
        "未发生政府信息公开申请逾期答复。",
        "本机关未收到政府信息公开申请。",
        "对未公开的信息提起行政诉讼2件。",
        "其中网上政府信息公开申请0件。",
    ] {
        assert_eq!(denied(text), [], "{text}");
    }
}

#[test]
fn a_cause_that_was_not_there_denies_no_review() {
    for text in [
        "未发生因政府信息公开被纠错的行政复议案件。",
        "未因依申请公开答复不及时引发行政复议或行政诉讼。",
        "无因未按期答复被提起行政复议、行政诉讼。",
        "未出现因工作失误导致的行政复议、行政诉讼。",
        "未发生因答复不当引起的行政复议和行政诉讼案件。",
        "无涉及虚假信息的行政复议案件。",
    ] {
        assert_eq!(denied(text), [], "{text}");
    }
    let both = [Role::Reconsideration, Role::Lawsuit];
    for text in [
        "未发生因政府信息公开工作被申请行政复议、提起行政诉讼的情况。",
        "没有因政府信息公开引发的行政复议和行政诉讼案件。",
        "未因政府信息公开被申请行政复议、提起行政诉讼。",
        "全年未发生行政复议及行政诉讼案件。",
    ] {
        assert_eq!(denied(text), both, "{text}");
    }
}

#[test]
fn a_review_of_another_matter_is_none_of_disclosure() {
    for text in [
        "全年作出行政处罚决定45件，无行政复议、行政诉讼。",
        "全年办理行政许可450件。无行政复议、行政诉讼。",
        "行政执法案件没有被提起行政诉讼。",
        "推进政府信息公开。全年作出行政处罚决定45件，行政复议0件，行政诉讼0件。",
    ] {
        assert_eq!(denied(text), [], "{text}");
    }
    // Of those that were reviewed, none went on to court.
    for text in ["申请人对复议结果没有提起行政诉讼。", "对复议决定均未提起行政诉讼。"]
    {
        assert_eq!(denied(text), [], "{text}");
    }
    let both = [Role::Reconsideration, Role::Lawsuit];
    for text in [
        "无行政复议、行政诉讼。",
        "全年作出行政处罚决定45件，未发生因政府信息公开引发的行政复议、行政诉讼。",
        "受理投诉5件。政府信息公开方面，无行政复议、行政诉讼。",
    ] {
        assert_eq!(denied(text), both, "{text}");
    }
}

#[test]
fn questions_conditions_and_aims_deny_nothing() {
    for text in [
        "每日查看系统有无政府信息公开申请。",
        "每日查看有没有收到政府信息公开申请。",
        "如没有收到政府信息公开申请，也要登记。",
        "未收到政府信息公开申请的，也应如实填报。",
        "核实是否未收到政府信息公开申请。",
        "确保没有因政府信息公开引发的行政复议、行政诉讼。",
        "规范答复，力争全年因政府信息公开引发的行政复议0件。",
        "为实现政府信息公开行政复议0件的目标，加强培训。",
    ] {
        assert_eq!(denied(text), [], "{text}");
    }
    let text = "严格审核，确保规范，2025年未发生行政复议、行政诉讼。";
    assert_eq!(denied(text), [Role::Reconsideration, Role::Lawsuit]);
}

#[test]
fn a_part_of_the_year_denies_nothing() {
    for text in [
        "第四季度未收到政府信息公开申请。",
        "上半年未收到政府信息公开申请。",
        "2025年1月至6月，未收到政府信息公开申请。",
    ] {
        assert_eq!(denied(text), [], "{text}");
    }
    let text = "2025年1月1日至12月31日，未收到政府信息公开申请。";
    assert_eq!(denied(text), [Role::Received]);
}

#[test]
fn what_was_carried_over_of_other_matters_is_not_counted() {
    for text in [
        "上年结转行政复议案件3件。",
        "上年结转人大建议3件。",
        "上年结转政府信息公开行政诉讼案件3件。",
        "全年办理政协提案30件，上年结转3件。",
        "上年结转3件行政诉讼案件。",
        "人大建议3件结转下年度办理。",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn applications_of_a_kind_are_not_the_whole() {
    for text in ["收到涉及土地征收的政府信息公开申请5件。", "收到市政府交办的政府信息公开申请3件。"]
    {
        assert!(found(text).iter().all(|(_, _, comparable)| !comparable), "{text}");
    }
    assert!(found("收到了政府信息公开申请12件。")[0].2);
    assert!(found("办理完毕政府信息公开申请12件。")[0].2);
    assert!(found("办理并答复政府信息公开申请12件。")[0].2);
}

#[test]
fn what_was_not_answered_in_time_or_is_a_difference_is_no_count() {
    for text in [
        "较上年多收到政府信息公开申请2件。",
        "未按时答复政府信息公开申请2件。",
        "未及时办结政府信息公开申请2件。",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn what_others_received_or_decided_is_not_the_whole() {
    for text in [
        "2023年至2025年，分别收到政府信息公开申请41件、52件、35件。",
        "市行政审批局受理政府信息公开申请6件，市住建局受理政府信息公开申请11件。",
        "推进政府信息公开。市法院一审行政诉讼案件210件。",
        "推进政府信息公开。市法院行政诉讼案件210件。",
    ] {
        assert!(found(text).iter().all(|(_, _, comparable)| !comparable), "{text}");
    }
    assert_eq!(denied("市住建局未收到政府信息公开申请。"), []);
}

#[test]
fn a_number_torn_by_a_comma_is_not_exact() {
    let torn = found("1，234件政府信息公开申请结转下年度继续办理。");
    assert!(torn.iter().all(|(.., comparable)| !comparable), "{torn:?}");
    assert!(found("34件政府信息公开申请结转下年度继续办理。").iter().any(|it| it.2));
}

#[test]
fn an_office_may_speak_of_itself_by_name() {
    for text in
        ["2025年，甲市乙区教育局收到政府信息公开申请11件。", "区教育局收到政府信息公开申请11件。"]
    {
        let comparable = |prose: &Prose<'_>| counts(prose, 2025).iter().any(Count::is_comparable);
        assert!(comparable(&Prose::new(text).spoken_by(vec!["甲市乙区教育局"])), "{text}");
        assert!(!comparable(&Prose::new(text).spoken_by(vec!["甲市乙区人民政府"])), "{text}");
    }
}
