//! Boosted decision trees: the sum of one leaf a tree, as a probability.
//!
//! No tree is walked. All splits stand in one list, sorted by feature and threshold; each knows the leaves of its tree
//! that a row beyond its threshold cannot come to, a bit each, and the first leaf left over is the one the row comes to
//! (Lucchese et al., QuickScorer, 2015; Ye et al., RapidScorer, 2018, for several rows side by side). There is
//! nothing to foretell and nothing to wait for.

/// The place of a decision in a tree.
#[derive(Clone, Copy, Debug)]
struct Split {
    /// The value up to which the leaves below on the left are the ones.
    threshold: f32,
    tree: u32,
    /// The leaves that are left beyond the threshold.
    left: u32,
}

/// The splits at one feature, by rising threshold.
#[derive(Debug)]
struct Feature {
    number: usize,
    splits: Vec<Split>,
}

/// A tree may have as many leaves as a mask has bits.
const LEAVES: usize = u32::BITS as usize;

/// Trees fitted by gradient boosting.
#[derive(Debug, Default)]
pub(in crate::strip) struct Trees {
    features: Vec<Feature>,
    /// What the leaves of each tree add, from left to right.
    leaves: Vec<[f32; LEAVES]>,
}

/// Rows that are looked at side by side.
const ABREAST: usize = 8;

/// A line of a table.
enum Node {
    Split { feature: usize, threshold: f32, right: usize },
    Leaf(f32),
}

impl Node {
    fn read(line: &str) -> Option<Self> {
        let mut fields = line.split(' ');
        let first = fields.next()?;
        match (fields.next(), fields.next(), fields.next()) {
            (None, ..) => Some(Self::Leaf(first.parse().ok()?)),
            (Some(threshold), Some(right), None) => {
                let (feature, right) = (first.parse().ok()?, right.parse().ok()?);
                Some(Self::Split { feature, threshold: threshold.parse().ok()?, right })
            }
            _ => None,
        }
    }
}

impl Trees {
    /// Reads trees as written by the fitting script: `tree` begins one, then a line a node, parents before children:
    /// `feature threshold right`, where the left child is the next line and `right` the number of the other in its
    /// tree, or a leaf's value alone. None when a line is anything else, or a tree has more than 32 leaves.
    pub(in crate::strip) fn read(table: &str, features: usize) -> Option<Self> {
        let mut splits: Vec<Vec<Split>> = vec![Vec::new(); features];
        let mut leaves = Vec::new();
        let mut trees = table.split("tree\n");
        if !trees.next()?.is_empty() {
            return None;
        }
        for tree in trees {
            let nodes: Vec<Node> = tree.lines().map(Node::read).collect::<Option<_>>()?;
            let number = u32::try_from(leaves.len()).ok()?;
            let values = nodes.iter().filter_map(|node| if let Node::Leaf(value) = node { Some(*value) } else { None });
            let mut row = [0.0; LEAVES];
            let count = values.clone().count();
            row.get_mut(..count)?.iter_mut().zip(values).for_each(|(slot, value)| *slot = value);
            leaves.push(row);
            // Left children follow their parents, so that leaves stand from left to right; those on the left of a split
            // are the ones between it and its right child.
            let before: Vec<u32> = nodes
                .iter()
                .scan(0, |leaves, node| {
                    let before = *leaves;
                    *leaves += u32::from(matches!(node, Node::Leaf(_)));
                    Some(before)
                })
                .collect();
            for (at, node) in nodes.iter().enumerate() {
                let Node::Split { feature, threshold, right } = *node else { continue };
                let (first, end) = (before[at], *before.get(right).filter(|_| right > at + 1)?);
                let below = |leaf: u32| (1_u64 << leaf) - 1;
                let gone = u32::try_from(below(end) & !below(first)).ok()?;
                splits.get_mut(feature)?.push(Split { threshold, tree: number, left: !gone });
            }
        }
        let features = splits.into_iter().enumerate().filter(|(_, splits)| !splits.is_empty());
        let features = features.map(|(number, mut splits)| {
            splits.sort_by(|a, b| a.threshold.total_cmp(&b.threshold));
            Feature { number, splits }
        });
        Some(Self { features: features.collect(), leaves })
    }

    /// Whether there are no trees.
    #[cfg(test)]
    pub(in crate::strip) fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// The probability for each row of features.
    pub(super) fn probabilities<const WIDTH: usize>(&self, rows: &[[f32; WIDTH]]) -> Vec<f32> {
        self.sums(rows).into_iter().map(|sum| 1.0 / (1.0 + (-sum).exp())).collect()
    }

    /// The sum of leaves for each row of features: the logarithm of the odds.
    pub(in crate::strip) fn sums<const WIDTH: usize>(&self, rows: &[[f32; WIDTH]]) -> Vec<f32> {
        let mut sums = Vec::with_capacity(rows.len());
        let mut reached = vec![[0; ABREAST]; self.leaves.len()];
        for rows in rows.chunks(ABREAST) {
            self.reach(rows, &mut reached);
            sums.extend((0..rows.len()).map(|lane| {
                let leaf = |(leaves, reached): (&[f32; LEAVES], &[u32; ABREAST])| {
                    leaves.get(reached[lane].trailing_zeros() as usize).copied().unwrap_or(0.0)
                };
                self.leaves.iter().zip(&reached).map(leaf).sum::<f32>()
            }));
        }
        sums
    }

    /// Marks in `reached` the leaves of each tree that the rows may come to: the first is the one that each comes to.
    fn reach<const WIDTH: usize>(&self, rows: &[[f32; WIDTH]], reached: &mut [[u32; ABREAST]]) {
        reached.fill([u32::MAX; ABREAST]);
        for Feature { number, splits } in &self.features {
            // A place left over goes with the first row, for nobody.
            let values: [f32; ABREAST] =
                std::array::from_fn(|lane| rows.get(lane).or(rows.first()).map_or(0.0, |row| row[*number]));
            let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            // Beyond the greatest value no split takes anything away.
            for split in splits.iter().take_while(|split| split.threshold < most) {
                if let Some(reached) = reached.get_mut(split.tree as usize) {
                    // In three steps, each of which is one instruction for several rows.
                    let mut left = [0; ABREAST];
                    (0..ABREAST).for_each(|row| left[row] = if values[row] > split.threshold { 0 } else { u32::MAX });
                    (0..ABREAST).for_each(|row| left[row] |= split.left);
                    (0..ABREAST).for_each(|row| reached[row] &= left[row]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_add_their_leaves() {
        let trees = Trees::read("tree\n1 0.5 2\n-1\n2\ntree\n0.5\n", 2).unwrap();
        let expected = [2.5_f32, -0.5].map(|sum| 1.0 / (1.0 + (-sum).exp()));
        let found = trees.probabilities(&[[0.0, 1.0], [9.0, 0.5]]);
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6));
    }

    #[test]
    fn rows_come_to_the_leaf_that_a_walk_leads_to() {
        let table = "tree\n0 1 4\n1 5 3\n1\n2\n0 3 8\n1 2 7\n4\n8\n16\n";
        let trees = Trees::read(table, 2).unwrap();
        let rows = [[0.0, 0.0], [1.0, 6.0], [2.0, 1.0], [3.0, 3.0], [4.0, 0.0], [f32::MAX, 9.0]];
        assert_eq!(trees.sums(&rows), [1.0, 2.0, 4.0, 8.0, 16.0, 16.0]);
        let many: Vec<[f32; 2]> = rows.iter().cycle().take(50).copied().collect();
        assert!(trees.sums(&many).iter().zip(trees.sums(&rows).iter().cycle()).all(|(a, b)| a == b));
    }

    #[test]
    fn tables_that_are_none_are_refused() {
        assert!(Trees::read("tree\n0 0.5 0\n1\n", 1).is_none());
        assert!(Trees::read("tree\n0 0.5 9\n1\n1\n", 1).is_none());
        assert!(Trees::read("tree\n5 0.5 2\n1\n1\n", 1).is_none());
        assert!(Trees::read("1 2\n", 1).is_none());
    }
}
