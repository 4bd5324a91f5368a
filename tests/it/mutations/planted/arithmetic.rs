//! Sums that do not come out. Cells are moved against each other, so that one relation breaks alone.

use gongkai_watch::domain::Column;
use gongkai_watch::domain::Line;

use super::Mutation;
use super::On::Tables;
use super::plant;
use crate::mutations::world::World;

/// Moves `n` from one cell to another.
fn shift(world: &mut World, from: (Line, Column), to: (Line, Column), n: i64) {
    world.doc().more(from.0, from.1, -n);
    world.doc().more(to.0, to.1, n);
}

pub fn all() -> Vec<Mutation> {
    use Column::CommercialEnterprise as Firm;
    use Column::NaturalPerson as Person;
    vec![
        plant("applications-unbalanced", Tables, "finance", "new under another kind", |world| {
            shift(world, (Line::Received, Firm), (Line::Received, Person), 1);
        }),
        plant(
            "applications-unbalanced",
            Tables,
            "city",
            "carried out under another kind",
            |world| {
                shift(world, (Line::CarriedOut, Firm), (Line::CarriedOut, Person), 9);
            },
        ),
        plant("applications-unbalanced", Tables, "trial", "in the form of 2019", |world| {
            shift(world, (Line::Received, Person), (Line::Received, Firm), 1);
        }),
        plant("results-sum-wrong", Tables, "finance", "an outcome under another kind", |world| {
            let line = Line::UnavailableNotHeld;
            shift(world, (line, Firm), (line, Person), 1);
        }),
        plant("results-sum-wrong", Tables, "trial", "in the form of 2019", |world| {
            shift(world, (Line::Granted, Firm), (Line::Granted, Person), 1);
        }),
        plant("row-sum-wrong", Tables, "finance", "two totals exchanged", |world| {
            let total = |line| (line, Column::Total);
            shift(world, total(Line::UnavailableNotHeld), total(Line::RefusedProcess), 1);
        }),
        plant("row-sum-wrong", Tables, "city", "two totals of thousands", |world| {
            let total = |line| (line, Column::Total);
            shift(world, total(Line::UnavailableNotHeld), total(Line::UnprocessedRepeat), 100);
        }),
        plant("row-sum-wrong", Tables, "flat", "in flattened text", |world| {
            let total = |line| (line, Column::Total);
            shift(world, total(Line::Granted), total(Line::RefusedInternal), 1);
        }),
        plant("reviews-sum-wrong", Tables, "finance", "one upheld too many", |world| {
            world.doc().more(Line::Reconsideration, Column::Upheld, 1);
        }),
        plant("reviews-sum-wrong", Tables, "city", "a lawsuit too few", |world| {
            world.doc().more(Line::LitigationAfterReconsideration, Column::OtherResult, -1);
        }),
        plant("in-force-below-made", Tables, "township", "five made, three in force", |world| {
            documents(world, [5, 1, 3]);
        }),
        plant("made-exceeds-in-force", Tables, "township", "two made, none in force", |world| {
            documents(world, [2, 0, 0]);
        }),
        plant("carried-out-exceeds-intake", Tables, "township", "three out of none", |world| {
            // With the handled ones legible, the balance of the table says it already.
            for column in Column::APPLICATIONS {
                world.doc().cell(Line::HandledTotal, column, "0①");
            }
            world.doc().cell(Line::CarriedOut, Column::NaturalPerson, 3);
            world.doc().cell(Line::CarriedOut, Column::Total, 3);
        }),
    ]
}

/// Made, repealed, in force; nothing is known of the years before.
fn documents(world: &mut World, figures: [i64; 3]) {
    world.before.clear();
    for (column, n) in [Column::Made, Column::Repealed, Column::InForce].into_iter().zip(figures) {
        world.doc().cell(Line::NormativeDocuments, column, n);
    }
}
