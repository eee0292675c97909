//! Marks of strong text that CommonMark leaves in Chinese.

use crate::document::Change;
use crate::text::is_unspaced;

/// The marks of strong text that CommonMark leaves because Chinese punctuation is beside them (`**甲：**乙`): pairs
/// that hold something, no white space inside their ends, with a wide character beside one of the marks.
pub(super) fn marks(text: &str) -> Vec<Change> {
    let places: Vec<usize> = text.match_indices("**").map(|(at, _)| at).collect();
    let mut marks = Vec::new();
    for pair in places.chunks_exact(2) {
        let (open, close) = (pair[0], pair[1]);
        let (before, inside, after) = (&text[..open], &text[open + 2..close], &text[close + 2..]);
        let ends = [inside.chars().next(), inside.chars().next_back()];
        let beside = [before.chars().next_back(), after.chars().next()];
        let is_tight = ends.iter().all(|end| end.is_some_and(|c| !c.is_whitespace() && c != '*'));
        let is_free = beside.iter().all(|c| *c != Some('*')) && !inside.contains('\n');
        if is_tight && is_free && ends.iter().chain(&beside).flatten().any(|c| is_unspaced(*c)) {
            marks.extend([Change::removal(open..open + 2), Change::removal(close..close + 2)]);
        }
    }
    marks
}
