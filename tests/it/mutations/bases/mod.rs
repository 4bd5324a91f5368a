//! Reports in perfect order, as different as real ones are. Figures and places are made up.

mod city;
mod county;
mod finance;
mod flat;
mod legacy;
mod office;
mod township;
mod trial;
mod word;

use super::world::World;

/// A body and its reports, and what the book rightly says of them although they are in order: rule
/// and reason.
pub struct Base {
    pub name: &'static str,
    pub world: fn() -> World,
    pub noted: &'static [(&'static str, &'static str)],
}

/// Every base.
pub const ALL: [Base; 9] = [
    Base { name: "finance", world: finance::world, noted: &[] },
    Base { name: "city", world: city::world, noted: &[] },
    Base {
        name: "township",
        world: township::world,
        noted: &[("title-nonstandard", "年度 stands twice in its title: common, and information")],
    },
    Base {
        name: "office",
        world: office::world,
        noted: &[(
            "in-force-discontinuous",
            "one document lapsed, which the form has no column for; it is information",
        )],
    },
    Base { name: "trial", world: trial::world, noted: &[] },
    Base { name: "legacy", world: legacy::world, noted: &[] },
    Base { name: "word", world: word::world, noted: &[] },
    Base { name: "flat", world: flat::world, noted: &[] },
    Base { name: "county", world: county::world, noted: &[] },
];

/// The base of that name.
pub fn find(name: &str) -> &'static Base {
    ALL.iter().find(|base| base.name == name).unwrap_or_else(|| panic!("there is no base {name}"))
}
