//! Any bytes as an HTML page.

#![no_main]

#[allow(dead_code, reason = "this target needs a part of them")]
#[path = "../checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::clean(bytes, "any.html"));
