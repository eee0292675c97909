//! Words beside names that say what somebody did.

use super::byline::Role::{self, Artist, Editor, Source, Translator, Writer};
use super::name::is_han_name;

/// Words that say alone, or before a colon or a stroke, what the people behind them did.
const LABELS: &[(&str, Role)] = &[
    ("作者", Writer),
    ("本文作者", Writer),
    ("文章作者", Writer),
    ("原作者", Writer),
    ("原文作者", Writer),
    ("作者署名", Writer),
    ("楼主", Writer),
    ("樓主", Writer),
    ("文", Writer),
    ("文字", Writer),
    ("文案", Writer),
    ("撰文", Writer),
    ("撰稿", Writer),
    ("采写", Writer),
    ("採寫", Writer),
    ("采访", Writer),
    ("採訪", Writer),
    ("採訪撰文", Writer),
    ("执笔", Writer),
    ("执笔人", Writer),
    ("主笔", Writer),
    ("口述", Writer),
    ("编者", Editor),
    ("責編", Editor),
    ("责编", Editor),
    ("责任编辑", Editor),
    ("責任編輯", Editor),
    ("主编", Editor),
    ("编审", Editor),
    ("审核", Editor),
    ("审校", Editor),
    ("校对", Editor),
    ("排版", Editor),
    ("监制", Editor),
    ("策划", Editor),
    ("统筹", Editor),
    ("出品", Editor),
    ("运营", Editor),
    ("整理", Editor),
    ("译", Translator),
    ("译者", Translator),
    ("譯者", Translator),
    ("翻译", Translator),
    ("翻譯", Translator),
    ("编译", Translator),
    ("編譯", Translator),
    ("图", Artist),
    ("图片", Artist),
    ("圖片", Artist),
    ("摄", Artist),
    ("摄影", Artist),
    ("攝影", Artist),
    ("摄像", Artist),
    ("供图", Artist),
    ("制图", Artist),
    ("题图", Artist),
    ("插画", Artist),
    ("视觉", Artist),
    ("设计", Artist),
    ("来源", Source),
    ("來源", Source),
    ("稿源", Source),
    ("出处", Source),
    ("出處", Source),
    ("转自", Source),
    ("转载自", Source),
];

/// What people of the press and learned people are called, before or behind their names, and whether what comes before
/// the word may be the outlet that they work for.
const TITLES: &[(&str, Role, bool)] = &[
    ("特约撰稿人", Writer, true),
    ("特约撰稿", Writer, true),
    ("特约通讯员", Writer, true),
    ("实习记者", Writer, true),
    ("见习记者", Writer, true),
    ("特派记者", Writer, true),
    ("首席记者", Writer, true),
    ("特约记者", Writer, true),
    ("特約記者", Writer, true),
    ("實習記者", Writer, true),
    ("本报记者", Writer, false),
    ("本報記者", Writer, false),
    ("本刊记者", Writer, false),
    ("本网记者", Writer, false),
    ("本台记者", Writer, false),
    ("通讯员", Writer, true),
    ("通訊員", Writer, true),
    ("撰稿人", Writer, true),
    ("评论员", Writer, true),
    ("評論員", Writer, true),
    ("记者", Writer, true),
    ("記者", Writer, true),
    ("专栏作家", Writer, true),
    ("作者", Writer, false),
    ("撰文", Writer, false),
    ("文字", Writer, false),
    ("编辑", Editor, false),
    ("編輯", Editor, false),
    ("编者", Editor, false),
    ("编译", Translator, false),
    ("译者", Translator, false),
    ("譯者", Translator, false),
    ("翻译", Translator, false),
    ("摄影", Artist, false),
    ("攝影", Artist, false),
    ("实习生", Writer, true),
    ("研究员", Writer, false),
    ("教授", Writer, false),
    ("主任", Writer, false),
];

/// A title found in a word.
pub(super) struct Title<'a> {
    /// What comes before it.
    pub before: &'a str,
    /// What comes behind it.
    pub after: &'a str,
    /// What its bearer did.
    pub role: Role,
    /// Whether what comes before it may be an outlet.
    pub names_outlet: bool,
}

/// What the people behind `word` did, if it is a label.
pub(super) fn label(word: &str) -> Option<Role> {
    LABELS.iter().find(|(label, _)| *label == word).map(|(_, role)| *role)
}

/// The title that ends last in `word`; of two that end there, the longer.
pub(super) fn title(word: &str) -> Option<Title<'_>> {
    let found = TITLES
        .iter()
        .filter_map(|(title, role, outlet)| word.rfind(title).map(|at| (at + title.len(), at, *role, *outlet)));
    let (end, at, role, names_outlet) = found.max_by_key(|(end, at, ..)| (*end, std::cmp::Reverse(*at)))?;
    Some(Title { before: word.get(..at)?, after: word.get(end..)?, role, names_outlet })
}

/// Words that begin what follows a byline. A name may come right before them.
const ENDS: &[&str] = &[
    "发自",
    "發自",
    "报道",
    "报导",
    "報道",
    "報導",
    "来自",
    "來自",
    "来源",
    "來源",
    "发布",
    "發佈",
    "发表",
    "發表",
    "出处",
    "出版",
    "出自",
    "出品",
    "人气",
    "人氣",
    "留言",
    "返回",
    "查看",
    "点击",
    "点赞",
    "浏览",
    "阅读",
    "转载",
    "转自",
    "授权",
    "责编",
    "责任编辑",
    "责任",
    "发于",
    "更新",
    "时间",
    "日期",
    "电子邮箱",
    "邮箱",
    "公众号",
];

/// A word up to where something else begins, and whether it does. Names of outlets may end so (`海边报道`).
pub(super) fn before_end(word: &str) -> (&str, bool) {
    let found = ENDS.iter().filter_map(|end| word.find(end).map(|at| (at, at + end.len()))).min();
    match found.map(|(at, end)| (word.get(..at).unwrap_or_default(), end)) {
        Some((name, end)) if end < word.len() || name.is_empty() || is_han_name(name) => (name, true),
        _ => (word, false),
    }
}

/// Words behind a name that say no more than that it is the author's.
const BEHIND: [char; 3] = ['著', '撰', '述'];

/// A name without the word for having written behind it.
pub(super) fn without_wrote(name: &str) -> &str {
    name.strip_suffix(BEHIND).filter(|rest| rest.chars().count() > 1).unwrap_or(name)
}

/// Whether a word is one of those, alone.
pub(super) fn is_wrote(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| BEHIND.contains(&c)) && chars.next().is_none()
}

/// Words that come before a western name and are not part of it, each looked for once, in this order.
const PREFIXES: &[&str] = &[
    "view all posts by",
    "written by",
    "words by",
    "story by",
    "posted by",
    "published by",
    "authors:",
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "author:",
    "author",
    "autor:",
    "autor",
    "text:",
    "foto:",
];

/// A line without what comes before a name.
pub(super) fn without_prefixes(mut line: &str) -> &str {
    const GAPS: [char; 8] = [' ', ':', '：', '/', '|', '\u{a0}', '\u{3000}', '\n'];
    for prefix in PREFIXES {
        if let Some(start) = line.get(..prefix.len())
            && start.eq_ignore_ascii_case(prefix)
            && (prefix.ends_with(':') || line.len() == prefix.len() || line[prefix.len()..].starts_with(GAPS))
        {
            line = line[prefix.len()..].trim_start_matches(GAPS);
        }
    }
    line
}

/// Words before somebody else's name than the writer's, in a western line.
const ASIDES: [&str; 6] =
    ["photographs by", "photography by", "photos by", "photo by", "illustrations by", "illustration by"];

/// A western line up to where it names those who made its pictures.
pub(super) fn before_aside(line: &str) -> &str {
    let lower = line.to_ascii_lowercase();
    let at = ASIDES.iter().filter_map(|aside| lower.find(aside)).min();
    at.map_or(line, |at| line[..at].trim_end_matches([' ', '.', ',', ';', '|']))
}

/// Words of offices behind a western name: first words, and last ones.
const OFFICES: ([&str; 7], [&str; 12]) = (
    ["senior", "staff", "chief", "associate", "assistant", "special", "deputy"],
    [
        "writer",
        "writers",
        "reporter",
        "reporters",
        "correspondent",
        "correspondents",
        "contributor",
        "contributors",
        "editor",
        "editors",
        "columnist",
        "photographer",
    ],
);

/// Whether a part of a western byline is an office rather than a name: `Staff Writer`, `Senior Keeper of Ropes`.
pub(super) fn is_office(part: &str) -> bool {
    let is = |word: Option<&str>, known: &[&str]| {
        word.is_some_and(|word| known.iter().any(|known| known.eq_ignore_ascii_case(word)))
    };
    let mut words = part.split(' ');
    part.contains(' ') && is(words.next(), &OFFICES.0) || is(part.rsplit(' ').next(), &OFFICES.1)
}
