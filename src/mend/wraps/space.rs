//! Whether there is a space between two lines once they are joined.

use crate::mend::spacing::Spacing;
use crate::text::Class;

/// Whether text of this `spacing` has a space between `left` and `right`.
pub(super) fn has_space(spacing: Spacing, left: &str, right: &str) -> bool {
    let (Some(x), Some(y)) = (left.chars().next_back(), right.chars().next()) else { return false };
    if x == ',' && is_thousands(left, right) || is_inside_address(left, right) || is_closing(right) {
        return false;
    }
    let mut sides = [Class::of(x), Class::of(y)];
    // 48Gbps and F16 are words for all their digits.
    if sides[0] == Class::Digit && is_word(left.bytes().rev()) {
        sides[0] = Class::Letter;
    }
    if sides[1] == Class::Digit && is_word(right.bytes()) {
        sides[1] = Class::Letter;
    }
    match sides {
        [Class::Mark, _] | [_, Class::Mark] => false,
        // A sign with a space on one side has one on the other.
        [Class::Ascii, Class::Han] if left.len() > 1 && left[..left.len() - 1].ends_with(' ') => true,
        [Class::Han, Class::Ascii] if right[1..].starts_with(' ') => true,
        // Names such as .env and $HOME are words.
        [Class::Han, Class::Ascii]
            if right[1..].starts_with(|c: char| c.is_ascii_alphabetic()) && !",:;!?)".contains(y) =>
        {
            spacing.spaces(if y == '(' { Class::Ascii } else { Class::Letter })
        }
        [Class::Ascii, Class::Han] if x != ')' => false,
        [Class::Han, Class::Ascii] if y != '(' => false,
        [Class::Han, other] | [other, Class::Han] => spacing.spaces(other),
        [Class::Kana, _] | [_, Class::Kana] => false,
        [Class::Ascii, _] if "([{$#@".contains(x) => false,
        [Class::Ascii, _] if x == '<' && right.split(' ').next().is_some_and(|word| word.contains('>')) => false,
        [_, Class::Ascii] if ",.;:!?)]}%".contains(y) => false,
        _ => true,
    }
}

/// Whether letters and digits at the start of `bytes` hold a letter.
fn is_word(bytes: impl Iterator<Item = u8>) -> bool {
    let mut word = bytes.take_while(u8::is_ascii_alphanumeric);
    word.any(|byte| byte.is_ascii_alphabetic())
}

/// Whether `left` ends in a number and a comma, and `right` begins with three digits.
fn is_thousands(left: &str, right: &str) -> bool {
    let digits = right.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3 && left.as_bytes().iter().nth_back(1).is_some_and(u8::is_ascii_digit)
}

/// Whether `left` ends inside a web address that goes on in `right`.
fn is_inside_address(left: &str, right: &str) -> bool {
    let last = left.rsplit(' ').next().unwrap_or(left);
    let next = right.split(' ').next().unwrap_or(right);
    let open = last.ends_with(['?', '&', '=', '/', '_', '%']);
    open && last.contains("://") && next.is_ascii() && next.contains(['=', '&', '/', '?', '_', '%'])
}

/// Whether `right` begins with a quote that closes: nothing follows it, or a space.
fn is_closing(right: &str) -> bool {
    right.strip_prefix(['"', '\'']).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_where_an_author_types_them() {
        let spaced = Spacing { letters: true, digits: true, signs: true, ..Spacing::default() };
        let joined = |left: &str, right: &str| has_space(spaced, left, right);
        assert!(joined("the end", "of it") && joined("我用", "Vim") && joined("写在", ".env 里"));
        assert!(!joined("我们", "今天") && !joined("1,", "250 apples") && !joined("he said,", "\" and went"));
        assert!(!joined("see http://a.example/b?", "c=d&e=f") && joined("see http://a.example/", "and go"));
        assert!(!joined("Ana <", "ana@b.example> wrote") && joined("x <", "y"));
    }
}
