//! What a line looks like to someone who cannot read, and what of it the body knows.

use crate::strip::form::ends_sentence;
use crate::text::{
    char_width, is_comma, is_east_asian_letter, is_letter_or_digit, is_pictograph, is_stop_or_point, opens_quotation,
};

/// Characters of a line that are looked at: more says nothing new.
const LOOK: usize = 600;
/// Columns from the start within which a colon parts a label from what it labels.
const EARLY: f32 = 16.0;

/// Counts over a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
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
    /// Marks that end sentences, and that part clauses.
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

impl Shape {
    /// The shape of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut shape = Self::default();
        let (mut in_word, mut row) = (false, 0.0_f32);
        let mut end = text.len();
        for (at, c) in text.char_indices() {
            if shape.chars >= LOOK as f32 {
                end = at;
                break;
            }
            shape.chars += 1.0;
            shape.width += char_width(c) as f32;
            let mut in_row = false;
            let mut word = false;
            match c {
                '0'..='9' | '０'..='９' => {
                    shape.digits += 1.0;
                    row += 1.0;
                    in_row = true;
                    shape.number = shape.number.max(row);
                }
                '-' | '－' | '—' if row > 0.0 => in_row = true,
                'a'..='z' => (shape.latin, word) = (shape.latin + 1.0, true),
                'A'..='Z' => {
                    shape.latin += 1.0;
                    shape.upper += 1.0;
                    shape.capitals += if in_word { 0.0 } else { 1.0 };
                    word = true;
                }
                '丨' => shape.symbols += 1.0,
                c if is_east_asian_letter(c) => shape.han += 1.0,
                c if is_stop_or_point(c) || c == '．' => shape.stops += 1.0,
                c if is_comma(c) => shape.commas += 1.0,
                ':' | '：' | '︰' => shape.colon_early |= shape.width <= EARLY,
                '《' => shape.titles += 1.0,
                '【' | '[' | '［' | '〔' => shape.brackets += 1.0,
                '“' | '「' | '『' | '"' | '‘' => shape.quotes += 1.0,
                '(' | '（' => shape.parentheses += 1.0,
                '@' | '＠' => shape.mail = true,
                '¥' | '￥' | '$' | '€' => shape.price = true,
                c if is_pictograph(c) || matches!(c, '\u{2600}'..='\u{27BF}') => shape.pictures += 1.0,
                '|' | '｜' | '/' | '／' | '·' | '>' | '*' | '#' | '_' | '~' | '～' | '•' => shape.symbols += 1.0,
                '\u{2190}'..='\u{21FF}' | '\u{2500}'..='\u{25FF}' | '\u{3010}'..='\u{3013}' => shape.symbols += 1.0,
                _ if c.is_whitespace() => shape.spaces += 1.0,
                _ if c.is_alphabetic() => (shape.latin, word) = (shape.latin + 1.0, true),
                _ => {}
            }
            shape.words += f32::from(word && !in_word);
            in_word = word;
            row = if in_row { row } else { 0.0 };
        }
        if end < text.len() {
            shape.width *= text.len() as f32 / end.max(1) as f32;
        }
        shape.address = text.contains("http") || text.contains("www.");
        shape.price |= text.contains('元') && shape.digits > 0.0;
        shape.closed = ends_sentence(text);
        shape.colon_end = text.ends_with([':', '：']);
        shape.marked = text.starts_with(|c: char| !c.is_alphanumeric() && !opens_quotation(c));
        shape
    }

    /// `part` as a share of the characters.
    pub(super) fn share(&self, part: f32) -> f32 {
        part / self.chars.max(1.0)
    }
}

/// Bits in a set of pairs; a power of two.
const BITS: usize = 1 << 16;

/// The pairs of neighbouring letters of a text, as a set of bits in which few pairs share a bit.
pub(super) struct Pairs {
    bits: Vec<u64>,
}

impl Default for Pairs {
    fn default() -> Self {
        Self { bits: vec![0; BITS / 64] }
    }
}

impl Pairs {
    /// Adds the pairs of `text`.
    pub(super) fn learn(&mut self, text: &str) {
        for bit in pairs(text) {
            self.bits[bit / 64] |= 1 << (bit % 64);
        }
    }

    /// The share of the pairs of `text` that are known.
    pub(super) fn known(&self, text: &str) -> f32 {
        let (mut known, mut all) = (0.0, 0.0);
        for bit in pairs(text) {
            known += (self.bits[bit / 64] >> (bit % 64) & 1) as f32;
            all += 1.0_f32;
        }
        known / all.max(1.0)
    }
}

/// The bits of the pairs of neighbouring letters among the first characters of `text`.
fn pairs(text: &str) -> impl Iterator<Item = usize> {
    let letters = text.chars().take(LOOK).filter(|c| is_letter_or_digit(*c));
    let mut before = None;
    letters.filter_map(move |b| before.replace(b).map(|a| (a, b))).map(|(a, b)| {
        let mixed = (a as u32).wrapping_mul(0x9E37_79B1) ^ (b as u32).wrapping_mul(0x85EB_CA77);
        (mixed >> 16) as usize % BITS
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_names_and_marks_are_counted() {
        let shape = Shape::of("电话：010-6234 5678，联系 Wang Xiaoming（bar@example.org）");
        assert_eq!((shape.number, shape.words, shape.capitals), (7.0, 5.0, 2.0));
        assert!(shape.mail && shape.colon_early && !shape.closed && !shape.price);
        assert!(Shape::of("只要 99 元").price && Shape::of("▲ 图一").marked);
    }

    #[test]
    fn long_lines_are_estimated() {
        let shape = Shape::of(&"海".repeat(5000));
        assert!((shape.width - 10_000.0).abs() < 1.0, "{}", shape.width);
    }

    #[test]
    fn pairs_tell_known_text_from_new() {
        let mut pairs = Pairs::default();
        pairs.learn("渡口的船夫每天清晨摇着小船过江");
        assert!(pairs.known("小船过江") > 0.99);
        assert!(pairs.known("扫码领取优惠") < 0.2);
    }
}
