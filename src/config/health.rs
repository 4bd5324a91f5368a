//! `[health]`: when the monitor takes itself for blind.

use super::model::Health;
use super::read::Reader;
use super::sites;

pub(super) fn read(mut table: Reader<'_>) -> Health {
    let default = Health::default();
    let sentinels = table.strings("sentinels").map_or_else(Vec::new, |list| {
        list.value.iter().filter_map(|it| table.taken(it, sites::address(it.value))).collect()
    });
    let found = Health {
        blind_share: table.number("blind-share", 1..=100).unwrap_or(default.blind_share),
        blind_at_least: table
            .number("blind-at-least", 1..=100_000)
            .unwrap_or(default.blind_at_least),
        sentinels,
    };
    table.finish();
    found
}
