//! What a character is to the spaces around it.

/// Classes of characters that follow the same spacing rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A Han character.
    Han,
    /// East Asian punctuation, quotes and full-width forms: what takes no space on either side.
    Mark,
    /// A letter of an alphabet.
    Letter,
    /// An ASCII digit.
    Digit,
    /// ASCII punctuation.
    Ascii,
    /// Japanese kana.
    Kana,
    /// Korean Hangul.
    Hangul,
    /// White space.
    Space,
    /// Anything else.
    Other,
}

impl Class {
    /// The class of `c`.
    pub(super) fn of(c: char) -> Self {
        // Most characters by far, and the first question asked of each.
        if ('\u{4e00}'..='\u{9fff}').contains(&c) {
            return Class::Han;
        }
        match c {
            '0'..='9' => Class::Digit,
            'a'..='z' | 'A'..='Z' => Class::Letter,
            ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{3000}' => Class::Space,
            '!'..='~' => Class::Ascii,
            '\u{3400}'..='\u{4dbf}' | '〇' | '○' | '々' => Class::Han,
            '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffee}' => Class::Mark,
            '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '•' | '―' => Class::Mark,
            '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => Class::Kana,
            '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' => Class::Hangul,
            '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Class::Han,
            c if c.is_whitespace() => Class::Space,
            c if c.is_alphabetic() => Class::Letter,
            _ => Class::Other,
        }
    }

    /// Whether the character belongs to Chinese text, which is written without spaces.
    pub(super) fn is_chinese(self) -> bool {
        matches!(self, Class::Han | Class::Mark)
    }

    /// Whether the character belongs to a Latin word or a number.
    pub(super) fn is_word(self) -> bool {
        matches!(self, Class::Letter | Class::Digit)
    }
}

/// Whether `c` is a Han character.
pub(super) fn is_han(c: char) -> bool {
    Class::of(c) == Class::Han
}

/// About how many Han characters `text` holds, at the speed of a memory scan: bytes that only begin U+4000 to U+9FFF.
pub(super) fn count_han(text: &str) -> usize {
    count(text.as_bytes(), |byte| (0xe4..=0xe9).contains(&byte))
}

/// How many bytes of `bytes` are `wanted`; in short runs of small counters, which compilers turn into vector code.
pub(super) fn count(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    bytes.chunks(255).map(|chunk| chunk.iter().map(|&byte| u8::from(wanted(byte))).sum::<u8>() as usize).sum()
}

/// Whether any byte of `bytes`, with the two after it, is `wanted`; written so that compilers turn it into vector code.
pub(super) fn any_triple(bytes: &[u8], wanted: impl Fn(u8, u8, u8) -> bool) -> bool {
    const CHUNK: usize = 512;
    let (Some(second), Some(third)) = (bytes.get(1..), bytes.get(2..)) else {
        return bytes.iter().any(|&byte| wanted(byte, 0, 0));
    };
    let triples = bytes.chunks(CHUNK).zip(second.chunks(CHUNK)).zip(third.chunks(CHUNK));
    let inner = triples.into_iter().any(|((first, second), third)| {
        let marks = first.iter().zip(second).zip(third).map(|((&a, &b), &c)| u8::from(wanted(a, b, c)));
        marks.fold(0, |any, mark| any | mark) != 0
    });
    // The last two bytes have no two after them.
    inner || matches!(bytes, [.., a, b] if wanted(*a, *b, 0) || wanted(*b, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_a_slow_look() {
        let text = "我 爱 a b，天 气 好 ！ok 的".repeat(40);
        assert_eq!(count_han(&text), text.chars().filter(|&c| is_han(c)).count());
    }
}
