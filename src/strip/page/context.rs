//! What the first model thinks of each block and of those around it: further features for the second model (stacked
//! generalization, Wolpert 1992).

use super::features::Features;

/// The features of this file, which follow those of the block itself. `mean_*` are means weighted by width, `mass_*`
/// logarithms of sums.
pub(super) const NAMES: [&str; 18] = [
    "first",
    "first_before",
    "first_before2",
    "first_after",
    "first_after2",
    "mean_before3",
    "mean_after3",
    "mean_before10",
    "mean_after10",
    "mean_parent",
    "mean_grand",
    "mean_great",
    "mass_before",
    "mass_after",
    "mean_page",
    "mass_page",
    "first_of_most",
    "mass_sure",
];

/// One value per feature.
pub(super) type Row = [f32; NAMES.len()];

/// Widths beyond this count no more: one giant block must not outweigh all its neighbours.
const WIDEST: f32 = 400.0;

/// For each block, the first model's opinion of it and of what surrounds it; `first` are its probabilities.
pub(super) fn rows(features: &Features, first: &[f32]) -> Vec<Row> {
    let count = first.len();
    let weight = |index: usize| features.widths.get(index).map_or(0.0, |width| width.min(WIDEST) + 1.0);
    // Sums before each block of weight times probability, and of weight.
    let mut sums = Vec::with_capacity(count + 1);
    let mut sum = (0.0_f64, 0.0_f64);
    sums.push(sum);
    for (index, probability) in first.iter().enumerate() {
        sum.0 += f64::from(weight(index) * probability);
        sum.1 += f64::from(weight(index));
        sums.push(sum);
    }
    let mean = |from: usize, to: usize| {
        let (a, b) = (sums[from.min(count)], sums[to.min(count).max(from.min(count))]);
        if b.1 > a.1 { ((b.0 - a.0) / (b.1 - a.1)) as f32 } else { 0.0 }
    };
    let mass = |from: usize, to: usize| libm::log1pf((sums[to.min(count)].0 - sums[from.min(count)].0).max(0.0) as f32);
    let at = |index: Option<usize>| index.and_then(|index| first.get(index)).copied().unwrap_or(0.0);
    let most = first.iter().copied().fold(0.01, f32::max);
    let sure = libm::log1pf((0..count).filter(|index| first[*index] >= 0.5).map(weight).sum::<f32>());
    (0..count)
        .map(|index| {
            let [parent, grand, great] = features.around[index];
            [
                first[index],
                at(index.checked_sub(1)),
                at(index.checked_sub(2)),
                at(Some(index + 1)),
                at(Some(index + 2)),
                mean(index.saturating_sub(3), index),
                mean(index + 1, index + 4),
                mean(index.saturating_sub(10), index),
                mean(index + 1, index + 11),
                mean(parent.0, parent.1),
                mean(grand.0, grand.1),
                mean(great.0, great.1),
                mass(0, index),
                mass(index + 1, count),
                mean(0, count),
                mass(0, count),
                first[index] / most,
                sure,
            ]
        })
        .collect()
}
