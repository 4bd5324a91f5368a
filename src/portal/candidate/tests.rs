//! Which entry is whose report, told by titles.

use super::*;
use crate::domain::AgencyId;
use crate::domain::AgencyKind;
use crate::domain::SiteId;

fn agency(name: &str) -> Agency {
    Agency {
        id: AgencyId(name.into()),
        name: name.into(),
        aliases: vec![],
        kind: AgencyKind::Department,
        region: String::new(),
        since: None,
        site: SiteId("s".into()),
    }
}

fn entry(title: &str) -> Entry {
    let url = format!("http://gov.test/{}", letters(title)).parse().ok();
    Entry { url, title: title.into(), date: None }
}

fn choose(entries: &[Entry], agency: &Agency, all: &[Agency], year: ReportYear) -> Choice {
    Candidates::new(entries, all).choose(agency, year)
}

fn chosen(titles: &[&str], name: &str, all: &[&str], year: i32) -> String {
    let all: Vec<Agency> = all.iter().map(|name| agency(name)).collect();
    let entries: Vec<Entry> =
        titles.iter().filter(|it| may_be_report(it)).map(|it| entry(it)).collect();
    match choose(&entries, &agency(name), &all, ReportYear(year)) {
        Choice::One(it) => it.entry.title,
        Choice::None => "none".into(),
        Choice::Ambiguous(_) => "ambiguous".into(),
    }
}

#[test]
fn each_agency_finds_its_own_report() {
    let titles = [
        "金川区人民政府2024年政府信息公开工作年度报告",
        "金川区人民政府办公室2024年政府信息公开工作年度报告",
        "2024年金川区财政局政府信息公开工作年度报告",
        "金川区财政局2023年政府信息公开工作年度报告",
        "图解：金川区教育局2024年政府信息公开工作年度报告",
    ];
    let all = ["金昌市金川区人民政府", "金川区人民政府办公室", "金川区财政局", "金川区教育局"];
    assert_eq!(chosen(&titles, all[0], &all, 2024), titles[0]);
    assert_eq!(chosen(&titles, all[1], &all, 2024), titles[1]);
    assert_eq!(chosen(&titles, all[2], &all, 2024), titles[2]);
    assert_eq!(chosen(&titles, all[2], &all, 2023), titles[3]);
    assert_eq!(chosen(&titles, all[3], &all, 2024), "none");
}

#[test]
fn a_title_without_a_name_is_the_only_agencys() {
    let titles = ["2024年政府信息公开工作年度报告"];
    assert_eq!(chosen(&titles, "某局", &["某局"], 2024), titles[0]);
    assert_eq!(chosen(&titles, "甲局", &["甲局", "乙局"], 2024), "ambiguous");
}

#[test]
fn a_name_cut_at_the_front_is_enough_where_it_is_unique() {
    let titles = ["市林业局2018年政务公开年度报告"];
    assert_eq!(chosen(&titles, "吉林市林业局", &["吉林市林业局"], 2018), titles[0]);
    let two = ["甲市林业局", "乙市林业局"];
    assert_eq!(chosen(&titles, two[0], &two, 2018), "ambiguous");
}

#[test]
fn a_short_name_accuses_nobody() {
    let all = ["某市人力资源和社会保障局", "某市教育局", "某市发展和改革委员会"];
    let titles = [
        "某市人社局2024年政府信息公开工作年度报告",
        "某市财政局2024年政府信息公开工作年度报告",
        "某市发改委2024年政府信息公开工作年度报告",
    ];
    assert_eq!(chosen(&titles, all[0], &all, 2024), "ambiguous");
    assert_eq!(chosen(&titles, all[1], &all, 2024), "none");
    assert_eq!(chosen(&titles, all[2], &all, 2024), "ambiguous");
    assert_eq!(chosen(&titles, all[0], &all, 2023), "none");
}

#[test]
fn other_yearly_documents_are_no_reports() {
    for title in [
        "某局2024年政府网站工作年度报表",
        "某局2024年法治政府建设年度报告",
        "关于做好2024年政府信息公开年度报告编制工作的通知",
        "某局政府信息公开指南",
        "某局2024年政府信息公开年度报告解读",
    ] {
        assert_eq!(chosen(&[title], "某局", &["某局"], 2024), "none", "{title}");
    }
}

#[test]
fn a_body_of_a_region_says_nothing_of_the_region() {
    let all = ["某市某区人民政府", "某区教育局"];
    for (title, expected) in [
        ("某区审计局2024年政府信息公开工作年度报告", "none"),
        ("某区乙镇2024年政府信息公开工作年度报告", "none"),
        ("某区政府2024年政府信息公开工作年度报告", "ambiguous"),
        ("某区人民政府办公室2024年政府信息公开工作年度报告", "ambiguous"),
        ("某区2024年政府信息公开工作年度报告", "ambiguous"),
    ] {
        assert_eq!(chosen(&[title], all[0], &all, 2024), expected, "{title}");
    }
}

#[test]
fn a_government_goes_by_its_region() {
    let all = ["金昌市金川区人民政府", "金川区教育局"];
    for name in ["金川区", "金川区政府", "金川区人民政府", "金昌市金川区政府"]
    {
        let title = format!("{name}2024年政府信息公开工作年度报告");
        assert_eq!(chosen(&[&title], all[0], &all, 2024), title);
        assert_eq!(chosen(&[&title], all[1], &all, 2024), "none");
    }
}

#[test]
fn an_odd_title_accuses_nobody() {
    let titles = ["某县起台镇2017年度报告编制公布工作总结"];
    assert_eq!(chosen(&titles, "某县起台镇", &["某县起台镇", "某县乙镇"], 2017), "ambiguous");
    assert_eq!(chosen(&titles, "某县乙镇", &["某县起台镇", "某县乙镇"], 2017), "none");
}

#[test]
fn two_different_reports_of_one_agency_and_year_are_ambiguous() {
    let titles = ["某局2024年政府信息公开工作年度报告", "某局2024年度政府信息公开年报（修订）"];
    assert_eq!(chosen(&titles, "某局", &["某局"], 2024), "ambiguous");
}

#[test]
fn the_years_of_a_listing_count_what_may_be_a_report() {
    let all = [agency("某局"), agency("乙局")];
    let titles = [
        "某局2024年政府信息公开工作年度报告",
        "某局2022年年报",
        "某局2021年政府信息公开工作年度报告",
        "乙局2023年政府信息公开工作年度报告",
    ];
    let entries: Vec<Entry> = titles.map(entry).into();
    let years = Candidates::new(&entries, &all).years();
    assert_eq!(years[&all[0].id], [2021, 2022, 2024].map(ReportYear));
    assert_eq!(years[&all[1].id], [ReportYear(2023)]);
}

#[test]
fn all_certain_entries_are_named_once_an_address() {
    let title = "某局2024年政府信息公开工作年度报告";
    let other = Entry { url: "http://gov.test/other".parse().ok(), ..entry(title) };
    let entries = [entry(title), entry(title), other, entry("某局2024年年报")];
    let all = [agency("某局")];
    let found = Candidates::new(&entries, &all).certain(&all[0], ReportYear(2024));
    assert_eq!(found.len(), 2);
}

#[test]
fn a_link_that_leads_nowhere_is_not_absence() {
    let entries =
        [Entry { url: None, ..entry("某局2024年政府信息公开工作年度报告") }];
    let all = [agency("某局")];
    let choice = choose(&entries, &all[0], &all, ReportYear(2024));
    assert!(matches!(choice, Choice::Ambiguous(_)));
}

#[test]
fn what_is_certainly_a_report_is_told_from_the_rest_at_once() {
    let all = [agency("某区财政局"), agency("某区教育局")];
    let mut entries: Vec<Entry> = [
        "某区财政局2024年政府信息公开年报",
        "某区财政局2024年政府信息公开年报（更正）",
        "某区审计局2024年政府信息公开年报",
        "某区教育局2024年年度报告",
        "某区教育局2024年政府信息公开年报",
    ]
    .map(entry)
    .into();
    entries[4].url = None;
    let candidates = Candidates::new(&entries, &all);
    let sorted: Vec<bool> = candidates.sorted().map(|(_, certain)| certain).collect();
    assert_eq!(sorted, [true, true, false, false, false]);
}

#[test]
fn an_office_may_be_called_after_its_work() {
    for (title, report) in [
        ("市教育培训管理办公室2024年政府信息公开工作年度报告", true),
        ("2024年某县公务员培训中心政府信息公开年报", true),
        ("某区财政预算评审中心2024年政府信息公开年报", true),
        ("某市法治政府建设办公室2024年政府信息公开工作年度报告", true),
        ("2025年度培训通知", false),
        ("某区教育局2024年政府信息公开年报培训通知", false),
        ("某区教育局关于举办2024年政府信息公开年度报告培训的通知", false),
        ("某区召开培训会2024年政府信息公开年报", false),
        ("图解：某区教育局2024年政府信息公开工作年度报告", false),
        ("图解某区教育局2024年政府信息公开工作年度报告", false),
        ("某区教育培训中心2024年政府信息公开年报解读", false),
        ("某区教育局2024年部门预算公开报告", false),
        ("某市法治政府建设2024年政府信息公开年度报告", false),
    ] {
        assert_eq!(is_report(title), report, "{title}");
    }
    for title in ["某区教育培训管理办公室2024年度报告", "某区教育培训中心2024年年报"]
    {
        assert!(may_be_report(title), "{title}");
    }
    for title in ["2025年度培训通知", "某区教育局2025年度培训总结", "2025年度培训报告"]
    {
        assert!(!may_be_report(title), "{title}");
    }
}
