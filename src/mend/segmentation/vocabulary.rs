//! Words and signs beside which authors set spaces, or none.

use crate::text::Class;

/// Whether `left` and the number `right` are one name, such as `p 2 p`, `MP 3` or `GF 7300`; `first` and `last` are the
/// words around them. In natural Chinese text one letter is nearly always tied to its number, two are mostly, and more
/// only when they are capitals and the number is short. Where `whole_runs` stayed whole, that goes for few.
pub(super) fn is_model(first: &str, left: &str, right: &str, last: &str, whole_runs: bool) -> bool {
    // What is tied to Chinese before it is a word of its own: 比X 61.
    let start = left
        .rfind(|c: char| !c.is_ascii_alphanumeric())
        .map_or(0, |at| at + left[at..].chars().next().map_or(0, char::len_utf8));
    let (before, left) = left.split_at(start);
    let first = if before.is_empty() { first } else { before };
    let after_word = first.chars().next_back().is_some_and(|c| Class::of(c).is_word());
    let capitals = left.bytes().all(|byte| byte.is_ascii_uppercase());
    match left.len() {
        _ if after_word => false,
        1 => true,
        2 => (capitals || (right.len() > 1 && !whole_runs && !is_short_word(left))) && !last.starts_with('.'),
        3 => capitals && right.len() <= 3 && !whole_runs,
        4 | 5 => capitals && right.len() <= 2 && !whole_runs,
        _ => false,
    }
}

/// Whether `word` is an English word of two letters.
fn is_short_word(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of", "on",
        "or", "os", "pm", "so", "to", "up", "us", "vs", "we",
    ];
    WORDS.contains(&word.to_ascii_lowercase().as_str())
}

/// Whether `sign` begins items, also in the middle of a line.
pub(super) fn is_bullet(sign: char) -> bool {
    matches!(sign, '●' | '◆' | '■' | '▲' | '★' | '☆' | '◎' | '△' | '□' | '◇' | '▪' | '※')
}

/// Whether `word` is set without a space behind its number.
pub(super) fn is_unit(word: &str) -> bool {
    const UNITS: &[&str] = &[
        "bit", "bp", "bps", "cm", "db", "dpi", "fps", "gb", "gbps", "ghz", "hpa", "hz", "kb", "kbps", "kg", "khz",
        "km", "kpa", "kw", "kwh", "lb", "ma", "mah", "mb", "mbps", "mg", "mhz", "min", "ml", "mm", "mpa", "ms", "mw",
        "nd", "nm", "oz", "pb", "ppi", "ppm", "px", "rd", "rmb", "rpm", "st", "tb", "tbps", "th", "um",
    ];
    (word.len() == 1 && word != "a" && word != "I") || UNITS.contains(&word.to_ascii_lowercase().as_str())
}

/// Whether `word` is one or two capital letters.
pub(super) fn is_initials(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether `word` is capital letters, two or more.
pub(super) fn are_capitals(word: &str) -> bool {
    word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether `word` is full-width letters or digits, two or more.
pub(super) fn is_wide_word(word: &str) -> bool {
    word.len() >= 6 && word.chars().all(|c| matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ'))
}

/// Whether `word` is what follows the apostrophe of a contraction.
pub(super) fn is_contraction(word: &str) -> bool {
    matches!(word, "s" | "t" | "re" | "ve" | "ll" | "d" | "m" | "S" | "T")
}

/// Whether `word` ends the names of sites or files.
pub(super) fn is_suffix(word: &str) -> bool {
    const SUFFIXES: &[&str] = &[
        "ai", "app", "avi", "bat", "cc", "cn", "co", "com", "cpp", "css", "csv", "dev", "dll", "doc", "docx", "edu",
        "exe", "gif", "go", "gov", "hk", "htm", "html", "ini", "io", "jar", "java", "jp", "jpeg", "jpg", "js", "json",
        "jsx", "log", "md", "me", "mp3", "mp4", "net", "org", "pdf", "php", "png", "ppt", "pptx", "py", "rar", "rb",
        "rs", "sh", "so", "sql", "svg", "ts", "tsx", "tv", "tw", "txt", "uk", "us", "vip", "vue", "xls", "xlsx", "xml",
        "xyz", "yaml", "yml", "zip",
    ];
    SUFFIXES.contains(&word)
}
