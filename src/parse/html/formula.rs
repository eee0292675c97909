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

/// Bytes of a formula beyond which it is taken for something else.
const LONGEST: usize = 4096;

/// Classes of images that are formulas, of which the alternative text is the source.
const IMAGES: [&str; 9] = ["latex", "tex", "math", "eq", "equation", "formula", "eeimg", "mathimg", "ee_img"];

/// Services that draw the formula which stands behind the question mark of an address.
const DRAWERS: [&str; 3] = ["latex.codecogs.com", "latex.php", "chart.apis"];

/// The formula that an image is, between the dollars of TeX.
pub(super) fn of_image(attributes: &Attributes) -> Option<String> {
    let address = attributes.get(Key::Src).unwrap_or_default();
    let names = attributes.get(Key::Class).unwrap_or_default();
    let is_named = || names.split_ascii_whitespace().any(|name| IMAGES.contains(&name));
    let source = of_address(address);
    if source.is_none() && !is_named() {
        return None;
    }
    let alt = attributes.get(Key::Alt).map(str::to_owned).filter(|alt| !alt.trim().is_empty());
    quote(&alt.or(source)?)
}

/// The formula that the image at `address` shows, between the dollars of TeX.
pub(in crate::parse) fn at_address(address: &str) -> Option<String> {
    quote(&of_address(address)?)
}

/// The formula in the address of an image that shows it.
fn of_address(address: &str) -> Option<String> {
    let (path, query) = address.split_once('?')?;
    let named = || form_urlencoded::parse(query.as_bytes()).find(|(name, _)| matches!(&**name, "tex" | "latex"));
    if DRAWERS.iter().any(|drawer| path.contains(drawer)) && named().is_none() {
        // All of it, with signs that separate fields elsewhere.
        let whole = format!("tex={}", query.replace('+', "%2B").replace('&', "%26"));
        return form_urlencoded::parse(whole.as_bytes()).next().map(|(_, tex)| tex.into_owned());
    }
    named().map(|(_, tex)| tex.into_owned())
}

/// The formula that an element holds in an attribute, for scripts that draw it.
pub(super) fn of_data(attributes: &Attributes) -> Option<String> {
    [Key::DataTex, Key::DataLatex, Key::DataMath, Key::DataFormula]
        .into_iter()
        .find_map(|key| attributes.get(key))
        // A switch or a number is none.
        .filter(|value| {
            value.contains(['\\', '^', '_', '=', '+', '{']) || attributes.get(Key::Class).is_some_and(is_math)
        })
        .and_then(quote)
}

fn is_math(class: &str) -> bool {
    ["math", "katex", "tex", "formula"].iter().any(|part| class.contains(part))
}

/// A formula between dollars, if it is one.
fn quote(formula: &str) -> Option<String> {
    let formula = formula.trim().trim_matches('$').trim();
    let is_formula = !formula.is_empty() && formula.len() <= LONGEST && !formula.contains(['$', '\n']);
    is_formula.then(|| format!("${formula}$"))
}

/// Whether an element holds a formula that is kept although browsers do not show it.
pub(super) fn is_source(tag: Tag, attributes: &Attributes) -> bool {
    let says = |key: Key, word: &str| attributes.get(key).is_some_and(|value| value.contains(word));
    (tag == Tag::Script && says(Key::Type, SCRIPT)) || says(Key::Class, "mwe-math-mathml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_stand_in_addresses() {
        for (address, formula) in [
            ("https://www.example.org/equation?tex=F%3Dma%2Bkv", Some("F=ma+kv")),
            ("https://latex.codecogs.com/svg.latex?F=ma+kv", Some("F=ma+kv")),
            ("/e.png?w=20&latex=%5Calpha_1", Some("\\alpha_1")),
            ("/photo.jpg?w=640", None),
            ("/photo.jpg", None),
        ] {
            assert_eq!(of_address(address).as_deref(), formula, "{address}");
        }
        assert_eq!((quote("$$ a $$").as_deref(), quote(" "), quote("a$b$c")), (Some("$a$"), None, None));
    }
}
