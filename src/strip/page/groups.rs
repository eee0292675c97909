//! Lists and tables are kept whole or not at all, and code within the text belongs to it.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::decision::weight;
use crate::document::{Block, Kind};

/// Elements that may be between a list and the words of its items.
const INSIDE: [&str; 8] = ["li", "dt", "dd", "p", "span", "a", "strong", "em"];

/// How unlikely code may be that is between paragraphs of the text.
const CODE: f32 = 0.1;

/// For each block whether it is kept, when `margins` says how much likelier each is than it must be.
pub(super) fn kept(blocks: &[Block], margins: &[f32], widths: &[f32]) -> Vec<bool> {
    let mut sums: HashMap<&str, f32, FixedState> = HashMap::default();
    let groups: Vec<Option<&str>> = blocks.iter().map(group).collect();
    for ((group, margin), width) in groups.iter().zip(margins).zip(widths) {
        if let Some(group) = group {
            *sums.entry(group).or_default() += margin * weight(*width);
        }
    }
    let sum = |group: &Option<&str>| group.and_then(|group| sums.get(group).copied());
    let mut kept: Vec<bool> =
        groups.iter().zip(margins).map(|(group, margin)| sum(group).unwrap_or(*margin) >= 0.0).collect();
    let mut next = false;
    // Whether the text goes on behind each block, code passed over.
    let goes_on: Vec<bool> = blocks
        .iter()
        .zip(&kept)
        .rev()
        .map(|(block, kept)| {
            let goes_on = next;
            if block.kind != Kind::Code {
                next = *kept;
            }
            goes_on
        })
        .collect();
    let mut before = false;
    for (((block, kept), margin), goes_on) in blocks.iter().zip(&mut kept).zip(margins).zip(goes_on.iter().rev()) {
        *kept |= block.kind == Kind::Code && before && *goes_on && *margin >= CODE - 0.5;
        before = *kept;
    }
    kept
}

/// The path of the list or the table that a block belongs to.
fn group(block: &Block) -> Option<&str> {
    let path = &*block.features.path;
    let mut found = None;
    let mut end = path.len();
    while end > 0 {
        let start = path[..end].rfind('/').map_or(0, |at| at + 1);
        let name = path[start..end].split('[').next().unwrap_or_default();
        match (name, block.kind) {
            ("table", Kind::TableRow) => return Some(&path[..end]),
            ("tr" | "td" | "th" | "tbody" | "thead", Kind::TableRow) => {}
            ("ul" | "ol" | "dl", Kind::ListItem) => found = Some(&path[..end]),
            (name, Kind::ListItem) if INSIDE.contains(&name) => {}
            _ => break,
        }
        end = start.saturating_sub(1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Options;
    use crate::parse::html::html;

    /// The blocks of a page, each with how much likelier it is than it must be, and whether they are kept.
    fn verdict(page: &str, margins: &[f32]) -> Vec<bool> {
        let document = html(page.to_owned(), &Options::default());
        assert_eq!(document.blocks.len(), margins.len());
        kept(&document.blocks, margins, &vec![10.0; margins.len()])
    }

    #[test]
    fn a_list_stays_or_goes_as_a_whole() {
        let page = "<p>河水涨了</p><ul><li>一条船<ul><li>一面帆</li></ul></li><li>一盏灯</li></ul><p>河水退了</p>";
        assert_eq!(verdict(page, &[0.4, 0.1, -0.1, 0.1, 0.4]), [true; 5]);
        assert_eq!(verdict(page, &[0.4, -0.4, 0.2, -0.4, 0.4]), [true, false, false, false, true]);
    }

    #[test]
    fn a_table_stays_or_goes_as_a_whole() {
        let page = "<table><tr><td>年</td><td>船</td></tr><tr><td>1998</td><td>12</td></tr></table><p>河水退了</p>";
        assert_eq!(verdict(page, &[-0.1, 0.2, -0.3]), [true, true, false]);
    }

    #[test]
    fn an_article_inside_a_list_is_no_list() {
        let page = "<ul><li><div><p>河水涨了</p></div></li><li><div><p>登录</p></div></li></ul>";
        assert_eq!(verdict(page, &[0.4, -0.5]), [true, false]);
    }

    #[test]
    fn code_within_the_text_is_text() {
        let page = "<p>河水涨了</p><pre>boats = 3</pre><pre>boats += 1</pre><p>河水退了</p><pre>ad()</pre><p>登录</p>";
        assert_eq!(verdict(page, &[0.4, -0.1, -0.2, 0.4, -0.3, -0.5]), [true, true, true, true, false, false]);
    }
}
