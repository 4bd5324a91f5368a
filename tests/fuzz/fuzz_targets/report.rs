//! Any bytes are a report or are not one, with a reason; nothing panics and nothing hangs.
//!
//! A text without tags and entities prints every figure that is read from it.
#![no_main]

use gongkai_watch::domain::Carrier;
use gongkai_watch_fuzz::figures_are_printed;
use gongkai_watch_fuzz::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let report = read(bytes);
    if let (Some(report), Ok(text)) = (report, std::str::from_utf8(bytes))
        && report.carrier == Carrier::Text
    {
        figures_are_printed(&report, text);
    }
});
