//! Literals without which a pattern cannot match: through them a line meets few patterns, however many there are.
//!
//! The idea is that of RE2's `FilteredRE2` (<https://github.com/google/re2>). Patterns here are anchored, so that most of
//! them are told by the first letters of a line alone.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition};

use crate::strip::error::RuleError;
use crate::text::letters;

/// Longest literal, in characters.
pub(super) const LONGEST: usize = 6;
/// Most literals of a pattern.
const MOST: usize = 128;
/// Most characters of a class that are taken one by one.
const CLASS: usize = 256;

/// What a line must hold for a pattern to be tried.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Literals {
    /// Its letters and digits, folded, must begin with one of these.
    Lead(Vec<String>),
    /// One of these must be somewhere in it, in any case of ASCII.
    Inner(Vec<String>),
}

/// The literals of `pattern`, which matches in any case; none when it can match almost anything.
///
/// # Errors
/// When the pattern is no regular expression.
pub(super) fn of(pattern: &str) -> Result<Option<Literals>, RuleError> {
    // Read as it is: letters and classes are folded here, which takes a tenth of the time it takes the parser.
    let hir = ParserBuilder::new().build().parse(pattern);
    let hir = hir.map_err(|error| RuleError::Pattern { pattern: pattern.to_owned(), reason: error.to_string() })?;
    let lead = Starts::of(std::slice::from_ref(&hir), folded).literals().map(Literals::Lead);
    Ok(lead.or_else(|| inner(&hir).map(Literals::Inner)))
}

/// The most telling literals of which a match must hold one.
fn inner(hir: &Hir) -> Option<Vec<String>> {
    let here = Starts::of(std::slice::from_ref(hir), lowered).literals();
    let within = match hir.kind() {
        HirKind::Capture(capture) => inner(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => inner(&repetition.sub),
        HirKind::Concat(parts) => {
            let from = (0..parts.len()).filter_map(|at| Starts::of(&parts[at..], lowered).literals());
            from.chain(parts.iter().filter_map(inner)).max_by_key(|literals| worth(literals))
        }
        HirKind::Alternation(branches) => {
            let all: Option<Vec<Vec<String>>> = branches.iter().map(inner).collect();
            all.map(|lists| lists.concat()).filter(|literals| literals.len() <= MOST)
        }
        _ => None,
    };
    here.into_iter().chain(within).max_by_key(|literals| worth(literals))
}

/// Long literals are rare in a text, and few are found faster than many.
fn worth(literals: &[String]) -> (usize, std::cmp::Reverse<usize>) {
    (literals.iter().map(String::len).min().unwrap_or(0), std::cmp::Reverse(literals.len()))
}

/// A character as it is in a literal; none when it counts for nothing.
type Letter = fn(char) -> Option<char>;

fn folded(c: char) -> Option<char> {
    letters(c.encode_utf8(&mut [0; 4])).next().and_then(|(_, letter)| char::from_u32(letter.into()))
}

#[expect(clippy::unnecessary_wraps, reason = "a `Letter`")]
fn lowered(c: char) -> Option<char> {
    Some(c.to_ascii_lowercase())
}

/// Whether a character has a case that a literal does not look past.
fn has_case(c: char) -> bool {
    !c.is_ascii() && (c.is_lowercase() || c.is_uppercase())
}

/// A literal in the making, in place: hundreds of patterns are read whenever the program starts.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Start {
    chars: [char; LONGEST],
    length: usize,
}

impl Start {
    fn of(chars: impl IntoIterator<Item = char>) -> Self {
        Self::default().then(chars)
    }

    /// The same with `chars` behind it, as many as there is room for.
    fn then(mut self, chars: impl IntoIterator<Item = char>) -> Self {
        for (slot, c) in self.chars[self.length..].iter_mut().zip(chars) {
            *slot = c;
            self.length += 1;
        }
        self
    }

    fn chars(self) -> impl Iterator<Item = char> {
        self.chars.into_iter().take(self.length)
    }
}

/// How the matches of an expression may begin.
struct Starts {
    /// Whole matches: what follows the expression goes on from here.
    whole: Vec<Start>,
    /// Beginnings of matches of which more is not known.
    cut: Vec<Start>,
}

impl Starts {
    /// The starts of matches of `parts`, one behind the other.
    fn of(parts: &[Hir], letter: Letter) -> Self {
        let mut starts = Self::empty();
        for part in parts {
            if starts.whole.is_empty() {
                break;
            }
            starts = starts.then(&Self::of_one(part, letter));
        }
        starts
    }

    fn of_one(hir: &Hir, letter: Letter) -> Self {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::empty(),
            HirKind::Literal(literal) => {
                std::str::from_utf8(&literal.0).map_or_else(|_| Self::unknown(), |text| Self::of_text(text, letter))
            }
            HirKind::Class(class) => Self::of_class(class, letter),
            HirKind::Repetition(repetition) => Self::of_repetition(repetition, letter),
            HirKind::Capture(capture) => Self::of_one(&capture.sub, letter),
            HirKind::Concat(parts) => Self::of(parts, letter),
            HirKind::Alternation(branches) => {
                let mut starts = Self { whole: Vec::new(), cut: Vec::new() };
                branches.iter().for_each(|branch| starts.add(Self::of_one(branch, letter)));
                starts.clipped()
            }
        }
    }

    fn of_text(text: &str, letter: Letter) -> Self {
        if !text.contains(has_case) {
            return Self { whole: vec![Start::of(text.chars().filter_map(letter))], cut: Vec::new() }.clipped();
        }
        let class = |c| Self::of_class(&Class::Unicode(ClassUnicode::new([ClassUnicodeRange::new(c, c)])), letter);
        text.chars().map(class).fold(Self::empty(), |starts, next| starts.then(&next))
    }

    fn of_class(class: &Class, letter: Letter) -> Self {
        let Class::Unicode(class) = class else { return Self::unknown() };
        if class.iter().map(ClassUnicodeRange::len).sum::<usize>() > CLASS {
            return Self::unknown();
        }
        let mut class = class.clone();
        // Letters of ASCII have no case in a literal.
        if !class.is_ascii() {
            class.case_fold_simple();
        }
        let chars = class.iter().flat_map(|range| range.start()..=range.end());
        Self { whole: chars.map(|c| Start::of(letter(c))).collect(), cut: Vec::new() }.clipped()
    }

    fn of_repetition(repetition: &Repetition, letter: Letter) -> Self {
        let once = Self::of_one(&repetition.sub, letter);
        // Spaces and marks that count for nothing may come as often as they like.
        let nothing = once.cut.is_empty() && once.whole.iter().all(|start| start.length == 0);
        let mut again = if nothing || repetition.max == Some(1) { once } else { once.closed() };
        if repetition.min == 0 {
            again.add(Self::empty());
        }
        again.clipped()
    }

    fn empty() -> Self {
        Self { whole: vec![Start::default()], cut: Vec::new() }
    }

    fn unknown() -> Self {
        Self::empty().closed()
    }

    fn closed(mut self) -> Self {
        self.cut.append(&mut self.whole);
        self.clipped()
    }

    fn add(&mut self, mut other: Self) {
        self.whole.append(&mut other.whole);
        self.cut.append(&mut other.cut);
    }

    fn then(self, next: &Self) -> Self {
        if self.whole.len() * (next.whole.len() + next.cut.len()) > MOST {
            return self.closed();
        }
        let Self { whole, mut cut } = self;
        let joined = |ends: &[Start], all: &mut Vec<Start>| {
            all.extend(whole.iter().flat_map(|start| ends.iter().map(|end| start.then(end.chars()))));
        };
        joined(&next.cut, &mut cut);
        let mut longer = Vec::with_capacity(whole.len() * next.whole.len());
        joined(&next.whole, &mut longer);
        Self { whole: longer, cut }.clipped()
    }

    /// The same with full literals ended, each once.
    fn clipped(mut self) -> Self {
        self.cut.extend(self.whole.extract_if(.., |start| start.length == LONGEST));
        for list in [&mut self.whole, &mut self.cut] {
            list.sort_unstable();
            list.dedup();
        }
        self
    }

    /// All starts, unless there are too many or one says nothing.
    fn literals(self) -> Option<Vec<String>> {
        let mut all = self.whole;
        all.extend(self.cut);
        all.sort_unstable();
        all.dedup();
        let tells = !all.is_empty() && all.len() <= 4 * MOST && all.iter().all(|start| start.length > 0);
        tells.then(|| all.into_iter().map(|start| start.chars().collect()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lead(pattern: &str) -> Vec<String> {
        match of(pattern).expect("a pattern") {
            Some(Literals::Lead(literals)) => literals,
            other => panic!("{pattern}: {other:?}"),
        }
    }

    #[test]
    fn marks_and_spaces_before_the_first_letters_do_not_count() {
        assert_eq!(
            lead(r"[《【]?\s*[上下]一?篇(?:文章)?\s*[:：].*"),
            ["上一篇", "上一篇文章", "上篇", "上篇文章", "下一篇", "下一篇文章", "下篇", "下篇文章"]
        );
        assert_eq!(lead(r"(?:请|欢迎)*[，,]?扫码.+"), ["扫码", "欢迎", "请"]);
        assert_eq!(lead("by (?-i:[A-C])"), ["bya", "byb", "byc"]);
        assert_eq!(lead("Ｎｅｗ"), ["new"]);
    }

    #[test]
    fn a_pattern_that_begins_with_anything_is_told_by_what_it_must_hold() {
        let inner = |pattern| of(pattern).expect("a pattern");
        assert_eq!(inner(".{0,20}ICP备.{0,60}"), Some(Literals::Inner(vec!["icp备".into()])));
        assert_eq!(inner("[^。]{2,9}(?:学报|月刊)"), Some(Literals::Inner(vec!["学报".into(), "月刊".into()])));
        assert_eq!(inner("©.*"), Some(Literals::Inner(vec!["©".into()])));
        assert_eq!(inner(".{3,9}"), None);
        assert_eq!(inner("(?:.*|甲)乙?"), None);
    }
}
