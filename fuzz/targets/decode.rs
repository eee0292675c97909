//! Any bytes as plain text or Markdown, detected or under a given encoding.

#![no_main]

#[path = "../checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    checks::decode(bytes);
    checks::clean(bytes, "any.md");
});
