//! What on a page is marked up alike: blocks of one shape, and elements repeated side by side such as entries, cards and
//! comments.

use std::collections::HashMap;
use std::mem::Discriminant;

use foldhash::fast::FixedState;

use super::measured::{MeasuredBlock, MeasuredPage};
use super::outline::Outline;
use super::scale::{log, share};
use crate::document::Kind;

/// The features of this file.
pub(super) const NAMES: [&str; 18] = [
    // Blocks of the same shape: kind of block, names and first classes of all elements around it.
    "alike",
    "alike_prose",
    "alike_width",
    "alike_links",
    "alike_rank",
    "alike_closed",
    "alike_of_most",
    // Of the repeated elements around the block those that hold most of the page's prose together.
    "unit_twins",
    "unit_share",
    "unit_rank",
    "unit_all",
    "unit_of_most",
    "unit_up",
    // Elements like the one it is in, side by side with it.
    "place_twins",
    "place_rank",
    // The page.
    "page_alike",
    "page_units",
    "page_twins",
];

/// Prose that makes an element an entry of a list of texts.
const ENTRY: f32 = 80.0;

/// Elements of one shape side by side.
#[derive(Clone, Copy, Default)]
struct Twins {
    count: f32,
    /// How many of them hold an entry's prose.
    entries: f32,
    prose: f32,
    most: f32,
}

/// The repeated element around a block.
#[derive(Clone, Copy, Default)]
struct Unit {
    entries: f32,
    prose: f32,
    rank: f32,
    all: f32,
    most: f32,
    up: f32,
}

/// Blocks of one shape.
#[derive(Clone, Copy, Default)]
struct Alike {
    count: f32,
    width: f32,
    linked: f32,
    prose: f32,
    closed: f32,
}

/// The features of each block.
pub(super) fn rows(page: &MeasuredPage) -> Vec<[f32; NAMES.len()]> {
    let outline = &page.outline;
    let all = outline.nodes[0].prose.max(1.0);
    let (twins, groups, ranks) = twins(outline);
    let units = units(outline, &twins, &groups, &ranks);
    let (alike, shapes) = alike(&page.blocks, outline);
    let most = alike.iter().map(|alike| alike.prose).fold(0.0, f32::max);
    let repeated = outline.places.iter().map(|place| units[*place]);
    let (most_units, most_entries) =
        repeated.fold((0.0_f32, 0.0_f32), |most, unit| (most.0.max(unit.all), most.1.max(unit.entries)));
    let mut before = vec![0.0_f32; alike.len()];
    let row = |(place, shape): (&usize, &usize)| {
        let (group, unit, twins) = (&alike[*shape], &units[*place], &twins[groups[*place]]);
        let rank = share(before[*shape], group.count);
        before[*shape] += 1.0;
        [
            log(group.count),
            group.prose / all,
            log(group.width / group.count),
            share(group.linked, group.width),
            rank,
            share(group.closed, group.count),
            share(group.prose, most),
            log(unit.entries),
            unit.prose / all,
            log(unit.rank),
            unit.all / all,
            share(unit.prose, unit.most),
            unit.up,
            log(twins.count),
            log(ranks[*place]),
            most / all,
            most_units / all,
            log(most_entries),
        ]
    };
    outline.places.iter().zip(&shapes).map(row).collect()
}

/// Groups of elements of one shape inside one element; the group of each element, and how many came before it there.
fn twins(outline: &Outline) -> (Vec<Twins>, Vec<usize>, Vec<f32>) {
    let mut known: HashMap<(usize, u64), usize, FixedState> = HashMap::default();
    let mut twins: Vec<Twins> = vec![Twins::default()];
    let (mut groups, mut ranks) = (vec![0], vec![0.0]);
    for node in outline.nodes.iter().skip(1) {
        let group = *known.entry((node.parent, node.shape)).or_insert(twins.len());
        if group == twins.len() {
            twins.push(Twins::default());
        }
        let found = &mut twins[group];
        groups.push(group);
        ranks.push(found.count);
        found.count += 1.0;
        found.entries += f32::from(node.prose >= ENTRY);
        found.prose += node.prose;
        found.most = found.most.max(node.prose);
    }
    (twins, groups, ranks)
}

/// For each element the repeated one that it is or lies in.
fn units(outline: &Outline, twins: &[Twins], groups: &[usize], ranks: &[f32]) -> Vec<Unit> {
    let mut units: Vec<Unit> = vec![Unit::default()];
    for (index, node) in outline.nodes.iter().enumerate().skip(1) {
        let twins = &twins[groups[index]];
        let outer = units[node.parent];
        let is_unit = twins.entries >= 2.0 && !node.is_paragraph && twins.prose >= outer.all;
        units.push(if is_unit {
            let (entries, rank) = (twins.entries, ranks[index]);
            Unit { entries, prose: node.prose, rank, all: twins.prose, most: twins.most, up: 0.0 }
        } else if outer.all > 0.0 {
            Unit { up: outer.up + 1.0, ..outer }
        } else {
            outer
        });
    }
    units
}

/// Groups of blocks of one shape, and the group of each block.
fn alike(blocks: &[MeasuredBlock], outline: &Outline) -> (Vec<Alike>, Vec<usize>) {
    let mut known: HashMap<(usize, u64), usize, FixedState> = HashMap::default();
    // The number of each element's shape together with the shapes around it.
    let mut shapes = vec![0];
    for node in outline.nodes.iter().skip(1) {
        let next = known.len() + 1;
        shapes.push(*known.entry((shapes[node.parent], node.shape)).or_insert(next));
    }
    let mut known: HashMap<(usize, Discriminant<Kind>), usize, FixedState> = HashMap::default();
    let mut groups: Vec<Alike> = Vec::new();
    let group = |(block, place): (&MeasuredBlock, &usize)| {
        let group = *known.entry((shapes[*place], std::mem::discriminant(&block.block.kind))).or_insert(groups.len());
        if group == groups.len() {
            groups.push(Alike::default());
        }
        let found = &mut groups[group];
        found.count += 1.0;
        found.width += block.weight.width;
        found.linked += block.weight.linked;
        found.prose += block.weight.prose;
        found.closed += f32::from(block.counts.closed);
        group
    };
    let members = blocks.iter().zip(&outline.places).map(group).collect();
    (groups, members)
}
