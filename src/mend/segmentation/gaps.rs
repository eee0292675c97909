//! Which spaces of a segmented line its author would have typed.

use std::cell::OnceCell;
use std::ops::Range;

use super::dateline::dateline;
use super::reader::{Joining, Reader};
use super::words::Words;
use crate::document::Change;
use crate::text::{Class, HAN_LEADS, count};

/// Whether `line` has a letter and a digit side by side.
pub(super) fn has_mixed_run(line: &str) -> bool {
    let mixes = |pair: &[u8]| {
        pair[0].is_ascii_alphanumeric()
            && pair[1].is_ascii_alphanumeric()
            && pair[0].is_ascii_digit() != pair[1].is_ascii_digit()
    };
    let bytes = line.as_bytes();
    count(bytes, |byte| byte.is_ascii_alphabetic()) > 0 && bytes.windows(2).any(mixes)
}

/// The changes that join the words of `line`.
pub(super) fn find(line: &str, joining: Joining) -> Vec<Change> {
    let mut reader = Reader::new(line, joining);
    let dateline = dateline(line).unwrap_or_default();
    let keeps_wide = OnceCell::new();
    let mut changes = Vec::with_capacity(line.len() / 6);
    let mut words = Words::of(line);
    let (mut first, mut left) = (0..0, words.next().unwrap_or_default());
    while let Some(right) = words.next() {
        let gap = left.end..right.start;
        let spaced = if is_chinese_gap(line, &gap) {
            // A gap wider than most, between two words of Chinese, held a space before the words were set apart.
            gap.len() > WIDE && *keeps_wide.get_or_init(|| has_few_wide(line)) || dateline.contains(&gap.end)
        } else if is_mark_gap(line, &gap) {
            dateline.contains(&gap.end)
        } else {
            let last = words.clone().next().unwrap_or_default();
            let near = [&line[first], &line[left.clone()], &line[right.clone()], &line[last]];
            reader.wants_space(near) || dateline.contains(&gap.end)
        };
        (first, left) = (left, right);
        if !spaced {
            changes.push(Change::removal(gap));
        } else if &line[gap.clone()] != " " {
            changes.push(Change::replacement(gap, " "));
        }
    }
    changes
}

/// More bytes than a program puts between two words: an ideographic space has three.
const WIDE: usize = 3;

/// The byte three before `gap` and the first behind it: the first bytes of most characters beside it.
fn around(line: &str, gap: &Range<usize>) -> Option<(u8, u8)> {
    let bytes = line.as_bytes();
    Some((*bytes.get(gap.start.checked_sub(3)?)?, *bytes.get(gap.end)?))
}

/// Whether there are common Han characters on both sides of `gap`, as there are with most gaps by far.
fn is_chinese_gap(line: &str, gap: &Range<usize>) -> bool {
    around(line, gap).is_some_and(|(before, after)| HAN_LEADS.contains(&before) && HAN_LEADS.contains(&after))
}

/// Whether there is a common Han character on one side of `gap`, and one of `、。《》「」【】，！？（）：；` or the like on the
/// other: nearly all that is left.
fn is_mark_gap(line: &str, gap: &Range<usize>) -> bool {
    const MARKS: [u8; 2] = [0xe3, 0xef];
    let mark = match around(line, gap) {
        Some((before, after)) if HAN_LEADS.contains(&after) && MARKS.contains(&before) => gap.start - 3..gap.start,
        Some((before, after)) if HAN_LEADS.contains(&before) && MARKS.contains(&after) => gap.end..gap.end + 3,
        _ => return false,
    };
    line.get(mark).and_then(|mark| mark.chars().next()).is_some_and(|c| Class::of(c) == Class::Mark)
}

/// Whether few gaps of `line` are wide.
fn has_few_wide(line: &str) -> bool {
    let (mut all, mut wide, mut end) = (0, 0, 0);
    for word in Words::of(line) {
        all += 1;
        wide += usize::from(word.start - end > WIDE);
        end = word.end;
    }
    wide * 5 < all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mend::spacing::Spacing;

    fn joined(line: &str, spacing: Spacing) -> String {
        let mut text = line.to_owned();
        for change in find(line, Joining { spacing, whole_runs: false }).into_iter().rev() {
            text.replace_range(change.range, &change.replacement);
        }
        text
    }

    #[test]
    fn numbers_words_and_signs_find_their_sides() {
        for (line, wanted) in [
            ("气温 - 3 ℃ ， 涨 了 2 . 5 % 。", "气温-3℃，涨了2.5%。"),
            ("他 用 Open Office 3 写 ， 约 12 , 500 字", "他用Open Office 3写，约12,500字"),
            ("b 2 b 与 4 G 手机", "b2b与4G手机"),
            ("显卡 是 GF 7300 GT ， 内存 是 DDR 3", "显卡是GF7300GT，内存是DDR3"),
            ("屏 幕 比X 61 大 ， Vue 3 与 Mac OS X 10", "屏幕比X61大，Vue 3与Mac OS X 10"),
            ("接口 * 3 、 格式化 - ok", "接口*3、格式化-ok"),
            ("读者 来信 2021 年 3 月 4 日 ： 邮路 通 了", "读者来信 2021年3月4日 ： 邮路通了"),
            ("本文 写于 2021 年 3 月 4 日 ： 那 天 有 雨", "本文写于2021年3月4日：那天有雨"),
            ("见 https : / / example . org / a 一 页", "见https://example.org/a一页"),
            ("他 说 ： \" 好 ! \" （ 笑 ）", "他说：\"好!\"（笑）"),
            ("it 's a dog , is n't it ?", "it's a dog, isn't it?"),
            ("C ++ 与 C # 与 R & D", "C++与C#与R&D"),
        ] {
            assert_eq!(joined(line, Spacing::TIGHT), wanted);
            assert_eq!(joined(wanted, Spacing::TIGHT), wanted);
        }
    }

    #[test]
    fn the_gap_at_latin_words_is_as_in_the_rest_of_the_text() {
        let line = "用 Rust 写 了 3 年";
        assert_eq!(joined(line, Spacing::SPACED), "用 Rust 写了 3 年");
        let spacing = Spacing::learn(["用 Rust 写程序，用 Vim 编辑，写了3年"].into_iter());
        assert_eq!(joined(line, spacing), "用 Rust 写了3年");
    }
}
