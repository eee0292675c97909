//! Which mark ends a sentence, and which only parts one.
//!
//! [`is_stop`] is the common core. What else ends a sentence depends on who asks: a point is also in numbers and names, a
//! semicolon ends a clause that could be a sentence, a colon ends a line but seldom a sentence. Where sentences end in
//! running text, context and all, is asked of [`super::sentences()`].

/// Whether `c` ends a sentence wherever it is: `。！？!?…`.
#[inline]
pub(crate) const fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…')
}

/// [`is_stop`], or the point of Latin script, which the caller must tell from that of numbers and abbreviations or may
/// count among the stops.
#[inline]
pub(crate) const fn is_stop_or_point(c: char) -> bool {
    is_stop(c) || c == '.'
}

/// [`is_stop`], or a semicolon: ends a sentence or a clause that could be one.
#[inline]
pub(crate) const fn is_clause_stop(c: char) -> bool {
    is_stop(c) || matches!(c, '；' | ';')
}

/// Whether a line of wrapped text that ends with `c` may end there for its author's reasons: stops and points, colons of
/// both widths, and the full-width semicolon, but not the other.
#[inline]
pub(crate) const fn is_wrapped_stop(c: char) -> bool {
    is_stop_or_point(c) || matches!(c, '：' | ':' | '；')
}

/// Whether `c` inside a line of wrapped text shows that its author ends sentences in mid-line: [`is_wrapped_stop`]
/// without the ellipsis and the semicolon, after which a sentence may go on.
#[inline]
pub(crate) const fn is_mid_line_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '：' | '.' | '!' | '?' | ':')
}

/// Whether a line of Markdown in Chinese that ends with `c` ends as a paragraph does: like [`is_wrapped_stop`] and the
/// closing marks behind it, but of the ASCII marks only `!`, `?` and `:`, and of the closing ones only three.
#[inline]
pub(crate) const fn is_source_line_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '：' | '”' | '」' | '…' | '）' | '!' | '?' | ':')
}

/// Whether `c` is a mark that word-segmented text sets between spaces: what parts or ends sentences in Chinese, and
/// `!`, `?` and `;`; no ellipsis, and no ASCII comma or point, which numbers have too.
#[inline]
pub(crate) const fn is_spaced_stop(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '、' | '！' | '？' | '!' | '?' | ';')
}

/// Whether `c` parts a sentence: commas and semicolons of both widths, and the Chinese enumeration comma.
#[inline]
pub(crate) const fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，' | '、' | ';' | '；')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_differ_as_they_say() {
        type Is = fn(char) -> bool;
        let cases: [(Is, &str); 8] = [
            (is_stop, "。！？!?…"),
            (is_stop_or_point, "。！？!?…."),
            (is_clause_stop, "。！？!?…；;"),
            (is_wrapped_stop, "。！？!?….：:；"),
            (is_mid_line_stop, "。！？!?.：:"),
            (is_source_line_end, "。！？；：”」…）!?:"),
            (is_spaced_stop, "，。；、！？!?;"),
            (is_comma, ",，、;；"),
        ];
        let all = "。！？!?….．｡⋯；;：:，,、·—～~\"”」』）) \n\u{3000}字a😀";
        for (number, (is, wanted)) in cases.into_iter().enumerate() {
            for c in all.chars() {
                assert_eq!(is(c), wanted.contains(c), "{number}: {c}");
            }
        }
    }
}
