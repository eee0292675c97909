//! Outlets and agencies: who publishes is not who writes.

/// How the names of Chinese outlets end.
const ENDINGS: [&str; 22] = [
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
    "網",
];

/// Agencies whose names stand beside those of their reporters.
const AGENCIES: [&str; 12] = [
    "associated press",
    "the associated press",
    "ap",
    "afp",
    "agence france-presse",
    "reuters",
    "dpa",
    "upi",
    "xinhua",
    "bloomberg",
    "efe",
    "ansa",
];

/// Words before a reporter's name that tell of the reporter, not of the outlet.
const QUALIFIERS: [&str; 12] =
    ["本报", "本報", "本刊", "本网", "本台", "本社", "实习", "實習", "见习", "特约", "特約", "首席"];

/// Whether a word is the name of an outlet.
pub(super) fn is_outlet(word: &str) -> bool {
    let is_agency = || AGENCIES.contains(&word.to_lowercase().as_str());
    ENDINGS.iter().any(|ending| word.ends_with(ending)) || (word.is_ascii() && is_agency())
}

/// What stands before a reporter's title as the name of an outlet: `海边日报实习` as `海边日报`, `本报` as nothing.
pub(super) fn before_title(before: &str) -> &str {
    const AROUND: [char; 6] = ['《', '》', '“', '”', '"', ' '];
    let mut outlet = before.trim_matches(AROUND);
    while let Some(rest) = QUALIFIERS.iter().find_map(|word| outlet.strip_suffix(word)) {
        outlet = rest.trim_matches(AROUND);
    }
    outlet
}
