//! What must hold for any bytes. Shared by the fuzz targets and by `tests/fuzz.rs`, which runs on stable Rust.

use std::sync::LazyLock;

use taojin::Cleaner;
use taojin::config::Config;
use taojin::document::{Origin, Record};
use taojin::internals::decode::{self, Decoded, Known};
use taojin::internals::read::Raw;

/// Encodings of every kind: one, two and four bytes, with states, with and without standard.
const NAMES: &[&str] = &[
    "UTF-8",
    "GB18030",
    "Big5",
    "Shift_JIS",
    "EUC-JP",
    "EUC-KR",
    "ISO-2022-JP",
    "ISO-2022-KR",
    "HZ-GB-2312",
    "UTF-16LE",
    "UTF-16BE",
    "UTF-32LE",
    "EUC-TW",
    "Johab",
    "windows-1252",
    "IBM437",
];

/// Decodes `bytes`, as detected and under one encoding after another, and checks that they come back.
pub(crate) fn decode(bytes: &[u8]) {
    let given = NAMES[bytes.len() % NAMES.len()];
    for known in [Known::Nothing, Known::Given(given), Known::Declared(given)] {
        let Ok(Decoded { text, encoding, marks }) = decode::decode(bytes, known) else { continue };
        let back = decode::encode(&text, &encoding.name, &encoding.patches).expect("text in its own encoding");
        assert!(back == bytes, "{known:?}: read as {}, other bytes came back", encoding.name);
        assert!(marks.iter().all(|mark| text.get(mark.span.range()).is_some()), "{known:?}: a mark beside characters");
    }
}

/// Takes `bytes` of a file called `name` through the whole cleaner, and checks that its rows give the source back.
pub(crate) fn clean(bytes: &[u8], name: &str) {
    static CLEANER: LazyLock<Cleaner> =
        LazyLock::new(|| Cleaner::new(&Config::default()).expect("the default settings"));
    let raw = Raw { member: String::new(), bytes: bytes.to_vec(), name: name.to_owned(), charset: None };
    let Ok(document) = CLEANER.document(name, &raw) else { return };
    let record = Record::new(Origin::default(), &document).expect("a document in balance");
    assert!(record.source().as_deref() == Ok(document.source()), "another source came back");
    let encoding = &document.encoding;
    let back = decode::encode(document.source(), &encoding.name, &encoding.patches).expect("text in its own encoding");
    assert!(back == bytes, "read as {}, other bytes came back", encoding.name);
}
