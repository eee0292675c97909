//! Boosted decision trees: the sum of one leaf a tree, as a probability.

/// The feature of a node that is a leaf.
const LEAF: u16 = u16::MAX;

/// A node of a tree. Eight bytes: thousands are visited for every block.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The value up to which the way goes on to the node behind this one; a leaf's value.
    threshold: f32,
    /// Where else the way goes on, counted from this node.
    right: u16,
    feature: u16,
}

/// Trees fitted by gradient boosting.
#[derive(Debug, Default)]
pub(in crate::strip) struct Trees {
    nodes: Vec<Node>,
    roots: Vec<usize>,
}

impl Trees {
    /// Reads trees as written by the fitting script: `tree` begins one, then a line a node, parents before children:
    /// `feature threshold right`, where the left child is the next line and `right` the number of the other in its
    /// tree, or a leaf's value alone. None when a line is anything else.
    pub(in crate::strip) fn read(table: &str, features: usize) -> Option<Self> {
        let mut trees = Self::default();
        for line in table.lines() {
            if line == "tree" {
                trees.roots.push(trees.nodes.len());
                continue;
            }
            let at = trees.nodes.len() - trees.roots.last()?;
            let mut fields = line.split(' ');
            let first = fields.next()?;
            trees.nodes.push(match (fields.next(), fields.next()) {
                (None, _) => Node { threshold: first.parse().ok()?, right: 0, feature: LEAF },
                (Some(threshold), Some(right)) => Node {
                    threshold: threshold.parse().ok()?,
                    right: u16::try_from(right.parse::<usize>().ok()?.checked_sub(at)?).ok()?,
                    feature: first.parse().ok().filter(|feature| usize::from(*feature) < features)?,
                },
                _ => return None,
            });
        }
        // Both ways lead on, and stay inside the table: every walk ends at a leaf.
        let ends = trees.nodes.iter().enumerate().all(|(at, node)| {
            node.feature == LEAF || (node.right > 1 && at + usize::from(node.right) < trees.nodes.len())
        });
        ends.then_some(trees)
    }

    /// Whether there are no trees.
    #[cfg(test)]
    pub(in crate::strip) fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// The probability for each row of features.
    pub(super) fn probabilities<const WIDTH: usize>(&self, rows: &[[f32; WIDTH]]) -> Vec<f32> {
        self.sums(rows).into_iter().map(|sum| 1.0 / (1.0 + (-sum).exp())).collect()
    }

    /// The sum of leaves for each row of features: the logarithm of the odds.
    pub(in crate::strip) fn sums<const WIDTH: usize>(&self, rows: &[[f32; WIDTH]]) -> Vec<f32> {
        let mut sums = vec![0.0_f32; rows.len()];
        // One tree after the other, so that its nodes stay near the processor.
        for root in &self.roots {
            for (sum, row) in sums.iter_mut().zip(rows) {
                *sum += self.leaf(*root, row);
            }
        }
        sums
    }

    fn leaf(&self, root: usize, row: &[f32]) -> f32 {
        let mut at = root;
        loop {
            let node = self.nodes[at];
            if node.feature == LEAF {
                return node.threshold;
            }
            at += if row[usize::from(node.feature)] <= node.threshold { 1 } else { usize::from(node.right) };
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
    fn tables_that_would_not_end_are_refused() {
        assert!(Trees::read("tree\n0 0.5 0\n1\n", 1).is_none());
        assert!(Trees::read("tree\n0 0.5 9\n1\n1\n", 1).is_none());
        assert!(Trees::read("tree\n5 0.5 2\n1\n1\n", 1).is_none());
        assert!(Trees::read("1 2\n", 1).is_none());
    }
}
