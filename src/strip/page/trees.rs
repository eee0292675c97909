//! Boosted decision trees: the sum of one leaf a tree, as a probability.

/// A node of a tree. Eight bytes: thousands are visited for every block.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The value up to which the way goes on to the node behind this one. Not a number in a leaf, where no value is.
    threshold: f32,
    /// Where else the way goes on, counted from this node: nowhere in a leaf.
    right: u16,
    feature: u16,
}

/// A tree among the nodes.
#[derive(Clone, Copy, Debug)]
struct Tree {
    root: u32,
    /// Steps to the farthest leaf.
    depth: u32,
}

/// Trees fitted by gradient boosting.
#[derive(Debug, Default)]
pub(in crate::strip) struct Trees {
    nodes: Vec<Node>,
    /// What each node adds: nothing unless it is a leaf.
    leaves: Vec<f32>,
    trees: Vec<Tree>,
}

/// Rows that walk down a tree side by side: one alone would wait at every node for its memory.
const ABREAST: usize = 8;

impl Trees {
    /// Reads trees as written by the fitting script: `tree` begins one, then a line a node, parents before children:
    /// `feature threshold right`, where the left child is the next line and `right` the number of the other in its
    /// tree, or a leaf's value alone. None when a line is anything else.
    pub(in crate::strip) fn read(table: &str, features: usize) -> Option<Self> {
        let mut trees = Self::default();
        for line in table.lines() {
            let at = trees.nodes.len();
            if line == "tree" {
                trees.trees.push(Tree { root: u32::try_from(at).ok()?, depth: 0 });
                continue;
            }
            let place = at - trees.trees.last()?.root as usize;
            let mut fields = line.split(' ');
            let first = fields.next()?;
            let (node, leaf) = match (fields.next(), fields.next()) {
                (None, _) => (Node { threshold: f32::NAN, right: 0, feature: 0 }, first.parse().ok()?),
                (Some(threshold), Some(right)) => {
                    let feature = first.parse().ok().filter(|feature| usize::from(*feature) < features)?;
                    let right = right.parse::<usize>().ok()?.checked_sub(place).filter(|right| *right > 1)?;
                    let right = u16::try_from(right).ok()?;
                    (Node { threshold: threshold.parse().ok()?, right, feature }, 0.0)
                }
                _ => return None,
            };
            trees.nodes.push(node);
            trees.leaves.push(leaf);
        }
        trees.measure().then_some(trees)
    }

    /// Measures how deep each tree is; false when a way does not lead on inside the table.
    fn measure(&mut self) -> bool {
        // Children stand behind their parents: from the end, their depths are known first.
        let mut depths = vec![0_u32; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate().rev().filter(|(_, node)| node.right > 0) {
            let (Some(left), Some(right)) = (depths.get(at + 1), depths.get(at + usize::from(node.right))) else {
                return false;
            };
            depths[at] = 1 + left.max(right);
        }
        for tree in &mut self.trees {
            let Some(depth) = depths.get(tree.root as usize) else { return false };
            tree.depth = *depth;
        }
        true
    }

    /// Whether there are no trees.
    #[cfg(test)]
    pub(in crate::strip) fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// The probability for each row of features.
    pub(super) fn probabilities<const WIDTH: usize>(&self, rows: &[[f32; WIDTH]]) -> Vec<f32> {
        self.sums(rows).into_iter().map(|sum| 1.0 / (1.0 + (-sum).exp())).collect()
    }

    /// The sum of leaves for each row of features: the logarithm of the odds.
    pub(in crate::strip) fn sums<const WIDTH: usize>(&self, rows: &[[f32; WIDTH]]) -> Vec<f32> {
        let mut sums = vec![0.0_f32; rows.len()];
        for (rows, sums) in rows.chunks(ABREAST).zip(sums.chunks_mut(ABREAST)) {
            // A place left over walks with the first row, for nobody.
            let rows: [&[f32; WIDTH]; ABREAST] = std::array::from_fn(|lane| rows.get(lane).unwrap_or(&rows[0]));
            let mut abreast = [0.0_f32; ABREAST];
            for tree in &self.trees {
                for (sum, leaf) in abreast.iter_mut().zip(self.walk(*tree, rows)) {
                    *sum += self.leaves[leaf];
                }
            }
            sums.iter_mut().zip(abreast).for_each(|(sum, abreast)| *sum = abreast);
        }
        sums
    }

    /// The leaves of `tree` that the rows come to.
    fn walk<const WIDTH: usize>(&self, tree: Tree, rows: [&[f32; WIDTH]; ABREAST]) -> [usize; ABREAST] {
        let mut at = [tree.root as usize; ABREAST];
        for _ in 0..tree.depth {
            for (at, row) in at.iter_mut().zip(rows) {
                let node = self.nodes[*at];
                *at += if row[usize::from(node.feature)] <= node.threshold { 1 } else { usize::from(node.right) };
            }
        }
        at
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
