//! Sentences of languages with letters and spaces.

/// Words that end in a point without ending a sentence, in lower case and without it.
const ABBREVIATIONS: &[&str] = &[
    "al", "approx", "apr", "art", "assn", "aug", "ave", "bd", "blvd", "bros", "capt", "cf", "ch", "cmdr", "col", "dec",
    "dept", "dr", "e.g", "ed", "eds", "eg", "esp", "est", "ext", "feb", "fig", "figs", "fri", "ft", "gen", "gov",
    "hon", "hrs", "i.e", "ie", "jan", "jul", "jun", "lt", "maj", "mar", "mon", "mr", "mrs", "ms", "mt", "no", "nos",
    "nov", "oct", "op", "p", "pp", "prof", "pt", "rd", "ref", "rep", "rev", "sat", "sec", "sen", "sep", "sept", "sgt",
    "sr", "st", "sun", "thu", "tue", "univ", "v", "viz", "vol", "vols", "vs", "wed",
];

/// Whether `word`, without its point, is a common abbreviation that something follows.
pub(super) fn is_abbreviation(word: &str) -> bool {
    word.is_ascii() && ABBREVIATIONS.binary_search(&word.to_ascii_lowercase().as_str()).is_ok()
}

/// Byte offsets in `line` at which sentences end, before the end of the line.
pub(super) fn ends(line: &str) -> Vec<usize> {
    let relaxed = is_lower_case(line);
    let mut ends = Vec::new();
    let mut start = line.len() - line.trim_start().len();
    let bytes = line.as_bytes();
    let mut from = 0;
    while let Some(found) = line[from..].find(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '։']) {
        let first = from + found;
        let run =
            line[first..].find(|c: char| !".!?…。！？؟।։".contains(c)).map_or(line.len(), |length| first + length);
        let close = line[run..].find(|c: char| !"\"'”’»)]}*".contains(c)).map_or(line.len(), |length| run + length);
        from = close.max(first + 1);
        let rest = line[close..].trim_start();
        let spaced = rest.len() < line.len() - close;
        if !spaced || rest.is_empty() {
            continue;
        }
        let point = run == first + 1 && bytes.get(first) == Some(&b'.');
        let ellipsis = !point && line[first..run].chars().all(|c| matches!(c, '.' | '…'));
        let word = line[start..first].rsplit(char::is_whitespace).next().unwrap_or("");
        let word = word.trim_start_matches(['(', '[', '"', '“', '‘', '\'']);
        let next = rest.trim_start_matches(['"', '\'', '“', '‘', '(', '[', '«', '*', '-', '¿', '¡']);
        let lower = next.starts_with(char::is_lowercase);
        let end = if point {
            let only_number = word.bytes().all(|byte| byte.is_ascii_digit()) && line[start..first] == *word;
            !(is_abbreviation(word) || only_number || is_initial(word, next)) && (!lower || relaxed)
        } else {
            !lower || relaxed || (!ellipsis && close == run)
        };
        if end {
            ends.push(close);
            start = line.len() - rest.len();
        }
    }
    ends.extend(address_ends(line));
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// Ends of web addresses before a capital letter or another address: nobody puts a point behind them.
fn address_ends(line: &str) -> impl Iterator<Item = usize> + '_ {
    let mut at = 0;
    let mut address = None;
    line.split_inclusive(char::is_whitespace).filter_map(move |word| {
        let starts = word.starts_with(char::is_uppercase) || word.starts_with("http");
        let end = if starts { address } else { None };
        if !word.trim_end().is_empty() {
            address = word.contains("://").then_some(at + word.trim_end().len());
        }
        at += word.len();
        end
    })
}

/// Whether the author begins sentences in lower case.
fn is_lower_case(line: &str) -> bool {
    let (mut lower, mut upper) = (0, 0);
    for (at, _) in line.match_indices(". ").chain(line.match_indices("! ")).chain(line.match_indices("? ")) {
        let mut word = line[at + 2..].chars();
        match word.next() {
            Some(c) if c.is_lowercase() => lower += 1,
            Some(c) if c.is_uppercase() => upper += 1,
            _ => {}
        }
    }
    let first = line.trim_start().starts_with(char::is_lowercase);
    lower > upper && (first || lower >= 2)
}

/// Words that often begin a sentence and seldom a name.
const STARTERS: [&str; 26] = [
    "The", "This", "That", "These", "It", "He", "She", "We", "They", "You", "I", "In", "But", "And", "If", "A",
    "There", "When", "What", "My", "Our", "His", "So", "On", "At", "As",
];

/// Whether `word` is an initial (J) or made of them (U.S, p.m) and the sentence goes on with `next`.
fn is_initial(word: &str, next: &str) -> bool {
    let starter = || STARTERS.contains(&next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default());
    let mut letters = word.split('.').filter(|piece| !piece.is_empty());
    let initials =
        !word.is_empty() && letters.all(|piece| piece.chars().count() == 1 && piece.chars().all(char::is_alphabetic));
    initials && word != "I" && !(word.contains('.') && starter())
}
