//! Mutated reports: every rule catches what only it must catch, and reports in order are left alone.
//!
//! Everything goes the whole way, from the bytes of a page to the findings. A new rule without a
//! mutation fails here by its name.

mod bases;
mod doc;
mod harmless;
mod planted;
mod sentences;
mod world;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use gongkai_watch::domain::Severity;
use gongkai_watch::rules;
use planted::Mutation;
use planted::On;
use world::World;

#[test]
fn reports_in_order_are_left_alone() {
    let mut wrong = Vec::new();
    for base in &bases::ALL {
        let world = (base.world)();
        let report = world.report().unwrap();
        if !report.unread.is_empty() && report.edition.as_deref() != Some("legacy") {
            wrong.push(format!("{}: unread {:?}", base.name, report.unread));
        }
        for it in world.findings() {
            let noted = base.noted.iter().any(|(rule, _)| *rule == it.rule);
            if !noted || it.severity == Severity::Error {
                wrong.push(format!(
                    "{}: {:?} {}: {}",
                    base.name, it.severity, it.rule, it.message.zh
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ways_of_writing_it_are_no_mistakes() {
    let mut wrong = Vec::new();
    for base in &bases::ALL {
        let known = (base.world)().raised();
        for (name, change) in harmless::WAYS {
            let mut world = (base.world)();
            change(&mut world);
            for it in world.findings().iter().filter(|it| !known.contains(&it.rule)) {
                wrong.push(format!("{} ({name}): {}: {}", base.name, it.rule, it.message.zh));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// An overview that says nothing a table could contradict.
const BARE: &str = "
坚持主动公开，做好依申请公开，规范政府信息管理，完善公开平台，强化监督保障，组织工作考核和社会评议，未发生责任追究情形，召开会议2次。";

#[test]
fn no_natural_sentence_is_taken_for_a_contradiction() {
    let mut wrong = Vec::new();
    for base in ["finance", "township", "office", "trial", "word"].map(bases::find) {
        let mut world = (base.world)();
        world.before.clear();
        world.peers.clear();
        // A number of the text that agrees would vouch for the others.
        world.doc().rewrite(1, BARE);
        let known = world.raised();
        for sentence in sentences::all() {
            let mut told = world.clone();
            let sentence = sentences::filled(sentence, told.doc());
            told.doc().add(1, sentence.as_str());
            for it in told.findings().iter().filter(|it| !known.contains(&it.rule)) {
                wrong
                    .push(format!("{}: {sentence}\n    {}: {}", base.name, it.rule, it.message.zh));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_account_of_fees_or_problems_may_be_worded_freely() {
    let mut wrong = Vec::new();
    for base in ["finance", "word", "county"].map(bases::find) {
        let known = (base.world)().raised();
        for (section, texts) in [(6, sentences::FEES), (5, sentences::PROBLEMS)] {
            for text in texts {
                let mut world = (base.world)();
                world.doc().rewrite(section, text);
                for it in world.findings().iter().filter(|it| !known.contains(&it.rule)) {
                    wrong
                        .push(format!("{}: {text}\n    {}: {}", base.name, it.rule, it.message.zh));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_rule_has_a_mutation() {
    let planted: BTreeSet<&str> = planted::all().map(|it| it.rule).collect();
    let bare: Vec<&str> = rules::all().map(|it| it.id).filter(|id| !planted.contains(id)).collect();
    assert!(bare.is_empty(), "rules without a mutation: {}", bare.join(", "));
}

fn mutated(mutation: &Mutation) -> World {
    let mut world = (bases::find(mutation.base).world)();
    (mutation.change)(&mut world);
    world
}

#[test]
fn a_mutation_is_caught_by_its_rule_and_by_no_other() {
    let mut wrong = Vec::new();
    let clean: BTreeMap<&str, BTreeSet<String>> =
        bases::ALL.iter().map(|base| (base.name, (base.world)().raised())).collect();
    for mutation in planted::all() {
        let before = &clean[mutation.base];
        let findings = mutated(&mutation).findings();
        let raised: BTreeSet<&str> = findings.iter().map(|it| it.rule.as_str()).collect();
        let new: BTreeSet<&str> =
            raised.into_iter().filter(|rule| !before.contains(*rule)).collect();
        let expected: BTreeSet<&str> =
            mutation.also.iter().map(|it| it.0).chain([mutation.rule]).collect();
        if new != expected {
            let said: Vec<String> = findings
                .iter()
                .filter(|it| new.contains(it.rule.as_str()))
                .map(|it| format!("\n    {}: {}", it.rule, it.message.zh))
                .collect();
            let Mutation { rule, what, base, .. } = mutation;
            wrong.push(format!("{rule} ({base}: {what}):{}", said.concat()));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_cannot_be_read_is_not_judged() {
    let mut wrong = Vec::new();
    for mutation in planted::all().filter(|it| it.on != On::Outside) {
        let mut world = mutated(&mutation);
        for part in &mut world.doc().parts {
            let of_tables = part.heading.starts_with(['二', '三', '四']);
            // A report of prose has text under all its headings.
            let prose = part.table.is_none();
            part.pictured = if mutation.on == On::Tables { of_tables } else { prose };
        }
        if world.raised().contains(mutation.rule) {
            wrong.push(format!("{} ({}: {})", mutation.rule, mutation.base, mutation.what));
        }
    }
    assert!(wrong.is_empty(), "judged all the same:\n{}", wrong.join("\n"));
}
