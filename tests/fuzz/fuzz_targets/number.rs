//! What is read as a whole number prints back to the digits that were there.
#![no_main]

use gongkai_watch::domain::Value;
use gongkai_watch::extract::number;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|printed: &str| {
    let cell = number::cell(printed);
    if let Value::Integer(n) = cell.value {
        let again = number::cell(&n.to_string());
        assert_eq!(again.value, Value::Integer(n));
    }
});
