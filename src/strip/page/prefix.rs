//! What is computed step by step along paths, of which each mostly begins like the one before.

/// The results after each step of the last path; steps are separated by `/`.
#[derive(Default)]
pub(super) struct PrefixCache<'a, T> {
    path: &'a str,
    /// For each step where it ends, and the result there.
    known: Vec<(usize, T)>,
}

impl<'a, T: Copy + Default> PrefixCache<'a, T> {
    /// The end of each step of `path` and the result there: `next` computes it from the result of the step before. The
    /// steps that `path` has in common with the path before it are not computed again.
    pub(super) fn evaluate(&mut self, path: &'a str, next: impl Fn(T, &str) -> T) -> &[(usize, T)] {
        let common = self.path.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
        // Steps known are those that end, in both, where the paths are the same.
        let is_known = |end: usize| end < common || (end == common && path[end..].starts_with('/'));
        while self.known.last().is_some_and(|(end, _)| !is_known(*end)) {
            self.known.pop();
        }
        let mut at = self.known.last().map_or(0, |(end, _)| end + 1);
        while at <= path.len() {
            let end = path[at..].find('/').map_or(path.len(), |length| at + length);
            let before = self.known.last().map_or(T::default(), |(_, known)| *known);
            self.known.push((end, next(before, &path[at..end])));
            at = end + 1;
        }
        self.path = path;
        &self.known
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_path_is_evaluated_as_if_it_were_the_first(paths in proptest::collection::vec("[ab甲]{0,2}(/[ab甲]{0,2}){0,4}", 1..8)) {
            let count = |before: usize, step: &str| before * 31 + step.len() + step.bytes().map(usize::from).sum::<usize>();
            let mut cache = PrefixCache::default();
            for path in &paths {
                let known = cache.evaluate(path, count).to_vec();
                let mut alone = PrefixCache::default();
                prop_assert_eq!(known, alone.evaluate(path, count));
            }
        }
    }
}
