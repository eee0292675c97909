//! Files whose records are plain words or texts.

use crate::dedup::pass::{By, File};

/// Anchors of all documents.
pub(crate) static ANCHORS: File = File {
    name: "anchors",
    record: "anchor; contexts of the document, those of its second and third quarter",
    parted: By::Key("anchor"),
    sorted: "anchor, contexts",
};
/// Anchors of all documents in their sources.
pub(crate) static SOURCE_ANCHORS: File = File {
    name: "source-anchors",
    record: "anchor as it is counted in the source; contexts of the document; source",
    parted: By::Key("anchor"),
    sorted: "anchor, contexts",
};
/// Texts, when passages are to be quoted.
pub(crate) static TEXTS: File = File { name: "texts", record: "text", parted: By::Document, sorted: "document" };
/// Documents that hold a question of a benchmark.
pub(crate) static CONTAMINATED: File = File {
    name: "contaminated",
    record: "document; question, share of it, passage",
    parted: By::Document,
    sorted: "document",
};
/// Documents with the text of a better one.
pub(crate) static COPIES: File = File {
    name: "copies",
    record: "document and the better one; whether their bytes are the same",
    parted: By::Document,
    sorted: "document",
};
/// Paragraphs of all documents.
pub(crate) static PARAGRAPHS: File = File {
    name: "paragraphs",
    record: "hash of the paragraph; document and number of the paragraph; source",
    parted: By::Key("hash"),
    sorted: "hash, document, number",
};
/// Sentences of all documents.
pub(crate) static SENTENCES: File = File {
    name: "sentences",
    record: "hash of the sentence, with its length; document and number of the sentence",
    parted: By::Key("hash"),
    sorted: "hash, document, number",
};
/// Paragraphs that others have too.
pub(crate) static REPEATS: File = File {
    name: "repeats",
    record: "document and number of the paragraph; how many have it and the first of them; whether it is a template",
    parted: By::Document,
    sorted: "document, number",
};
/// Sentences that an earlier document has too.
pub(crate) static PASSAGES: File = File {
    name: "passages",
    record: "document and number of the sentence; where the first document has it; its length and how many have it",
    parted: By::Document,
    sorted: "document, number",
};
/// Passages quoted.
pub(crate) static QUOTES: File = File {
    name: "quotes",
    record: "a passage that a duplicate shares with the kept document",
    parted: By::Document,
    sorted: "document",
};
