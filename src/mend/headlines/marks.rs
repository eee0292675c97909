//! Lists of headlines that their marks separate: labels, brackets, exclamations.

use super::list::is_spoken;
use crate::text::{Class, is_han};

/// The fewest headlines that make a list.
const FEWEST: usize = 3;
/// The longest headline and the shortest in the mean, in bytes.
const LONGEST: usize = 180;
const SHORTEST: usize = 24;

/// Offsets at which the headlines of `text` after the first begin, when their marks show a list of them. Exclamations
/// follow each other in a heated comment too: headlines have their colons and brackets.
pub(super) fn find(text: &str) -> Option<Vec<usize>> {
    let starts = starts(text);
    let bounds: Vec<usize> = [0].into_iter().chain(starts.iter().copied()).chain([text.len()]).collect();
    let pieces: Vec<&str> = bounds.windows(2).map(|pair| text[pair[0]..pair[1]].trim_end()).collect();
    let (count, colons) = (pieces.len(), text.matches(['：', '【']).count());
    let long = pieces.iter().filter(|piece| piece.len() > LONGEST).count();
    let spoken = pieces.iter().filter(|piece| is_spoken(piece)).count();
    let is_list = count >= FEWEST && long * 4 <= count && text.len() >= count * SHORTEST;
    (is_list && colons >= 2 && colons * 3 >= count && spoken * 4 <= count).then_some(starts)
}

/// Starts told by marks: after an exclamation or question mark, before a label in brackets, at a label that comes again.
fn starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut ended = false;
    for (at, c) in text.char_indices() {
        let closes = "！？!?…”’」』）)》】~ ".contains(c);
        if at > 0 && !closes && (ended || is_label(&text[at..])) && !text[..at].ends_with(['：', '《', '“', '【'])
        {
            starts.push(at);
        }
        ended = match c {
            '！' | '？' | '!' => true,
            // A lone question mark of ASCII may stand for a character that was lost.
            _ if closes => ended,
            _ => false,
        };
    }
    starts.extend(label_starts(text));
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Whether `text` begins with a label in brackets that has a headline behind it.
fn is_label(text: &str) -> bool {
    let Some((_, behind)) = text.strip_prefix('【').and_then(|text| text.split_once('】')) else { return false };
    behind.chars().take_while(|&c| c != '【').filter(|&c| is_han(c)).take(6).count() == 6
}

/// Starts of a label that is before a colon at least three times.
fn label_starts(text: &str) -> Vec<usize> {
    let labels = text.match_indices('：').map(|(at, _)| {
        let start = text[..at]
            .char_indices()
            .rev()
            .take(6)
            .take_while(|(_, c)| Class::of(*c).is_word() || Class::of(*c) == Class::Han);
        start.map(|(start, _)| start).last().unwrap_or(at)..at
    });
    let labels: Vec<&str> = labels.map(|range| &text[range]).collect();
    let mut best = "";
    for label in &labels {
        // What the labels end in alike is the label; what is before it belongs to other headlines.
        let mut tail = *label;
        while !tail.is_empty() {
            let same = labels.iter().filter(|other| other.ends_with(tail)).count();
            if same >= FEWEST && tail.chars().count() >= 2 && tail.len() > best.len() {
                best = tail;
            }
            tail = tail.get(tail.chars().next().map_or(1, char::len_utf8)..).unwrap_or("");
        }
    }
    if best.is_empty() {
        return Vec::new();
    }
    let again = format!("{best}：");
    text.match_indices(&again).map(|(at, _)| at).filter(|&at| at > 0).collect()
}
