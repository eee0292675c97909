//! Where a list of headlines falls apart best: the most likely cuts, given how long headlines are.

use super::model::SCALE;
use super::tokens::Token;

/// The widest headline and the narrowest, in characters; a Latin word counts as two.
const WIDEST: usize = 60;
const NARROWEST: usize = 4;
/// The usual width of headlines where they are short, and where they are long.
const USUAL: [f32; 2] = [12.0, 17.0];

/// What a cut gains beside its log-odds: headlines of other sources are less like those the model was fitted with. Tuned on
/// the development set of headlines (`docs/QUALITY.md`), as the usual widths are.
const GAIN: i32 = 7 * SCALE / 2;

/// How much less likely a headline of `width` is by its length, where `usual` is the usual one, in parts of [`SCALE`].
fn loss(width: usize, usual: f32) -> i32 {
    let ratio = libm::logf(width.max(1) as f32 / usual) / 0.5;
    let weight = if ratio < 0.0 { 1.5 } else { 0.8 };
    (weight * ratio * ratio * SCALE as f32).round() as i32 + if width < NARROWEST { 5 * SCALE } else { 0 }
}

/// The numbers of the tokens with which the headlines after the first begin, for the usual width that explains more.
pub(super) fn find(tokens: &[Token], scores: &[i32]) -> Vec<usize> {
    let ways = USUAL.map(|usual| {
        let (score, cuts) = find_usual(tokens, scores, usual);
        // The longer headlines are, the less likely is any one length.
        let spread = (0.5 * libm::logf(usual) * SCALE as f32).round() as i32;
        (score - spread * (cuts.len() as i32 + 1), cuts)
    });
    let [short, long] = ways;
    if long.0 > short.0 { long.1 } else { short.1 }
}

/// The best of all ways to cut and its score, by dynamic programming over the places where one may, each headline at
/// most [`WIDEST`] (unless there is no place in between).
fn find_usual(tokens: &[Token], scores: &[i32], usual: f32) -> (i32, Vec<usize>) {
    let losses: Vec<i32> = (0..=WIDEST).map(|width| loss(width, usual)).collect();
    let places = (0..tokens.len()).filter(|&at| tokens[at].may_begin);
    let mut nodes = vec![Node { token: 0, width: 0, best: 0, back: 0 }];
    let (mut width, mut at) = (0, 0);
    let mut first = 0;
    for token in places.chain([tokens.len()]) {
        width += tokens[at..token].iter().map(Token::width).sum::<usize>();
        at = token;
        while first + 1 < nodes.len() && width - nodes[first].width > WIDEST {
            first += 1;
        }
        let ways = (first..nodes.len()).map(|back| {
            let length = width - nodes[back].width;
            (nodes[back].best - losses.get(length).copied().unwrap_or_else(|| loss(length, usual)), back)
        });
        let (best, back) = ways.max().unwrap_or_default();
        let best = best + scores.get(token).map_or(0, |score| score + GAIN);
        nodes.push(Node { token, width, best, back });
    }
    let mut cuts = Vec::new();
    let (score, mut node) = nodes.last().map_or((0, 0), |last| (last.best, last.back));
    while node > 0 {
        cuts.push(nodes[node].token);
        node = nodes[node].back;
    }
    cuts.reverse();
    (score, cuts)
}

/// A place where a headline may begin, and the best way to get there.
struct Node {
    token: usize,
    width: usize,
    best: i32,
    back: usize,
}

#[cfg(test)]
mod tests {
    use super::super::spacing::Spacing;
    use super::super::tokens::read;
    use super::*;

    #[test]
    fn the_surest_places_win_and_length_decides_between_equals() {
        let text = "山".repeat(24);
        let tokens = read(&text, Spacing::Glued, &[]);
        let flat = vec![-5 * SCALE / 2; tokens.len()];
        assert_eq!(find(&tokens, &flat), [12]);
        let mut peak = flat;
        peak[9] = 4 * SCALE;
        assert_eq!(find(&tokens, &peak), [9]);
    }

    #[test]
    fn without_a_place_to_cut_all_is_one() {
        let tokens = read(&"山".repeat(200), Spacing::Spaced, &[]);
        assert_eq!(find(&tokens, &vec![0; tokens.len()]), [0; 0]);
        assert_eq!(find(&[], &[]), [0; 0]);
    }
}
