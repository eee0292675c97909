//! Forms of characters: compatibility forms, and the two widths.

use unicode_normalization::UnicodeNormalization;

use super::each::{Decision, each};
use crate::document::Change;
use crate::text::{Class, is_han};

/// The radicals of the block CJK Radicals Supplement, each with the ideograph that Unicode calls its equivalent
/// (EquivalentUnifiedIdeograph.txt, Unicode 14). Kangxi radicals have theirs by compatibility decomposition.
const RADICALS: &str = "\
    ⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡\
    ⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫\
    ⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑\
    ⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄\
    ⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";

/// Radicals and half-width katakana in place of ordinary characters.
pub(super) fn compatibility(text: &str) -> Vec<Change> {
    let radicals = runs(text, |c| matches!(c, '\u{2e80}'..='\u{2fdf}'), |run| run.chars().map(unify).collect());
    let katakana = runs(text, |c| matches!(c, '\u{ff61}'..='\u{ff9f}'), widen);
    let mut changes = [radicals, katakana].concat();
    changes.sort_by_key(|change| change.range.start);
    changes
}

/// The ideograph whose place a radical takes.
fn unify(radical: char) -> char {
    let mut pairs = RADICALS.chars();
    while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
        if from == radical {
            return to;
        }
    }
    let mut decomposed = std::iter::once(radical).nfkc();
    decomposed.next().unwrap_or(radical)
}

/// Half-width katakana and its punctuation in full width; signs by themselves make faces, not words.
fn widen(run: &str) -> String {
    let is_kana = |c: char| matches!(c, '\u{ff66}'..='\u{ff9d}');
    if run.starts_with(['\u{ff9e}', '\u{ff9f}']) || !run.contains(is_kana) {
        return run.to_owned();
    }
    run.nfkc().collect()
}

/// Full-width Latin letters and digits.
pub(super) fn half_width(text: &str) -> Vec<Change> {
    let wide = |c| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    runs(text, wide, |run| run.nfkc().collect())
}

/// A replacement for every run of `wanted` characters that `make` changes.
fn runs(text: &str, wanted: impl Fn(char) -> bool, make: impl Fn(&str) -> String) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(&wanted).map(|start| at + start) {
        at = text[start..].find(|c| !wanted(c)).map_or(text.len(), |length| start + length);
        let made = make(&text[start..at]);
        if made != text[start..at] {
            changes.push(Change::replacement(start..at, &made));
        }
    }
    changes
}

/// Half-width punctuation behind Chinese.
pub(super) fn full_width(text: &str) -> Vec<Change> {
    let chinese = |c: Option<char>| c.is_some_and(|c| Class::of(c).is_chinese());
    let addresses = addresses(text);
    let mut changes = each(text, |before, c, next| {
        // A colon before a slash or bracket belongs to an address or makes a face.
        if !chinese(before) || c == ':' && next.is_some_and(|next| "/\\()".contains(next)) {
            return Decision::Keep;
        }
        match c {
            ',' => Decision::Replace("，"),
            '?' => Decision::Replace("？"),
            '!' => Decision::Replace("！"),
            ':' => Decision::Replace("："),
            ';' => Decision::Replace("；"),
            '.' if next.is_none() || chinese(next) => Decision::Replace("。"),
            _ => Decision::Keep,
        }
    });
    // Brackets change as pairs, when they hold Chinese.
    let mut open = None;
    for (at, c) in text.match_indices(['(', ')']) {
        match (c, open.take()) {
            (")", Some(start)) if text[start..at].contains(is_han) => {
                changes.push(Change::replacement(start..start + 1, "（"));
                changes.push(Change::replacement(at..at + 1, "）"));
            }
            (")", _) => {}
            _ => open = Some(at),
        }
    }
    changes.sort_by_key(|change| change.range.start);
    let mut addresses = addresses.into_iter().peekable();
    changes.retain(|change| {
        while addresses.next_if(|address| address.end <= change.range.start).is_some() {}
        addresses.peek().is_none_or(|address| change.range.start < address.start)
    });
    changes
}

/// Web addresses and pieces of code between backticks: punctuation in them is theirs.
fn addresses(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['`', ':']).map(|start| at + start) {
        let rest = &text[start..];
        let length = if rest.starts_with("://") {
            rest.find(|c: char| c.is_whitespace() || Class::of(c) == Class::Mark).unwrap_or(rest.len())
        } else if let Some(code) = rest.strip_prefix('`') {
            code.find('`').map_or(1, |length| length + 2)
        } else {
            1
        };
        if length > 1 {
            found.push(start..start + length);
        }
        at = start + length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_radical_has_its_ideograph() {
        let pairs: Vec<char> = RADICALS.chars().collect();
        assert_eq!(pairs.len(), 114 * 2);
        assert!(pairs.chunks(2).all(|pair| ('\u{2e80}'..='\u{2eff}').contains(&pair[0]) && is_han(pair[1])));
        assert_eq!((unify('⻓'), unify('⽉'), unify('⺀')), ('长', '月', '⺀'));
    }
}
