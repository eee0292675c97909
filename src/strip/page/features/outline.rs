//! The elements of a page, rebuilt from the paths of its blocks, with what they hold.

use aho_corasick::AhoCorasick;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::document::Block;
use crate::text::Words;

/// An element that holds blocks.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// The element around it; the root is its own parent.
    pub parent: usize,
    /// The last element inside it: elements are numbered in the order they begin.
    pub last: usize,
    pub depth: usize,
    /// How it is marked up: a hash of its name and of its first class without digits.
    pub shape: u64,
    /// Which of [`TAGS`] it is or is in, a bit each.
    pub tags: u16,
    /// Whether it is a `p`.
    pub is_paragraph: bool,
    /// How many elements named for comments it is or is in.
    pub comments: u8,
    /// Whether it is or is in an element named for other articles.
    pub is_related: bool,
    /// Blocks inside.
    pub blocks: f32,
    /// Width of the text inside, an ideograph counting two.
    pub width: f32,
    /// Width of the text inside links.
    pub linked: f32,
    /// Width of the text that reads like sentences.
    pub prose: f32,
}

/// Tags that say what is inside an element. The features `in_*` follow this order.
pub(super) const TAGS: [&str; 13] =
    ["article", "main", "aside", "nav", "footer", "header", "form", "button", "li", "td", "th", "figure", "p"];

/// Parts of class and id names of elements that hold readers' comments.
static COMMENTS: Words =
    Words::new(|| AhoCorasick::new(["comment", "disqus", "pinglun", "liuyan", "kommentar", "replies"]));

/// Parts of class and id names of elements that point to other articles.
static RELATED: Words =
    Words::new(|| AhoCorasick::new(["related", "recommend", "tuijian", "xiangguan", "outbrain", "taboola"]));

impl Node {
    /// The element inside `parent`, number `at`, that `step` of a path leads to; `names` are its class and id names.
    fn inside(at: usize, parent: &Node, step: &str, names: &str) -> Self {
        let tag = step.split_once('[').map_or(step, |(tag, _)| tag);
        let class = names.split(' ').next().unwrap_or_default();
        let mut shape = xxh3_64_with_seed(tag.as_bytes(), 0);
        for part in class.split(|c: char| c.is_ascii_digit()).filter(|part| !part.is_empty()) {
            shape = xxh3_64_with_seed(part.as_bytes(), shape);
        }
        let own = TAGS.iter().position(|known| *known == tag).map_or(0, |tag| 1 << tag);
        Self {
            parent: at,
            depth: parent.depth + 1,
            shape,
            is_paragraph: tag == "p",
            tags: parent.tags | own,
            is_related: parent.is_related || RELATED.are_in(names),
            comments: parent.comments.saturating_add(u8::from(COMMENTS.are_in(names))),
            ..Self::default()
        }
    }

    /// Whether it is or is in an element with the tag of this number in [`TAGS`].
    pub(super) fn is_in(&self, tag: usize) -> bool {
        self.tags & (1 << tag) != 0
    }
}

/// What a block adds to the elements around it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    pub width: f32,
    pub linked: f32,
    pub prose: f32,
}

/// The elements of a page and which of them its blocks are in.
pub(super) struct Outline {
    pub nodes: Vec<Node>,
    /// The innermost element of each block.
    pub places: Vec<usize>,
}

impl Outline {
    /// The outline of `blocks`, whose weights are `weights`.
    pub(super) fn of(blocks: &[Block], weights: &[Weight]) -> Self {
        let mut nodes = vec![Node::default()];
        let mut places = Vec::with_capacity(blocks.len());
        // The steps to the block before, each with the end of its name in the path.
        let mut stack: Vec<(usize, usize)> = Vec::new();
        let mut before = "";
        let mut groups: Vec<&str> = Vec::new();
        for (block, weight) in blocks.iter().zip(weights) {
            let path = &*block.features.path;
            let common = common_steps(before, path);
            while stack.last().is_some_and(|(_, end)| *end > common) {
                stack.pop();
            }
            let mut at = stack.last().map_or(0, |(_, end)| *end);
            if at < path.len() {
                groups.clear();
                groups.extend(block.features.names.split('/'));
            }
            while at < path.len() {
                let start = if at == 0 { 0 } else { at + 1 };
                let end = path.get(start..).and_then(|rest| rest.find('/')).map_or(path.len(), |len| start + len);
                let parent = stack.last().map_or(0, |(node, _)| *node);
                let (step, names) = (path.get(start..end).unwrap_or_default(), groups.get(stack.len()));
                let node = Node::inside(parent, &nodes[parent], step, names.copied().unwrap_or_default());
                nodes.push(node);
                stack.push((nodes.len() - 1, end));
                at = end.max(at + 1);
            }
            let place = stack.last().map_or(0, |(node, _)| *node);
            if let Some(node) = nodes.get_mut(place) {
                node.blocks += 1.0;
                node.width += weight.width;
                node.linked += weight.linked;
                node.prose += weight.prose;
            }
            places.push(place);
            before = path;
        }
        let mut outline = Self { nodes, places };
        outline.sum();
        outline
    }

    /// Adds what elements hold to the elements around them.
    fn sum(&mut self) {
        for index in (0..self.nodes.len()).rev() {
            let last = self.nodes[index].last.max(index);
            self.nodes[index].last = last;
            if index > 0 {
                let Node { parent, blocks, width, linked, prose, .. } = self.nodes[index];
                let parent = &mut self.nodes[parent];
                parent.last = parent.last.max(last);
                parent.blocks += blocks;
                parent.width += width;
                parent.linked += linked;
                parent.prose += prose;
            }
        }
    }

    /// The innermost element that holds at least `share` of the page's prose.
    pub(super) fn core(&self, share: f32) -> usize {
        let least = self.nodes[0].prose * share;
        let holds = self.nodes.iter().enumerate().filter(|(_, node)| node.prose >= least);
        holds.max_by_key(|(index, node)| (node.depth, std::cmp::Reverse(*index))).map_or(0, |(index, _)| index)
    }

    /// Whether element `inner` is `outer` or inside it.
    pub(super) fn contains(&self, outer: usize, inner: usize) -> bool {
        outer <= inner && inner <= self.nodes[outer].last
    }

    /// The element `up` steps around `node`.
    pub(super) fn around(&self, node: usize, up: usize) -> usize {
        (0..up).fold(node, |node, _| self.nodes[node].parent)
    }

    /// How many steps `node` shares with the way to `other`.
    pub(super) fn shared(&self, node: usize, other: usize) -> usize {
        let mut at = node;
        while !self.contains(at, other) {
            at = self.nodes[at].parent;
        }
        self.nodes[at].depth
    }
}

/// The length of the steps that two paths have in common.
fn common_steps(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let whole = |path: &str| same == path.len() || path.as_bytes().get(same) == Some(&b'/');
    if whole(a) && whole(b) { same } else { b.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Kind, Span, Text};

    fn block(path: &str) -> Block {
        let mut block = Block::new(Kind::Paragraph, Text::verbatim("a", Span::new(0, 1)));
        block.features.path = path.into();
        block
    }

    #[test]
    fn elements_hold_what_is_in_them() {
        let blocks = ["b/d/p", "b/d/p[2]", "b/d[2]/p", "b"].map(block);
        let weight = |prose| Weight { width: prose, linked: 0.0, prose };
        let outline = Outline::of(&blocks, &[weight(5.0), weight(6.0), weight(1.0), weight(0.0)]);
        assert_eq!(outline.places, [3, 4, 6, 1]);
        assert_eq!(outline.core(0.7), 2);
        assert_eq!(outline.nodes[1].prose, 12.0);
        assert!(outline.contains(2, 4) && !outline.contains(2, 6));
        assert_eq!(outline.shared(6, 3), 1);
        assert_eq!(outline.around(4, 2), 1);
    }

    #[test]
    fn steps_are_compared_whole() {
        assert_eq!(common_steps("b/d[2]", "b/d[21]"), 1);
        assert_eq!(common_steps("b/d", "b/d/p"), 3);
        assert_eq!(common_steps("b/d", "b/d[2]"), 1);
    }
}
