//! What is known of a place where a headline may begin, and of the words of a piece: hashed features (Weinberger et al.,
//! Feature hashing, 2009).
//!
//! A template is a combination of what is known, such as the two tokens after a place. Its number and its values are
//! hashed into one of 2^[`BITS`] buckets, each of which has a weight. A new feature is a new template at the end of its
//! group; then the model is fitted again, see `models/headlines/MODEL.md`.

use super::spacing::Spacing;
use super::tokens::{Class, Token};

/// Buckets into which features are hashed, as a power of two.
pub(super) const BITS: u32 = 20;

/// Templates of a place, from one on: what they combine. `last` is the token before the place, `next` the one after it.
const PLACE: [&str; 22] = [
    "spacing",
    "classes",
    "classes2",
    "next",
    "next2",
    "next3",
    "last",
    "last2",
    "last3",
    "around1",
    "around2_1",
    "around1_2",
    "around2_2",
    "skip_left",
    "skip_right",
    "next_class",
    "class_last",
    "last_class",
    "class_next",
    "second",
    "second_last",
    "spaced_around",
];

/// Templates of the words on either side of a place, where words were set apart.
const WORDS: [&str; 6] = ["word_lengths", "word_left", "word_right", "words", "length_last", "length_next"];

/// Templates of the words of a piece.
const PIECE: [&str; 6] = ["piece_token", "piece_pair", "piece_first", "piece_first2", "piece_last", "piece_last2"];

/// The names of all templates; their numbers begin at one.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    PLACE.into_iter().chain(WORDS).chain(PIECE)
}

/// The buckets of a place where a headline may begin.
pub(super) struct Place {
    around: [usize; PLACE.len()],
    words: Option<[usize; WORDS.len()]>,
}

impl Place {
    /// Its buckets in the order of the templates.
    pub(super) fn buckets(&self) -> impl Iterator<Item = usize> {
        self.around.iter().chain(self.words.iter().flatten()).copied()
    }
}

/// For each of `tokens`, the buckets of the place before it; none where no headline may begin.
pub(super) fn places(tokens: &[Token], spacing: Spacing) -> Vec<Option<Place>> {
    let is_segmented = spacing == Spacing::Segmented;
    let edge = [(0, Class::Edge, false); 3];
    let plain = tokens.iter().map(|token| (token.id, token.class, token.spaced && !is_segmented));
    let padded: Vec<Side> = edge.into_iter().chain(plain).chain(edge).collect();
    let latin = if is_segmented { 0 } else { latin_spacing(&padded) };
    let words = if is_segmented { words(tokens) } else { Vec::new() };
    let mut word = 0;
    let place = |(window, token): (&[Side], &Token)| {
        word += usize::from(token.begins_word);
        let &[a3, a2, a1, b1, b2, b3] = window else { return None };
        if !token.may_begin {
            return None;
        }
        let gap = Gap { before: [a1, a2, a3], after: [b1, b2, b3], spacing: spacing as u32, latin };
        let left = words.get(word.wrapping_sub(1));
        let words = left.zip(words.get(word)).map(|(left, right)| gap.words(*left, *right));
        Some(Place { around: gap.around(), words })
    };
    padded.windows(6).zip(tokens).map(place).collect()
}

/// Gives `visit` the buckets of the words of `tokens`, as of one headline or of one clause of prose.
pub(super) fn visit_piece(tokens: &[Token], mut visit: impl FnMut(usize)) {
    let is_word = |token: &&Token| token.class == Class::Han || token.class.is_word();
    let ids: Vec<u32> = tokens.iter().filter(is_word).map(|token| token.id).collect();
    const FIRST: u32 = (PLACE.len() + WORDS.len()) as u32 + 1;
    ids.iter().for_each(|&id| visit(bucket(FIRST, &[id])));
    ids.windows(2).for_each(|pair| visit(bucket(FIRST + 1, pair)));
    let [first, two] = [1, 2].map(|length| &ids[..length.min(ids.len())]);
    let [last, last_two] = [1, 2].map(|length| &ids[ids.len() - length.min(ids.len())..]);
    for (template, parts) in (FIRST + 2..).zip([first, two, last, last_two]) {
        visit(bucket(template, parts));
    }
}

/// A token beside a place: its id, its class, and whether a space is before it.
type Side = (u32, Class, bool);

/// Whether a space is between Chinese and Latin (1) or not (2); 0 when there is too little to tell.
fn latin_spacing(padded: &[Side]) -> u32 {
    let (mut places, mut spaces) = (0, 0);
    for pair in padded.windows(2) {
        let &[(_, left, _), (_, right, spaced)] = pair else { continue };
        if (left == Class::Han && right.is_word()) || (left.is_word() && right == Class::Han) {
            places += 1;
            spaces += u32::from(spaced);
        }
    }
    match places {
        0..3 => 0,
        _ if 5 * spaces >= 3 * places => 1,
        _ => 2,
    }
}

/// A hash of each word and how many tokens it has, at most four.
fn words(tokens: &[Token]) -> Vec<(u32, u32)> {
    let mut words: Vec<(u32, u32)> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match words.last_mut() {
            Some((hash, length)) if !token.begins_word => {
                *hash = mix(*hash, token.id);
                *length = (*length + 1).min(4);
            }
            _ => words.push((mix(0, token.id), 1)),
        }
    }
    words
}

/// A place between two tokens with three tokens on either side, the nearest first.
struct Gap {
    before: [Side; 3],
    after: [Side; 3],
    spacing: u32,
    latin: u32,
}

impl Gap {
    /// The buckets of the templates [`PLACE`].
    fn around(&self) -> [usize; PLACE.len()] {
        let [(a1, class_a1, _), (a2, class_a2, _), (a3, ..)] = self.before;
        let [(b1, class_b1, spaced), (b2, class_b2, _), (b3, ..)] = self.after;
        let [class_a1, class_a2, class_b1, class_b2] =
            [class_a1, class_a2, class_b1, class_b2].map(|class| class as u32);
        let (spacing, space) = (self.spacing * 3 + self.latin, u32::from(spaced));
        numbered(
            1,
            [
                &[spacing],
                &[spacing, space, class_a1, class_b1],
                &[spacing, space, class_a2, class_a1, class_b1, class_b2],
                &[b1],
                &[b1, b2],
                &[b1, b2, b3],
                &[a1],
                &[a2, a1],
                &[a3, a2, a1],
                &[a1, b1],
                &[a2, a1, b1],
                &[a1, b1, b2],
                &[a2, a1, b1, b2],
                &[a2, b1],
                &[a1, b2],
                &[b1, class_b2],
                &[class_a2, a1],
                &[a1, class_b1],
                &[class_a1, b1],
                &[b2],
                &[a2],
                &[self.spacing, space, a1, b1],
            ],
        )
    }

    /// The buckets of the templates [`WORDS`] for the words on either side.
    fn words(&self, left: (u32, u32), right: (u32, u32)) -> [usize; WORDS.len()] {
        const FIRST: u32 = PLACE.len() as u32 + 1;
        numbered(
            FIRST,
            [
                &[left.1, right.1],
                &[left.0],
                &[right.0],
                &[left.0, right.0],
                &[left.1, self.before[0].0],
                &[right.1, self.after[0].0],
            ],
        )
    }
}

/// The buckets of templates whose numbers begin at `first`.
fn numbered<const COUNT: usize>(first: u32, templates: [&[u32]; COUNT]) -> [usize; COUNT] {
    let mut template = first..;
    templates.map(|parts| bucket(template.next().unwrap_or_default(), parts))
}

/// The bucket of `parts` under the template of this number.
fn bucket(template: u32, parts: &[u32]) -> usize {
    let seed = template.wrapping_mul(0x9e37_79b9);
    let hash = parts.iter().fold(seed, |hash, &part| mix(hash, part)).wrapping_mul(0xc2b2_ae35);
    ((hash ^ (hash >> 16)) & ((1 << BITS) - 1)) as usize
}

/// One step of the hash, with the multipliers of MurmurHash3.
fn mix(hash: u32, part: u32) -> u32 {
    let hash = (hash ^ part).wrapping_mul(0x85eb_ca6b);
    hash ^ (hash >> 13)
}

#[cfg(test)]
mod tests {
    use super::super::tokens::read;
    use super::*;

    #[test]
    fn places_have_a_bucket_per_template() {
        let glued = places(&read("山中来信", Spacing::Glued, &[]), Spacing::Glued);
        let counts: Vec<usize> = glued.iter().map(|place| place.as_ref().map_or(0, |p| p.buckets().count())).collect();
        assert_eq!(counts, [0, 22, 22, 22]);
        let words = places(&read("山中来信", Spacing::Segmented, &[6]), Spacing::Segmented);
        let counts: Vec<usize> = words.iter().map(|place| place.as_ref().map_or(0, |p| p.buckets().count())).collect();
        assert_eq!(counts, [0, 0, 28, 0]);
    }

    #[test]
    fn pieces_have_their_words_their_pairs_and_their_ends() {
        let mut buckets = Vec::new();
        visit_piece(&read("山中，来信", Spacing::Glued, &[]), |bucket| buckets.push(bucket));
        assert_eq!(buckets.len(), 4 + 3 + 4);
        assert!(buckets.iter().all(|bucket| *bucket < 1 << BITS));
    }

    #[test]
    fn every_template_has_a_name() {
        assert_eq!(names().count(), 34);
    }
}
