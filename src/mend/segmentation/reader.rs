//! Whether a space belongs between two words of a segmented line, in view of what is open there.

use super::vocabulary::{
    are_capitals, is_bullet, is_contraction, is_initials, is_model, is_suffix, is_unit, is_wide_word,
};
use crate::mend::spacing::Spacing;
use crate::text::{Class, count_han};

/// How a segmented document is to be joined.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Joining {
    /// Where there are spaces beside Chinese.
    pub spacing: Spacing,
    /// Whether the program that set the words apart left adjacent letters and digits in one piece: a space
    /// between them is the author's own in that case.
    pub whole_runs: bool,
}

/// Goes along the gaps of a line and remembers which quotes and addresses are open.
#[derive(Default)]
pub(super) struct Reader {
    joining: Joining,
    /// Whether the line holds Chinese.
    chinese: bool,
    /// Whether the line holds an equals sign.
    equation: bool,
    /// Whether a double quotation mark is open.
    double: bool,
    /// Whether a single quotation mark is open.
    single: bool,
    /// Whether the reader is inside a web address.
    address: bool,
    /// Whether the last gap was between the letters and the number of a model.
    model: bool,
}

impl Reader {
    /// A reader at the beginning of `line`.
    pub(super) fn new(line: &str, joining: Joining) -> Self {
        // The line as a whole tells English from Chinese, and sums from lists.
        Self { joining, chinese: count_han(line) > 0, equation: line.contains('='), ..Self::default() }
    }

    /// Whether a space belongs between the second and the third of four `words` in a row.
    pub(super) fn wants_space(&mut self, words: [&str; 4]) -> bool {
        let [first, left, right, last] = words;
        let (Some(x), Some(y)) = (left.chars().next_back(), right.chars().next()) else { return false };
        let (before, after) = (Class::of(x), Class::of(y));
        if x.is_ascii() && left.is_ascii() {
            self.read(left);
        }
        match (before, after) {
            // Full-width letters are marks too: their words are separated like those of ASCII letters.
            (Class::Mark, Class::Mark) => is_wide_word(left) && is_wide_word(right),
            (Class::Han | Class::Mark | Class::Kana, Class::Han | Class::Mark | Class::Kana) => false,
            (Class::Mark, _) | (_, Class::Mark) => self.leave_address(),
            (Class::Han | Class::Kana, other) | (other, Class::Han | Class::Kana) => {
                self.leave_address();
                let bracket = (before == Class::Han && y == '(') || (after == Class::Han && x == ')');
                (other.is_word() || bracket) && self.joining.spacing.spaces(other)
            }
            _ => self.between(first, left, right, last),
        }
    }

    fn leave_address(&mut self) -> bool {
        self.address = false;
        false
    }

    /// Takes note of what `word` opens and closes.
    fn read(&mut self, word: &str) {
        for byte in word.bytes() {
            match byte {
                b'"' => self.double = !self.double,
                b'\'' if word.len() == 1 => self.single = !self.single,
                _ => {}
            }
        }
        if matches!(word, "http" | "https" | "ftp" | "www") || word.contains("://") {
            self.address = true;
        }
    }

    /// Whether a space belongs between `left` and `right`, neither of which is Chinese there; `first` and `last` are
    /// the words around them.
    fn between(&mut self, first: &str, left: &str, right: &str, last: &str) -> bool {
        let (Some(x), Some(y)) = (left.chars().next_back(), right.chars().next()) else { return false };
        let (before, after) = (Class::of(x), Class::of(y));
        if self.address {
            self.address = !(before.is_word() && after.is_word());
            return !self.address;
        }
        match (before, after) {
            (Class::Letter, Class::Letter) => right != "n't",
            (Class::Letter, Class::Digit) if first.ends_with('@') => false,
            (Class::Letter, Class::Digit) => {
                self.model = is_model(first, left, right, last, self.joining.whole_runs);
                !self.model
            }
            // The letters behind the number of a model belong to its name.
            (Class::Digit, Class::Letter) if std::mem::take(&mut self.model) && right.len() <= 2 => false,
            (Class::Digit, Class::Letter) if self.joining.whole_runs => right.len() > 1 || !left.is_ascii(),
            (Class::Digit, Class::Letter) => self.joining.spacing.units || !is_unit(right),
            (Class::Digit, Class::Digit) => true,
            (_, Class::Ascii) => self.before_sign(left, right, last),
            (Class::Ascii, _) => self.after_sign(first, left, right),
            (Class::Other, Class::Other) => false,
            (Class::Digit, Class::Other) => !matches!(y, '°' | '℃' | '℉' | '‰' | '′' | '″' | '×' | '²' | '³' | '㎡'),
            (Class::Other, Class::Digit | Class::Letter) if x == '°' || is_bullet(x) => false,
            (Class::Other, Class::Digit) => !matches!(x, '×' | '±' | '≥' | '≤' | '≈' | '€' | '£'),
            _ => true,
        }
    }

    /// Whether a space belongs before the ASCII sign that begins `right`.
    fn before_sign(&self, left: &str, right: &str, last: &str) -> bool {
        let (Some(x), Some(sign)) = (left.chars().next_back(), right.chars().next()) else { return false };
        let (before, next) = (Class::of(x), last.chars().next().map(Class::of));
        let alone = right.len() == 1;
        if x == sign && !alone_sign_pairs(sign) {
            return false;
        }
        if before == Class::Ascii && "([{/\\_@~$".contains(x) {
            return false;
        }
        match sign {
            ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '%' => false,
            '.' => !right.bytes().all(|byte| byte == b'.'),
            '"' => !self.double,
            '\'' => !(self.single || right.len() > 1 || is_contraction(last)),
            '(' | '[' | '{' => before.is_word() && !matches!(last.chars().next(), Some(')' | ']' | '}')),
            '/' => alone && are_capitals(left) && are_capitals(last),
            '\\' | '_' | '@' | '~' => false,
            '-' => !(alone && before.is_word() && next.is_some_and(Class::is_word)),
            '+' if before == Class::Digit && next == Some(Class::Digit) => self.equation,
            '+' => alone && !last.starts_with('+') && next.is_some_and(Class::is_word),
            '^' => false,
            '&' => !(is_initials(left) && is_initials(last)),
            '#' => !(x == '&' || (left.len() == 1 && before == Class::Letter)),
            '*' => !(before == Class::Digit && next == Some(Class::Digit)),
            _ => true,
        }
    }

    /// Whether a space belongs after the ASCII sign that ends `left`; `right` begins with a letter, digit or symbol.
    fn after_sign(&self, first: &str, left: &str, right: &str) -> bool {
        let (Some(sign), Some(y)) = (left.chars().next_back(), right.chars().next()) else { return false };
        let (before, after) = (first.chars().next_back().map(Class::of), Class::of(y));
        let alone = left.len() == 1;
        let numbers = before == Some(Class::Digit) && after == Class::Digit;
        match sign {
            // After a Chinese word the sign is in place of a Chinese one, which takes no space.
            ',' | '.' | ';' | ':' | '!' | '?' if alone && before == Some(Class::Han) => false,
            '.' if numbers || (alone && before == Some(Class::Digit)) => false,
            '.' if alone && before == Some(Class::Letter) => {
                let lower = self.chinese && right.starts_with(|c: char| c.is_ascii_lowercase());
                !(after == Class::Digit || lower || is_suffix(right))
            }
            ',' => !(alone && numbers && right.len() == 3),
            ':' => !(alone && before == Some(Class::Digit)),
            '(' | '[' | '{' | '\\' | '_' | '@' | '~' | '$' => false,
            '/' => alone && are_capitals(first) && are_capitals(right),
            '-' | '*' if alone && before == Some(Class::Han) => false,
            '-' => !(alone && after.is_word() && (before.is_some_and(Class::is_word) || after == Class::Digit)),
            '+' if numbers => self.equation,
            '+' => alone && before.is_some_and(Class::is_word) && after.is_word(),
            '^' => false,
            '&' => !(is_initials(first) && is_initials(right)),
            '#' => first.len() == 1 && before == Some(Class::Letter),
            '*' => !numbers,
            '"' => !self.double,
            '\'' => !(self.single || is_contraction(right)),
            _ => true,
        }
    }
}

/// Signs that may occur twice in a row without being one sign.
fn alone_sign_pairs(sign: char) -> bool {
    matches!(sign, '"' | '\'' | '(' | ')' | '#')
}
