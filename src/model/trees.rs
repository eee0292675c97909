//! Boosted decision trees: the sum of one leaf a tree, as a probability.
//!
//! No tree is descended. All splits are in one list, sorted by feature and threshold; each knows the leaves of its tree
//! that a row beyond its threshold cannot reach, a bit each, and the first leaf left over is the one that the row
//! reaches (Lucchese et al., QuickScorer, 2015; Ye et al., RapidScorer, 2018, for several rows side by side). So there
//! are no branches to mispredict.

use super::error::{Error, Misfit};
use super::header::{Spec, Table};

/// A decision in a tree.
#[derive(Clone, Copy, Debug)]
struct Split {
    /// The greatest value that leads to the left.
    threshold: f32,
    tree: u32,
    /// The leaves that are left beyond the threshold.
    left: u32,
}

/// The splits at one feature, by ascending threshold.
#[derive(Debug)]
struct Feature {
    number: usize,
    splits: Vec<Split>,
}

/// A tree may have as many leaves as a mask has bits.
const LEAVES: usize = u32::BITS as usize;

/// Trees fitted by gradient boosting.
#[derive(Debug)]
pub(crate) struct Trees {
    features: Vec<Feature>,
    /// What the leaves of each tree add, from left to right.
    leaves: Vec<[f32; LEAVES]>,
}

/// Rows that are evaluated side by side: one vector register of 256 bits.
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
    /// Reads the trees of the table `file`: `tree` begins one, then a line a node,
    /// parents before children: `feature threshold right`, where the left child is the next line and `right` the number
    /// of the other in its tree, or the value of a leaf alone. A tree has at most 32 leaves.
    ///
    /// # Errors
    /// When the header does not fit `spec`, or a tree cannot be read.
    pub(crate) fn read(spec: &Spec, file: &[u8]) -> Result<Self, Error> {
        let Table { entries, body } = spec.open(file)?;
        let body = std::str::from_utf8(body).map_err(|_| spec.error(Misfit::Entry(0)))?;
        let mut trees = body.split("tree\n");
        if trees.next().is_some_and(|before| !before.is_empty()) {
            return Err(spec.error(Misfit::Entry(0)));
        }
        let mut splits: Vec<Vec<Split>> = vec![Vec::new(); spec.features.len()];
        let mut leaves = Vec::new();
        for (number, tree) in trees.enumerate() {
            let row = read_tree(tree, number, &mut splits).ok_or_else(|| spec.error(Misfit::Entry(number)))?;
            leaves.push(row);
        }
        if leaves.len() != entries {
            return Err(spec.error(Misfit::Entries { expected: entries, found: leaves.len() }));
        }
        let features = splits.into_iter().enumerate().filter(|(_, splits)| !splits.is_empty());
        let features = features.map(|(number, mut splits)| {
            splits.sort_by(|a, b| a.threshold.total_cmp(&b.threshold));
            Feature { number, splits }
        });
        Ok(Self { features: features.collect(), leaves })
    }

    /// Whether there are no trees.
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// The probability for each row of features.
    pub(crate) fn probabilities<const WIDTH: usize>(&self, rows: &[[f32; WIDTH]]) -> Vec<f32> {
        self.sums(rows).into_iter().map(|sum| 1.0 / (1.0 + libm::expf(-sum))).collect()
    }

    /// The sum of leaves for each row of features: the logarithm of the odds.
    pub(crate) fn sums<const WIDTH: usize>(&self, rows: &[[f32; WIDTH]]) -> Vec<f32> {
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

    /// Marks in `reached` the leaves of each tree that the rows can reach: the first is the one that each reaches.
    fn reach<const WIDTH: usize>(&self, rows: &[[f32; WIDTH]], reached: &mut [[u32; ABREAST]]) {
        reached.fill([u32::MAX; ABREAST]);
        for Feature { number, splits } in &self.features {
            // A lane left over repeats the first row and is ignored.
            let values: [f32; ABREAST] = std::array::from_fn(|lane| {
                rows.get(lane).or(rows.first()).map_or(0.0, |row| row.get(*number).copied().unwrap_or_default())
            });
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

/// Reads the nodes of tree `number`: its splits are added to those of their features, its leaves are returned.
fn read_tree(tree: &str, number: usize, splits: &mut [Vec<Split>]) -> Option<[f32; LEAVES]> {
    let number = u32::try_from(number).ok()?;
    let nodes: Vec<Node> = tree.lines().map(Node::read).collect::<Option<_>>()?;
    let values = nodes.iter().filter_map(|node| if let Node::Leaf(value) = node { Some(*value) } else { None });
    let mut row = [0.0; LEAVES];
    let count = values.clone().count();
    row.get_mut(..count)?.iter_mut().zip(values).for_each(|(slot, value)| *slot = value);
    // Left children follow their parents, so that leaves are in order from left to right; those on the left of a split
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
        let (first, end) = (*before.get(at)?, *before.get(right).filter(|_| right > at + 1)?);
        let below = |leaf: u32| (1_u64 << leaf) - 1;
        let gone = u32::try_from(below(end) & !below(first)).ok()?;
        splits.get_mut(feature)?.push(Split { threshold, tree: number, left: !gone });
    }
    // A whole tree has one leaf more than it has splits.
    (2 * count == nodes.len() + 1).then_some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The trees of `body`, of which the header announces `entries`, over two features.
    fn read(entries: usize, body: &str) -> Result<Trees, Misfit> {
        let spec = Spec { name: "tea.first", version: 1, features: vec!["width", "links"] };
        let file = format!("model tea.first\nversion 1\nfeatures width links\nentries {entries}\n\n{body}");
        Trees::read(&spec, file.as_bytes()).map_err(|error| error.misfit)
    }

    #[test]
    fn trees_add_their_leaves() {
        let trees = read(2, "tree\n1 0.5 2\n-1\n2\ntree\n0.5\n").unwrap();
        let expected = [2.5_f32, -0.5].map(|sum| 1.0 / (1.0 + libm::expf(-sum)));
        let found = trees.probabilities(&[[0.0, 1.0], [9.0, 0.5]]);
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6));
    }

    #[test]
    fn rows_reach_the_leaf_that_a_descent_leads_to() {
        let table = "tree\n0 1 4\n1 5 3\n1\n2\n0 3 8\n1 2 7\n4\n8\n16\n";
        let trees = read(1, table).unwrap();
        let rows = [[0.0, 0.0], [1.0, 6.0], [2.0, 1.0], [3.0, 3.0], [4.0, 0.0], [f32::MAX, 9.0]];
        assert_eq!(trees.sums(&rows), [1.0, 2.0, 4.0, 8.0, 16.0, 16.0]);
        let many: Vec<[f32; 2]> = rows.iter().cycle().take(50).copied().collect();
        assert!(trees.sums(&many).iter().zip(trees.sums(&rows).iter().cycle()).all(|(a, b)| a == b));
    }

    #[test]
    fn broken_tables_are_refused() {
        for broken in
            ["tree\n0 0.5 0\n1\n", "tree\n0 0.5 9\n1\n1\n", "tree\n5 0.5 2\n1\n1\n", "1 2\n", "tree\n1\n2\n", "tree\n"]
        {
            assert_eq!(read(1, broken).unwrap_err(), Misfit::Entry(0));
        }
        let half = read(2, "tree\n1\n").unwrap_err();
        assert_eq!(half, Misfit::Entries { expected: 2, found: 1 });
    }
}
