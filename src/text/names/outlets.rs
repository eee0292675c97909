//! Outlets: who publishes is not who writes. Western agencies are taken for writers, as their bylines take them.

/// How the names of Chinese outlets end.
const ENDINGS: [&str; 23] = [
    "日报",
    "日報",
    "晚报",
    "晚報",
    "早报",
    "晨报",
    "时报",
    "時報",
    "周报",
    "周刊",
    "週刊",
    "月刊",
    "杂志",
    "雜誌",
    "电视台",
    "電視台",
    "通讯社",
    "通訊社",
    "新华社",
    "中新社",
    "编辑部",
    "网",
    "網",
];

/// Words before a reporter's name that tell of the reporter, not of the outlet.
const QUALIFIERS: [&str; 12] =
    ["本报", "本報", "本刊", "本网", "本台", "本社", "实习", "實習", "见习", "特约", "特約", "首席"];

/// Whether a Chinese word is the name of an outlet.
pub(super) fn is_outlet(word: &str) -> bool {
    ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Words for the outlet itself in its own pages.
const OWN: [&str; 7] = ["本报", "本報", "本刊", "本网", "本台", "本社", "本站"];

/// Whether a word names the outlet by no name: `本报讯`.
pub(super) fn is_own(word: &str) -> bool {
    OWN.iter().any(|own| word.starts_with(own))
}

/// Whether there is nothing but words about the bearer before a title: `首席`.
pub(super) fn is_qualifier(before: &str) -> bool {
    QUALIFIERS.contains(&before)
}

/// Characters of the shortest name of an outlet before a title.
const SHORTEST: usize = 3;

/// What comes before a reporter's title as the name of an outlet: `海边日报实习` as `海边日报`, `本报` as nothing.
pub(super) fn before_title(before: &str) -> &str {
    const AROUND: [char; 6] = ['《', '》', '“', '”', '"', ' '];
    let mut outlet = before.trim_matches(AROUND);
    while let Some(rest) = QUALIFIERS.iter().find_map(|word| outlet.strip_suffix(word)) {
        outlet = rest.trim_matches(AROUND);
    }
    if outlet.chars().count() < SHORTEST { "" } else { outlet }
}
