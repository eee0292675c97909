//! What on a page is made alike: blocks of one shape, and elements repeated side by side such as entries, cards and
//! comments.

use std::mem::Discriminant;

use super::features::{Seen, log, share};
use super::outline::Outline;
use super::words::Table;
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
    // Elements like the one it stands in, side by side with it.
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

/// What the features tell of the repeated element around a block.
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
pub(super) fn rows(seen: &[Seen], outline: &Outline) -> Vec<[f32; NAMES.len()]> {
    let nodes = &outline.nodes;
    let all = nodes[0].prose.max(1.0);
    let (twins, groups, ranks) = twins(outline);
    let units = units(outline, &twins, &groups, &ranks);
    let (alike, shapes) = alike(seen, outline);
    let most = alike.iter().map(|alike| alike.prose).fold(0.0, f32::max);
    let repeated = outline.places.iter().map(|place| units[*place]);
    let page = repeated.fold((0.0_f32, 0.0_f32), |page, unit| (page.0.max(unit.all), page.1.max(unit.entries)));
    let mut met = vec![0.0_f32; alike.len()];
    let row = |((place, shape), _): ((&usize, &usize), &Seen)| {
        let (group, unit, twins) = (&alike[*shape], &units[*place], &twins[groups[*place]]);
        let rank = share(met[*shape], group.count);
        met[*shape] += 1.0;
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
            page.0 / all,
            log(page.1),
        ]
    };
    outline.places.iter().zip(&shapes).zip(seen).map(row).collect()
}

/// Groups of elements of one shape inside one element; the group of each element, and how many came before it there.
fn twins(outline: &Outline) -> (Vec<Twins>, Vec<usize>, Vec<f32>) {
    let mut known: Table<(usize, u64), usize> = Table::default();
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
fn alike(seen: &[Seen], outline: &Outline) -> (Vec<Alike>, Vec<usize>) {
    let mut known: Table<(usize, u64), usize> = Table::default();
    // The number of each element's shape together with the shapes around it.
    let mut shapes = vec![0];
    for node in outline.nodes.iter().skip(1) {
        let next = known.len() + 1;
        shapes.push(*known.entry((shapes[node.parent], node.shape)).or_insert(next));
    }
    let mut known: Table<(usize, Discriminant<Kind>), usize> = Table::default();
    let mut groups: Vec<Alike> = Vec::new();
    let group = |(seen, place): (&Seen, &usize)| {
        let group = *known.entry((shapes[*place], std::mem::discriminant(&seen.block.kind))).or_insert(groups.len());
        if group == groups.len() {
            groups.push(Alike::default());
        }
        let found = &mut groups[group];
        found.count += 1.0;
        found.width += seen.weight.width;
        found.linked += seen.weight.linked;
        found.prose += seen.weight.prose;
        found.closed += f32::from(seen.counts.closed);
        group
    };
    let members = seen.iter().zip(&outline.places).map(group).collect();
    (groups, members)
}
