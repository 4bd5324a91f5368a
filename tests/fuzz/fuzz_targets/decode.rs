//! Any bytes, under any declared charset, come out as text.
#![no_main]

use gongkai_watch::extract::decode::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&[u8], Option<&str>)| {
    let decoded = decode(input.0, input.1, None);
    assert_eq!(decoded.replacements, decoded.text.matches('\u{FFFD}').count());
});
