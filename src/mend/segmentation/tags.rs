//! Words with tags (我/r 爱/v, 北/B 京/E) and words with bars between them (我|爱|北京).

use super::words::Words;
use crate::document::Change;
use crate::text::is_gap;
use crate::text::{count, is_han};

/// How the words of a line are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tagging {
    /// Each word ends in this sign and a short tag.
    Suffix(char),
    /// This sign is between words.
    Bar(char),
}

/// How many words of a line are looked at.
const SAMPLE: usize = 50;

/// The longest tag, in letters and digits: those of the common tag sets are shorter.
const LONGEST_TAG: usize = 4;

/// How the words of `line` are marked, when they are.
pub(super) fn detect(line: &str) -> Option<Tagging> {
    let signs = count(line.as_bytes(), |byte| matches!(byte, b'/' | b'_' | b'|'));
    if signs < 3 && !line.contains('／') {
        return None;
    }
    suffix(line).or_else(|| bar(line))
}

fn suffix(line: &str) -> Option<Tagging> {
    let (mut total, mut counts) = (0, [0; 3]);
    for range in Words::of(line).take(SAMPLE) {
        total += 1;
        for (count, sign) in counts.iter_mut().zip(SIGNS) {
            *count += usize::from(tag(&line[range.clone()], sign).is_some());
        }
    }
    let best = counts.into_iter().zip(SIGNS).max_by_key(|&(count, _)| count)?;
    (best.0 >= 3 && best.0 * 10 >= total * 9 && line.chars().any(is_han)).then_some(Tagging::Suffix(best.1))
}

const SIGNS: [char; 3] = ['/', '_', '／'];

/// Byte offset in `word` at which its tag begins.
fn tag(word: &str, sign: char) -> Option<usize> {
    // A phrase in brackets carries a tag of its own behind them: [中央/n 电台/n]nt.
    let word = word.rsplit_once(']').filter(|(_, tag)| is_tag(tag)).map_or(word, |(word, _)| word);
    let (text, tag) = word.rsplit_once(sign)?;
    (!text.is_empty() && is_tag(tag)).then_some(text.len())
}

fn is_tag(tag: &str) -> bool {
    (1..=LONGEST_TAG).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn bar(line: &str) -> Option<Tagging> {
    ['|', '/'].into_iter().find(|&sign| is_barred(line, sign)).map(Tagging::Bar)
}

/// Whether bars separate the words of a sentence: as often as words end, and around words that only grammar needs.
fn is_barred(line: &str, bar: char) -> bool {
    if line.starts_with(bar) && line.ends_with(bar) {
        return false;
    }
    let (mut words, mut han, mut singles, mut grammar, mut marks) = (0, 0, 0, 0, 0);
    for word in line.split(bar).map(|word| word.trim_matches(is_gap)).filter(|word| !word.is_empty()) {
        if word.contains(is_gap) {
            return false;
        }
        let length = word.chars().count();
        words += 1;
        han += word.chars().filter(|&c| is_han(c)).count();
        singles += usize::from(length == 1);
        grammar += usize::from(length == 1 && "的了是在和有不我他她这就也".contains(word));
        marks += usize::from(length == 1 && "，。、！？：；".contains(word));
    }
    let sentence = grammar >= 2 && grammar * 6 >= words || grammar >= 1 && marks >= 1;
    words >= 6 && han < words * 3 && han > words && sentence && singles * 10 < words * 9
}

/// The changes that take the marks out of `line`.
pub(super) fn find(line: &str, tagging: Tagging) -> Vec<Change> {
    match tagging {
        Tagging::Bar(bar) => line.match_indices(bar).map(|(at, bar)| Change::removal(at..at + bar.len())).collect(),
        Tagging::Suffix(sign) => {
            let mut changes = Vec::new();
            for range in Words::of(line) {
                let word = &line[range.clone()];
                let Some(tag) = tag(word, sign) else { continue };
                if word.starts_with('[') && tag > 1 {
                    changes.push(Change::removal(range.start..range.start + 1));
                }
                changes.push(Change::removal(range.start + tag..range.end));
            }
            changes
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleared(line: &str) -> Option<String> {
        let mut text = line.to_owned();
        for change in find(line, detect(line)?).into_iter().rev() {
            text.replace_range(change.range, &change.replacement);
        }
        Some(text.split_whitespace().collect())
    }

    #[test]
    fn tags_and_bars_are_taken_out() {
        assert_eq!(cleared("他/r 爱/v 读/v 书/n 。/w").as_deref(), Some("他爱读书。"));
        assert_eq!(cleared("他_r 爱_v 读_v 书_n").as_deref(), Some("他爱读书"));
        assert_eq!(cleared("他／r 爱／v 读／v 书／n").as_deref(), Some("他爱读书"));
        assert_eq!(cleared("[地方/n 电台/n]nt 开/v 播/v").as_deref(), Some("地方电台开播"));
        assert_eq!(cleared("他/S 爱/S 读/B 书/E").as_deref(), Some("他爱读书"));
        assert_eq!(cleared("他|在|家|里|看|一本|有趣|的|书").as_deref(), Some("他在家里看一本有趣的书"));
    }

    #[test]
    fn tables_and_choices_are_not_tagged() {
        assert_eq!(cleared("| 姓名 | 年龄 | 城市 |"), None);
        assert_eq!(cleared("首页|新闻|财经|体育|娱乐|科技|汽车"), None);
        assert_eq!(cleared("他/她/它的 我/我们 男/女 是/否 有/无 了解/不了解"), None);
        assert_eq!(cleared("and/or this/that 他/她 src/lib"), None);
    }
}
