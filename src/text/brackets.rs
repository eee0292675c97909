//! Quotes and brackets: what opens, and what closes behind the end of a sentence.

/// Quotes and brackets whose two sides differ, each with the one that closes it.
pub(crate) const PAIRS: [(char, char); 11] = [
    ('“', '”'),
    ('‘', '’'),
    ('（', '）'),
    ('《', '》'),
    ('【', '】'),
    ('「', '」'),
    ('『', '』'),
    ('〈', '〉'),
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
];

/// Brackets that set a whole remark apart, such as a credit at the end of a text. Unlike [`PAIRS`], rare forms and less
/// and greater signs are among them, and no quotes.
pub(crate) const BRACKETS: [(char, char); 8] =
    [('（', '）'), ('(', ')'), ('【', '】'), ('[', ']'), ('［', '］'), ('〔', '〕'), ('<', '>'), ('《', '》')];

/// Quotes and brackets inside which no sentence of Chinese ends: [`PAIRS`] without angle brackets and braces.
pub(super) const SPANNING: [(char, char); 9] = [
    ('（', '）'),
    ('(', ')'),
    ('【', '】'),
    ('[', ']'),
    ('《', '》'),
    ('「', '」'),
    ('『', '』'),
    ('“', '”'),
    ('‘', '’'),
];

/// Whether `c` opens one of [`PAIRS`].
#[inline]
pub(crate) const fn is_opening(c: char) -> bool {
    matches!(c, '“' | '‘' | '（' | '《' | '【' | '「' | '『' | '〈' | '(' | '[' | '{')
}

/// Whether `c` closes one of [`PAIRS`].
#[inline]
pub(crate) const fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '）' | '》' | '】' | '」' | '』' | '〉' | ')' | ']' | '}')
}

/// Whether a line that begins with `c` begins with a quotation or a title rather than with a list mark: opening quotes,
/// `《`, round brackets and `【`; no `[`.
#[inline]
pub(crate) const fn opens_quotation(c: char) -> bool {
    matches!(c, '“' | '"' | '「' | '『' | '《' | '‘' | '（' | '(' | '【')
}

/// Whether `c` belongs to the passage behind it: openers (no angle bracket, no brace), and the marks with which Markdown
/// begins a heading or strong text.
#[inline]
pub(crate) const fn opens_passage(c: char) -> bool {
    matches!(c, '“' | '‘' | '「' | '『' | '《' | '【' | '（' | '(' | '[' | '〔' | '<' | '#' | '*')
}

/// Whether a paragraph may begin with `c`: openers, list bullets, a heading's number sign, a dash of dialogue.
#[inline]
pub(crate) const fn opens_paragraph(c: char) -> bool {
    matches!(
        c,
        '“' | '‘'
            | '「'
            | '『'
            | '《'
            | '〈'
            | '（'
            | '【'
            | '〔'
            | '['
            | '('
            | '#'
            | '•'
            | '·'
            | '●'
            | '■'
            | '◆'
            | '—'
    )
}

/// Whether `c` may stand behind the stop of a sentence that it closes: quotes, brackets that hold whole sentences.
#[inline]
pub(crate) const fn closes_sentence(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '】' | '"')
}

/// Whether `c` may stand behind the stop of the last sentence of a paragraph: what [`closes_sentence`] does, and closing
/// marks of titles, references and notes.
#[inline]
pub(crate) const fn closes_before_paragraph_end(c: char) -> bool {
    closes_sentence(c) || matches!(c, '》' | '〕' | ']' | '\'')
}

/// Whether `c` may stand behind the stop at the end of a wrapped line: as [`closes_sentence`] with the straight
/// apostrophe, without `】`.
#[inline]
pub(crate) const fn closes_line(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '"' | '\'')
}

/// Whether `c` by itself tells that a sentence may end with a wrapped line: [`closes_line`] without the apostrophes, which
/// end words too.
#[inline]
pub(crate) const fn closes_speech(c: char) -> bool {
    matches!(c, '”' | '」' | '』' | '）' | ')' | '"')
}

/// Whether `c` is a mark that programs which wrap lines let stick out of the column, and that no line begins with.
#[inline]
pub(crate) const fn sticks_out(c: char) -> bool {
    is_closing(c)
        || matches!(c, '，' | '。' | '、' | '；' | '：' | '？' | '！' | '…' | '—')
        || matches!(c, '%' | ',' | '.' | ';' | ':' | '?' | '!')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predicates_and_pairs_agree() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_opening(c), PAIRS.iter().any(|pair| pair.0 == c), "{c}");
            assert_eq!(is_closing(c), PAIRS.iter().any(|pair| pair.1 == c), "{c}");
        }
        assert!(SPANNING.iter().all(|pair| PAIRS.contains(pair)));
    }

    #[test]
    fn definitions_differ_as_they_say() {
        type Is = fn(char) -> bool;
        let cases: [(Is, &str); 8] = [
            (opens_quotation, "“\"「『《‘（(【"),
            (opens_passage, "“‘「『《【（([〔<#*"),
            (opens_paragraph, "“‘「『《〈（【〔[(#•·●■◆—"),
            (closes_sentence, "”’」』）)】\""),
            (closes_before_paragraph_end, "”’」』）)》】〕]\"'"),
            (closes_line, "”’」』）)\"'"),
            (closes_speech, "”」』）)\""),
            (sticks_out, "，。、；：？！”’）》】」』〉…—%,.;:?!)]}"),
        ];
        let all = "“”‘’「」『』《》〈〉（）()【】[]［］〔〕{}<>\"'#*•·●■◆—，。、；：？！…%,.;:?! 字a😀";
        for (number, (is, wanted)) in cases.into_iter().enumerate() {
            for c in all.chars() {
                assert_eq!(is(c), wanted.contains(c), "{number}: {c}");
            }
        }
    }
}
