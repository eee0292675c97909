//! Boosted decision trees: the sum of one leaf a tree, as a probability.

/// A node of a tree: where to go, or what to add.
#[derive(Clone, Copy, Debug)]
enum Node {
    /// Goes to `left` when the feature is at most `threshold`, else to `right`.
    Split {
        feature: usize,
        threshold: f32,
        left: usize,
        right: usize,
    },
    Leaf(f32),
}

/// Trees fitted by gradient boosting.
#[derive(Debug, Default)]
pub(super) struct Trees {
    nodes: Vec<Node>,
    roots: Vec<usize>,
}

impl Trees {
    /// Reads trees as written by the fitting script: `tree` begins one, then a line a node, `feature threshold left
    /// right` with numbers of nodes in the tree, or a leaf's value alone. None when a line is anything else.
    pub(super) fn read(table: &str, features: usize) -> Option<Self> {
        let mut trees = Self::default();
        for line in table.lines() {
            if line == "tree" {
                trees.roots.push(trees.nodes.len());
                continue;
            }
            let root = *trees.roots.last()?;
            let mut fields = line.split(' ');
            let first = fields.next()?;
            trees.nodes.push(match (fields.next(), fields.next(), fields.next()) {
                (None, ..) => Node::Leaf(first.parse().ok()?),
                (Some(threshold), Some(left), Some(right)) => Node::Split {
                    feature: first.parse().ok().filter(|feature| *feature < features)?,
                    threshold: threshold.parse().ok()?,
                    left: root + left.parse::<usize>().ok()?,
                    right: root + right.parse::<usize>().ok()?,
                },
                _ => return None,
            });
        }
        // Children stand after their parents, inside the table: every walk ends.
        let ends = trees.nodes.iter().enumerate().all(|(at, node)| match *node {
            Node::Split { left, right, .. } => {
                left > at && right > at && left < trees.nodes.len() && right < trees.nodes.len()
            }
            Node::Leaf(_) => true,
        });
        ends.then_some(trees)
    }

    /// The probability for one row of features.
    pub(super) fn probability(&self, row: &[f32]) -> f32 {
        let sum: f32 = self.roots.iter().map(|root| self.leaf(*root, row)).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    fn leaf(&self, root: usize, row: &[f32]) -> f32 {
        let mut at = root;
        loop {
            match self.nodes[at] {
                Node::Leaf(value) => return value,
                Node::Split { feature, threshold, left, right } => {
                    at = if row[feature] <= threshold { left } else { right };
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
        let trees = Trees::read("tree\n1 0.5 1 2\n-1\n2\ntree\n0.5\n", 2).unwrap();
        assert!((trees.probability(&[0.0, 1.0]) - 1.0 / (1.0 + (-2.5_f32).exp())).abs() < 1e-6);
        assert!((trees.probability(&[9.0, 0.5]) - 1.0 / (1.0 + 0.5_f32.exp())).abs() < 1e-6);
    }

    #[test]
    fn tables_that_would_not_end_are_refused() {
        assert!(Trees::read("tree\n0 0.5 0 1\n1\n", 1).is_none());
        assert!(Trees::read("tree\n5 0.5 1 2\n1\n1\n", 1).is_none());
        assert!(Trees::read("1 2\n", 1).is_none());
    }
}
