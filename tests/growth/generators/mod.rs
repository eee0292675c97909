//! Texts that grow to any size, each made of what costs most in one place of the cleaner.
//!
//! One file a format with a list `GENERATORS`; a new list is one row in `all`.

mod encodings;
mod feeds;
mod front;
mod html;
mod markdown;
mod plain;

/// Bytes of the three sizes at which each text is made. The first is enough to meet every loop of the cleaner twice.
pub(crate) const SIZES: [usize; 3] = [8_000, 2_500_000, 10_000_000];

/// One kind of text.
pub(crate) struct Generator {
    /// What it is full of.
    pub(crate) name: &'static str,
    /// The extension of its file, without the dot.
    pub(crate) extension: &'static str,
    /// The text of about so many bytes.
    pub(crate) make: fn(usize) -> Vec<u8>,
}

impl Generator {
    /// The name of its file.
    pub(crate) fn file(&self) -> String {
        format!("{}.{}", self.name, self.extension)
    }
}

/// All generators.
pub(crate) fn all() -> impl Iterator<Item = &'static Generator> {
    [
        plain::GENERATORS,
        markdown::GENERATORS,
        front::GENERATORS,
        html::GENERATORS,
        feeds::GENERATORS,
        encodings::GENERATORS,
    ]
    .into_iter()
    .flatten()
}

/// A sentence that no rule takes for anything else.
const SENTENCE: &str = "渡船在清晨离开码头，卖豆腐的人已经走到了桥的另一头。";

/// `unit` again and again between `head` and `tail`.
fn repeated(head: &str, unit: &str, tail: &str, bytes: usize) -> Vec<u8> {
    let count = bytes.saturating_sub(head.len() + tail.len()) / unit.len();
    [head, &unit.repeat(count), tail].concat().into_bytes()
}

/// What `unit` makes of 0, 1, 2 … between `head` and `tail`.
fn counted(head: &str, unit: impl Fn(usize) -> String, tail: &str, bytes: usize) -> Vec<u8> {
    let mut text = head.to_owned();
    let mut at = 0;
    while text.len() + tail.len() < bytes {
        text.push_str(&unit(at));
        at += 1;
    }
    (text + tail).into_bytes()
}

/// `open` and `close` nested around a word.
fn nested(head: &str, open: &str, close: &str, bytes: usize) -> Vec<u8> {
    let count = bytes.saturating_sub(head.len()) / (open.len() + close.len());
    [head, &open.repeat(count), "深", &close.repeat(count)].concat().into_bytes()
}
