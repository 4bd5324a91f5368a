//! Any bytes in the old container, Word or Excel, are a report or are not one.
#![no_main]

use gongkai_watch_fuzz::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    const SIGN: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    read(bytes);
    if !bytes.starts_with(&SIGN) {
        read(&[&SIGN, bytes].concat());
    }
});
