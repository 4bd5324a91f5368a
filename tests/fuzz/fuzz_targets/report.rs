//! Any bytes are a report or are not one, with a reason; nothing panics and nothing hangs.
#![no_main]

use gongkai_watch::extract::Input;
use gongkai_watch::extract::extract;
use gongkai_watch::extract::json;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match extract(Input { bytes, ..Input::default() }) {
        Ok(report) => drop(json::report(&report)),
        Err(why) => assert!(!why.to_string().is_empty()),
    }
});
