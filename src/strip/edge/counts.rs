//! What the characters of a line are: letters, digits, marks, counted.

use crate::strip::form::ends_sentence;
use crate::text::{char_width, is_comma, is_east_asian_letter, is_pictograph, is_stop_or_point, opens_quotation};

/// Characters of a line that are counted: more says nothing new.
const LOOK: usize = 600;
/// Columns from the start within which a colon separates a label from what it labels.
const EARLY: f32 = 16.0;

/// The counts of a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// Characters, of the first [`LOOK`].
    pub chars: f32,
    /// Half-width columns of the whole line, estimated beyond [`LOOK`].
    pub width: f32,
    pub han: f32,
    pub latin: f32,
    pub upper: f32,
    pub digits: f32,
    /// Words of Latin letters, and how many begin with a capital.
    pub words: f32,
    pub capitals: f32,
    /// Marks that end sentences, and that separate clauses.
    pub stops: f32,
    pub commas: f32,
    pub spaces: f32,
    /// Marks of decoration: bars, arrows, triangles.
    pub symbols: f32,
    /// Pictographs.
    pub pictures: f32,
    /// Title marks 《, brackets 【, quotation marks, parentheses.
    pub titles: f32,
    pub brackets: f32,
    pub quotes: f32,
    pub parentheses: f32,
    /// Longest row of digits, dashes between them left out.
    pub number: f32,
    pub address: bool,
    pub mail: bool,
    pub price: bool,
    pub closed: bool,
    pub colon_end: bool,
    pub colon_early: bool,
    /// Whether it begins with a mark that is neither letter, digit nor quotation mark.
    pub marked: bool,
}

impl Counts {
    /// Counts the characters of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut counts = Self::default();
        let (mut in_word, mut row) = (false, 0.0_f32);
        let mut end = text.len();
        for (at, c) in text.char_indices() {
            if counts.chars >= LOOK as f32 {
                end = at;
                break;
            }
            counts.chars += 1.0;
            counts.width += char_width(c) as f32;
            let mut in_row = false;
            let mut word = false;
            match c {
                '0'..='9' | '０'..='９' => {
                    counts.digits += 1.0;
                    row += 1.0;
                    in_row = true;
                    counts.number = counts.number.max(row);
                }
                '-' | '－' | '—' if row > 0.0 => in_row = true,
                'a'..='z' => (counts.latin, word) = (counts.latin + 1.0, true),
                'A'..='Z' => {
                    counts.latin += 1.0;
                    counts.upper += 1.0;
                    counts.capitals += if in_word { 0.0 } else { 1.0 };
                    word = true;
                }
                '丨' => counts.symbols += 1.0,
                c if is_east_asian_letter(c) => counts.han += 1.0,
                c if is_stop_or_point(c) || c == '．' => counts.stops += 1.0,
                c if is_comma(c) => counts.commas += 1.0,
                ':' | '：' | '︰' => counts.colon_early |= counts.width <= EARLY,
                '《' => counts.titles += 1.0,
                '【' | '[' | '［' | '〔' => counts.brackets += 1.0,
                '“' | '「' | '『' | '"' | '‘' => counts.quotes += 1.0,
                '(' | '（' => counts.parentheses += 1.0,
                '@' | '＠' => counts.mail = true,
                '¥' | '￥' | '$' | '€' => counts.price = true,
                c if is_pictograph(c) || matches!(c, '\u{2600}'..='\u{27BF}') => counts.pictures += 1.0,
                '|' | '｜' | '/' | '／' | '·' | '>' | '*' | '#' | '_' | '~' | '～' | '•' => counts.symbols += 1.0,
                '\u{2190}'..='\u{21FF}' | '\u{2500}'..='\u{25FF}' | '\u{3010}'..='\u{3013}' => counts.symbols += 1.0,
                _ if c.is_whitespace() => counts.spaces += 1.0,
                _ if c.is_alphabetic() => (counts.latin, word) = (counts.latin + 1.0, true),
                _ => {}
            }
            counts.words += f32::from(word && !in_word);
            in_word = word;
            row = if in_row { row } else { 0.0 };
        }
        if end < text.len() {
            counts.width *= text.len() as f32 / end.max(1) as f32;
        }
        counts.address = text.contains("http") || text.contains("www.");
        counts.price |= text.contains('元') && counts.digits > 0.0;
        counts.closed = ends_sentence(text);
        counts.colon_end = text.ends_with([':', '：']);
        counts.marked = text.starts_with(|c: char| !c.is_alphanumeric() && !opens_quotation(c));
        counts
    }

    /// `part` as a share of the characters.
    pub(super) fn share(&self, part: f32) -> f32 {
        part / self.chars.max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_names_and_marks_are_counted() {
        let counts = Counts::of("电话：010-6234 5678，联系 Wang Xiaoming（bar@example.org）");
        assert_eq!((counts.number, counts.words, counts.capitals), (7.0, 5.0, 2.0));
        assert!(counts.mail && counts.colon_early && !counts.closed && !counts.price);
        assert!(Counts::of("只要 99 元").price && Counts::of("▲ 图一").marked);
    }

    #[test]
    fn long_lines_are_estimated() {
        let counts = Counts::of(&"海".repeat(5000));
        assert!((counts.width - 10_000.0).abs() < 1.0, "{}", counts.width);
    }
}
