//! What the first model thinks of each line and of those around it: further features for the second model (stacked
//! generalization, Wolpert 1992).

use super::window::Window;

/// The features of this file, which follow those of the line itself.
pub(super) const NAMES: [&str; 9] = [
    "first",
    "first_before",
    "first_before2",
    "first_after",
    "first_after2",
    "mean_before3",
    "mean_after3",
    "mean_before8",
    "mean_after8",
];

/// One value per feature.
pub(super) type Row = [f32; NAMES.len()];

/// Log-odds beyond this count no more.
const SURE: f32 = 5.0;

/// For each line, the first model's opinion of it and of what surrounds it; `first` are its log-odds. What a rule took is
/// surely not the text's own; beyond the ends nothing is known.
pub(super) fn rows(window: &Window, first: &[f32]) -> Vec<Row> {
    let opinion = |at: usize| match (window.lines.get(at), first.get(at)) {
        (Some(line), Some(_)) if line.taken => SURE,
        (Some(_), Some(first)) => first.clamp(-SURE, SURE),
        _ => 0.0,
    };
    let mean = |from: usize, to: usize| {
        let to = to.min(first.len());
        (from..to).map(opinion).sum::<f32>() / to.saturating_sub(from).max(1) as f32
    };
    let back = |at: usize, by: usize| at.checked_sub(by).map_or(0.0, opinion);
    (0..first.len())
        .map(|at| {
            [
                opinion(at),
                back(at, 1),
                back(at, 2),
                opinion(at + 1),
                opinion(at + 2),
                mean(at.saturating_sub(3), at),
                mean(at + 1, at + 4),
                mean(at.saturating_sub(8), at),
                mean(at + 1, at + 9),
            ]
        })
        .collect()
}
