//! What does not go with the reports of other years, of other bodies, or with the attached file.

use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;

use super::Mutation;
use super::On::Outside;
use super::On::Prose;
use super::On::Tables;
use super::plant;
use crate::mutations::doc::Dress;

pub fn all() -> Vec<Mutation> {
    use Column::CommercialEnterprise as Firm;
    use Column::NaturalPerson as Person;
    vec![
        plant("carry-over-mismatch", Tables, "finance", "last year carried out three", |world| {
            for column in [Person, Column::Total] {
                world.before[0].more(Line::CarriedOut, column, 1);
                world.before[0].more(Line::Received, column, 1);
            }
        }),
        plant("carry-over-mismatch", Tables, "trial", "in the form of 2019", |world| {
            for column in [Person, Column::Total] {
                world.before[0].more(Line::CarriedOut, column, -1);
                world.before[0].more(Line::Received, column, -1);
            }
        }),
        plant("carry-over-mismatch", Tables, "word", "another kind of applicant", |world| {
            world.before[0].more(Line::CarriedOut, Person, -1);
            world.before[0].more(Line::CarriedOut, Firm, 1);
        }),
        plant("in-force-discontinuous", Tables, "finance", "one in force too few", |world| {
            world.before[0].more(Line::NormativeDocuments, Column::InForce, -1);
        }),
        plant("in-force-discontinuous", Tables, "city", "a rule in force too many", |world| {
            world.before[0].more(Line::Regulations, Column::InForce, 1);
        }),
        plant("legacy-items-discontinuous", Tables, "trial", "items of the year before", |world| {
            world.before[0].cell(Line::Penalties, Column::ItemsChange, "-2");
        }),
        plant("pending-cases-vanish", Tables, "finance", "five were pending", |world| {
            world.before[0].cell(Line::Reconsideration, Column::Pending, 5);
            world.before[0].cell(Line::Reconsideration, Column::ReviewTotal, 6);
        }),
        plant("identical-tables-to-last-year", Tables, "township", "not a figure moved", |world| {
            let figures = world.doc().figures.clone();
            world.before[0].figures = figures;
        }),
        plant("copied-from-last-year", Prose, "finance", "the text of the year before", |world| {
            for i in [0, 4] {
                let mut lines = world.doc().parts[i].lines.clone();
                for line in &mut lines {
                    *line = line
                        .replace("2024", "2023")
                        .replace("2025", "2024")
                        .replace("34件", "29件");
                }
                world.before[0].parts[i].lines = lines;
            }
        }),
        plant("copied-from-other-body", Prose, "county", "the text of a bureau", |world| {
            for i in [0, 4] {
                let lines = world.doc().parts[i].lines.clone();
                world.peers[1].doc().parts[i].lines = lines;
            }
        }),
        plant("outlier", Tables, "finance", "licences by the thousand", |world| {
            world.doc().cell(Line::Licences, Column::Decisions, 5212);
        }),
        plant(
            "html-attachment-differ",
            Tables,
            "finance",
            "a penalty fewer in the file",
            |world| {
                let mut file = world.doc().clone();
                file.dress = Dress::Text;
                file.more(Line::Penalties, Column::Decisions, -1);
                world.annex = Some(("http://gov.test/P020260122.txt".into(), file));
            },
        ),
        plant("government-lt-own-office", Outside, "county", "the office counts more", |world| {
            for line in [Line::Received, Line::Granted, Line::HandledTotal] {
                for column in [Person, Column::Total] {
                    world.peers[0].doc().more(line, column, 50);
                }
            }
        }),
        plant("direct-suit-after-precondition", Tables, "city", "lawsuits doubled", |world| {
            let results = [10, 2, 3, 5, 20];
            for (column, n) in Column::REVIEWS.into_iter().zip(results) {
                world.before[0].cell(Line::DirectLitigation, column, n);
            }
        }),
    ]
}
