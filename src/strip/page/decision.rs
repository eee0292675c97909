//! From probabilities to a decision: how likely a block must be to be kept.

use super::features::Features;

/// On a page with a clear main text, a block belongs to it from this probability on.
const CLEAR: f32 = 0.5;

/// A page has a clear main text when the best threshold is above this.
const UNCLEAR: f32 = 0.45;

/// How much likelier blocks outside the main element must be: blurbs of other articles read like main text, too.
const OUTSIDE: f32 = 0.15;

/// Share of the text likely kept that the main element holds at least.
const MAIN: f32 = 0.7;

/// Widths beyond this count no more.
const WIDEST: f32 = 4000.0;

/// How much a block of `width` counts.
pub(super) fn weight(width: f32) -> f32 {
    width.min(WIDEST) + 1.0
}

/// Width of likely main text from which on a page has a text of its own.
const OWN: f32 = 200.0;

/// The factor for the probability of what is beside a page's own text: so little that a hundred comments do not lower
/// the threshold of the page either.
const ASIDE: f32 = 0.1;

/// Makes readers' comments and blurbs of other articles unlikely where the page has a text of its own: they read like
/// main text, and in forums and listings they are.
pub(super) fn discount_asides(features: &Features, probabilities: &mut [f32]) {
    let asides: Vec<bool> =
        features.comments.iter().zip(&features.related).map(|(comment, related)| *comment || *related).collect();
    let blocks = probabilities.iter().zip(&features.widths).zip(&asides);
    let own = blocks.filter(|((probability, _), aside)| **probability >= CLEAR && !**aside);
    if own.map(|((_, width), _)| width).sum::<f32>() >= OWN {
        for (probability, _) in probabilities.iter_mut().zip(asides).filter(|(_, aside)| *aside) {
            *probability *= ASIDE;
        }
    }
}

/// For each block, the probability from which it is kept.
pub(super) fn thresholds(features: &Features, probabilities: &[f32]) -> Vec<f32> {
    let best = best(probabilities, &features.widths);
    if best <= UNCLEAR {
        return vec![best; probabilities.len()];
    }
    let clear = CLEAR.min(probabilities.iter().copied().fold(0.0, f32::max));
    let (start, end) = main_element(features, probabilities, clear);
    (0..probabilities.len()).map(|index| if (start..end).contains(&index) { clear } else { clear + OUTSIDE }).collect()
}

/// The threshold at which the expected F1 of the page is best (Ye et al., Optimizing F-measures, 2012): low for listings
/// and products, of which nothing is sure.
fn best(probabilities: &[f32], widths: &[f32]) -> f32 {
    let mut order: Vec<(f32, f32)> =
        probabilities.iter().copied().zip(widths.iter().map(|width| weight(*width))).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all: f64 = order.iter().map(|(probability, weight)| f64::from(probability * weight)).sum();
    let (mut hits, mut kept) = (0.0_f64, 0.0_f64);
    let mut best = (0.0, 0.0);
    for (probability, weight) in order {
        hits += f64::from(probability * weight);
        kept += f64::from(weight);
        let score = 2.0 * hits / (kept + all);
        if score > best.0 {
            best = (score, probability);
        }
    }
    best.1
}

/// The blocks of the smallest element that holds most of the text above `clear`.
fn main_element(features: &Features, probabilities: &[f32], clear: f32) -> (usize, usize) {
    let mut sums = vec![0.0_f64];
    for (probability, width) in probabilities.iter().zip(&features.widths) {
        let mass = if *probability >= clear { probability * weight(*width) } else { 0.0 };
        sums.push(sums.last().copied().unwrap_or(0.0) + f64::from(mass));
    }
    let all = sums.last().copied().unwrap_or(0.0);
    let likely = probabilities.iter().zip(&features.around).filter(|(probability, _)| **probability >= clear);
    let elements = likely.flat_map(|(_, around)| around.iter().copied());
    let holds = elements.filter(|(start, end)| sums[*end] - sums[*start] >= f64::from(MAIN) * all);
    holds.min_by_key(|(start, end)| (end - start, *start)).unwrap_or((0, probabilities.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(widths: &[f32], around: &[(usize, usize)]) -> Features {
        let around = around.iter().map(|range| [*range; 3]).collect();
        Features {
            rows: Vec::new(),
            widths: widths.to_vec(),
            around,
            related: vec![false; widths.len()],
            comments: vec![false; widths.len()],
        }
    }

    #[test]
    fn blocks_outside_the_main_element_must_be_likelier() {
        let features = features(&[300.0; 4], &[(0, 2), (0, 2), (2, 4), (2, 4)]);
        assert_eq!(thresholds(&features, &[0.9, 0.8, 0.6, 0.1]), [0.5, 0.5, 0.65, 0.65]);
    }

    #[test]
    fn comments_are_text_in_discussions_only() {
        let mut features = features(&[150.0; 3], &[(0, 3); 3]);
        features.comments = vec![false, false, true];
        let mut page = [0.9, 0.8, 0.9];
        discount_asides(&features, &mut page);
        assert!(page[2] < 0.1 && page[..2] == [0.9, 0.8]);
        let mut thread = [0.9, 0.1, 0.9];
        discount_asides(&features, &mut thread);
        assert_eq!(thread, [0.9, 0.1, 0.9]);
    }

    #[test]
    fn blurbs_of_other_articles_are_text_in_listings_only() {
        let mut features = features(&[150.0; 3], &[(0, 3); 3]);
        features.related = vec![true, false, false];
        let mut page = [0.9, 0.8, 0.9];
        discount_asides(&features, &mut page);
        assert!(page[0] < 0.1 && page[1..] == [0.8, 0.9]);
        let mut listing = [0.9, 0.1, 0.2];
        discount_asides(&features, &mut listing);
        assert_eq!(listing, [0.9, 0.1, 0.2]);
    }

    #[test]
    fn thresholds_fall_where_nothing_is_clear() {
        let features = features(&[300.0; 3], &[(0, 3); 3]);
        assert_eq!(thresholds(&features, &[0.2, 0.2, 0.01]), [0.2; 3]);
        assert!(thresholds(&features, &[]).is_empty());
    }
}
