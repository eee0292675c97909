//! Formulas. A page often holds one several times, for browsers, for readers of the screen and for search: one form is
//! kept, the source in TeX where there is one.

use super::tag::Tag;
use super::tokens::{Attributes, Key};
use crate::text::contains;

/// Classes of a formula drawn out of letters beside its source: KaTeX and MathJax.
const DRAWN: [&str; 7] = [
    "MathJax",
    "MathJax_Preview",
    "MathJax_Display",
    "MathJax_SVG",
    "MathJax_SVG_Display",
    "MathJax_CHTML",
    "MathJax_CHTML_Display",
];

/// The class of a formula that KaTeX draws.
const KATEX: &str = "katex-html";

/// How the source of a formula begins that MathJax has drawn.
const SCRIPT: &str = "math/tex";

/// How the formulas of a page are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Formulas {
    has_scripts: bool,
    /// Whether there may be formulas drawn out of letters at all.
    has_drawn: bool,
}

impl Formulas {
    pub(super) fn of(source: &str) -> Self {
        let has_scripts = contains(source, SCRIPT);
        Self { has_scripts, has_drawn: has_scripts || contains(source, KATEX) }
    }

    /// Whether an element holds a form of a formula that is kept in another form.
    pub(super) fn is_copy(self, tag: Tag, parent: Option<Tag>, attributes: &Attributes) -> bool {
        let is_drawn = |class: &str| class == KATEX || (self.has_scripts && DRAWN.contains(&class));
        let beside_source = parent == Some(Tag::Semantics) && tag != Tag::Annotation;
        beside_source
            || (self.has_drawn
                && attributes.get(Key::Class).is_some_and(|names| names.split_ascii_whitespace().any(is_drawn)))
    }
}

/// Whether an element holds a formula that is kept although browsers do not show it.
pub(super) fn is_source(tag: Tag, attributes: &Attributes) -> bool {
    let says = |key: Key, word: &str| attributes.get(key).is_some_and(|value| value.contains(word));
    (tag == Tag::Script && says(Key::Type, SCRIPT)) || says(Key::Class, "mwe-math-mathml")
}
