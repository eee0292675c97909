//! Authors and dates in the lines that readers see.

use jiff::tz::TimeZone;

use crate::document::Block;
use crate::parse::date::{self, Moment};
use crate::text::{boundary, is_common_han};

/// Bytes of a line beyond which it is text, not a byline.
const LINE: usize = 260;

/// Blocks after the title in which a byline is looked for, and before it.
const AFTER: usize = 14;
const BEFORE: usize = 4;

/// Lines near the title, those after it first.
fn near(blocks: &[Block], title_at: Option<usize>) -> impl Iterator<Item = &Block> + Clone {
    let at = title_at.unwrap_or(0).min(blocks.len());
    let after = blocks[at..].iter().skip(usize::from(title_at.is_some())).take(AFTER);
    let before = blocks[..at].iter().rev().take(BEFORE);
    after.chain(before).filter(|block| block.value().len() <= LINE)
}

/// The first line near the title that holds a date, lines that look like bylines first, and the date.
pub(super) fn date(blocks: &[Block], title_at: Option<usize>, zone: &TimeZone) -> Option<(String, Moment)> {
    let near = near(blocks, title_at);
    let hinted = near.clone().filter(|block| is_dateline(block));
    // A heading may begin with its date.
    let title =
        title_at.and_then(|at| blocks.get(at)).filter(|block| block.value().starts_with(|c: char| c.is_ascii_digit()));
    title
        .into_iter()
        .chain(hinted)
        .chain(near)
        .find_map(|block| read_date(block, zone))
        .or_else(|| dateline(blocks, title_at, zone))
}

/// The date that the text itself begins with, as that of a press release or an agency's report does.
fn dateline(blocks: &[Block], title_at: Option<usize>, zone: &TimeZone) -> Option<(String, Moment)> {
    let mut after = blocks[title_at.map_or(0, |at| at + 1).min(blocks.len())..].iter().take(AFTER);
    let text = after.find(|block| block.value().len() > LINE)?.value();
    let head = &text[..boundary(text, HEAD)];
    date::find(head, zone).map(|moment| (head.to_owned(), moment))
}

/// Bytes at the beginning of a text that a dateline takes.
const HEAD: usize = 50;

/// The first line anywhere that holds a date and looks like a byline.
pub(super) fn any_date(blocks: &[Block], zone: &TimeZone) -> Option<(String, Moment)> {
    let may = |block: &&Block| block.value().len() <= LINE && has_digit(block.value()) && is_dateline(block);
    let mut lines = blocks.iter().filter(may);
    lines.find_map(|block| read_date(block, zone))
}

/// Words around or in a line that say it tells when the page was published.
const DATELINE: &[&str] = &[
    "发布",
    "发表",
    "时间",
    "来源",
    "日期",
    "發佈",
    "發表",
    "時間",
    "Posted",
    "Published",
    "posted on",
    "Veröffentlicht",
    "Erschienen",
    "Publié",
    "Publicado",
    "Pubblicato",
];

/// Those of them that stand right before the date of publication, where a line has several dates.
const BEFORE_DATE: &[&str] =
    &["发布", "发表", "發佈", "發表", "Published", "Veröffentlicht", "Erschienen", "Publié", "Publicado", "Pubblicato"];

/// Whether there can be a date in a line: this is what most lines are told by.
fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_dateline(block: &Block) -> bool {
    const NAMES: &[&str] = &["date", "time", "pub", "info", "source", "meta", "byline"];
    let mut own = block.features.names.rsplit('/').take(3);
    own.any(|names| NAMES.iter().any(|word| names.contains(word)))
        || block.value().len() <= 40
        || DATELINE.iter().any(|word| block.value().contains(word))
}

/// The date in a line. Clocks in page headers and footers are not dates of publication.
fn read_date(block: &Block, zone: &TimeZone) -> Option<(String, Moment)> {
    let text = block.value();
    if !has_digit(text) {
        return None;
    }
    let named = BEFORE_DATE.iter().find_map(|word| Some(text.split_at(text.find(word)?)));
    let named = named.filter(|(before, _)| !is_clock(before)).and_then(|(_, rest)| date::find(rest, zone));
    let lines = || text.lines().filter(|line| !is_clock(line)).find_map(|line| date::find(line, zone));
    // Lines of other dates than those of the Web tell of something else.
    let moment = named.or_else(lines).filter(|moment| moment.date.year() >= WEB)?;
    Some((text.to_owned(), moment))
}

/// The year in which the first pages were published.
const WEB: i16 = 1990;

/// Whether a line tells of something else than publication.
fn is_clock(line: &str) -> bool {
    ["今天", "现在"].iter().any(|word| line.starts_with(word))
        || ["©", "ICP", "Copyright", "last edited", "Joined"].iter().any(|word| line.contains(word))
}

/// What stands before the names of authors, wherever it stands in a short line.
const AUTHOR: &[&str] =
    &["作者：", "作者:", "作者丨", "作者|", "作者 ", "撰文：", "撰文:", "撰文|", "撰文 ", "文／", "文/", "文|", "文丨"];

/// What stands before the names of reporters. In an interview it stands before questions.
const REPORTER: &[&str] = &["本报记者", "记者：", "记者:", "记者 ", "记者\u{a0}", "编译："];

/// What western bylines begin with.
const BY: &[&str] =
    &["By ", "BY ", "by ", "Von ", "von ", "Par ", "par ", "Por ", "por ", "Written by ", "Door ", "Av ", "Af ", "Di "];

/// The authors that a line near the title names, any short line, or the last line of a Chinese text.
pub(super) fn authors(blocks: &[Block], title_at: Option<usize>) -> Option<Vec<String>> {
    let near = near(blocks, title_at);
    let short = blocks.iter().filter(|block| block.value().len() <= LINE);
    (near.clone().find_map(|block| marked(block.value())))
        .or_else(|| near.clone().find_map(|block| western(block.value())))
        .or_else(|| near.clone().find_map(|block| posted_by(block.value())))
        .or_else(|| short.clone().find_map(|block| marked(block.value())))
        .or_else(|| near.clone().find_map(|block| marked_han(block.value())))
        .or_else(|| blocks.iter().rev().find_map(|block| signature(block.value())))
        .or_else(|| short.clone().find_map(|block| marked_han(block.value())))
}

/// The names after a marker in a line.
fn marked(text: &str) -> Option<Vec<String>> {
    // Every marker holds one of these; most lines hold neither.
    if !text.contains(['作', '文']) {
        return None;
    }
    let (at, marker) = AUTHOR.iter().find_map(|marker| Some((text.find(marker)?, marker)))?;
    let rest = text[at + marker.len()..].trim_start();
    let ends = ['|', '\n', '）', ')', '】', '[', '来', '编', '责', '发', '出', '：', ':', '。', '\u{3000}'];
    let names = names(&rest[..rest.find(ends).unwrap_or(rest.len())]);
    let is_plausible = !names.is_empty() && names.iter().all(|name| name.chars().count() <= 12 && !is_speech(name));
    is_plausible.then_some(names)
}

/// What stands before an author's name inside a western line.
const POSTED_BY: &[&str] = &[
    "Posted by ",
    "Submitted by ",
    "Written by ",
    "Gespeichert von ",
    "Geschrieben von ",
    "Verfasst von ",
    "Veröffentlicht von ",
    "Publié par ",
    "Escrito por ",
    "Publicado por ",
    "Skrevet av ",
    "Author: ",
    "Autor: ",
    "Autorin: ",
    "Redaktion: ",
    "Auteur : ",
];

/// What ends the name behind it.
const THEN: &[&str] = &[" on ", " am ", " le ", " el ", " at ", " in ", " um ", " - "];

/// The name that a western line says its page was written by.
fn posted_by(text: &str) -> Option<Vec<String>> {
    let rest = POSTED_BY.iter().find_map(|marker| Some(&text[text.find(marker)? + marker.len()..]))?;
    let rest = &rest[..rest.find(['|', '\n', '(', ')', ':', '–', '—', '·']).unwrap_or(rest.len())];
    let end = THEN.iter().filter_map(|end| rest.find(end)).min();
    let names = names(&rest[..end.unwrap_or(rest.len())]);
    (!names.is_empty() && names.iter().all(|name| name.split(' ').count() <= 4)).then_some(names)
}

/// The names in a line that begins like a western byline, each a few words with capitals.
fn western(text: &str) -> Option<Vec<String>> {
    let rest = BY.iter().find_map(|marker| text.strip_prefix(marker))?;
    let ends = ['|', '\n', ')', ':', '–', '—'];
    let names = names(&rest[..rest.find(ends).unwrap_or(rest.len())]);
    let is_capital = |name: &String| name.starts_with(char::is_uppercase) && name.split(' ').count() <= 4;
    (!names.is_empty() && names.iter().all(is_capital)).then_some(names)
}

/// Whether Chinese words are part of a sentence rather than somebody's name.
fn is_speech(text: &str) -> bool {
    text.contains(['的', '了', '你', '我', '他', '是', '在', '们', '和', '与'])
}

/// What parts Chinese names.
const GAPS: [char; 9] = [' ', '\u{a0}', '\u{3000}', '、', ',', '，', '）', ')', '：'];

/// Chinese names after the word for a reporter or an author.
fn marked_han(text: &str) -> Option<Vec<String>> {
    // As in `marked`.
    if !text.contains(['记', '编', '执']) {
        return None;
    }
    let (_, rest) = REPORTER.iter().chain(&["记者", "执笔人"]).find_map(|word| text.split_once(word))?;
    let words = rest.trim_start_matches([':', '：', ' ', '\u{a0}', '\u{3000}']).split(GAPS);
    // Names of other peoples begin with no family name; what follows the word at once is often a verb.
    let is_parted = rest.starts_with([':', '：', ' ', '\u{a0}']) && !text.starts_with("记者");
    let is_word =
        |word: &str| word.chars().all(is_common_han) && (2..=4).contains(&word.chars().count()) && !is_speech(word);
    let names: Vec<String> =
        words.take_while(|word| is_han_name(word) || (is_parted && is_word(word))).map(str::to_owned).collect();
    (!names.is_empty()).then_some(names)
}

/// The names in brackets that end a Chinese text: `（记者 张三 李四）`.
fn signature(text: &str) -> Option<Vec<String>> {
    let (before, inside) = text.strip_suffix(['）', ')'])?.rsplit_once(['（', '('])?;
    let is_alone = before.is_empty() && !text.contains(['图', '摄']);
    if (before.len() < 30 && !is_alone) || inside.len() > 90 || inside.contains("编辑") {
        return None;
    }
    let words: Vec<&str> = inside.split(GAPS).filter(|word| !word.is_empty()).collect();
    let names: Vec<String> = words.iter().filter(|name| is_han_name(name)).map(|name| (*name).to_owned()).collect();
    let is_marked = ["记者", "作者", "通讯员"].iter().any(|word| inside.contains(word));
    (!names.is_empty() && (is_marked || names.len() == words.len())).then_some(names)
}

/// The commonest Chinese family names.
const FAMILIES: &str = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚\
    卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤温康施牛樊葛邢齐易乔伍庞颜倪\
    庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍喻祁房滕屈饶解牟艾\
    尤穆司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩佘池\
    查麻苑迟邝常洪安向樊时侍敬植展宦仇";

fn is_han_name(text: &str) -> bool {
    (2..=4).contains(&text.chars().count())
        && text.chars().all(is_common_han)
        && text.starts_with(|c| FAMILIES.contains(c))
}

/// Words that stand before a name and are not part of it.
const PREFIXES: &[&str] = &[
    "written by",
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
    "作者：",
    "作者:",
    "作者",
    "文／",
    "文/",
    "文：",
    "撰文：",
    "撰文",
    "本报记者",
    "记者：",
    "记者:",
    "记者",
    "编辑：",
    "来源：",
    "来源:",
    "author:",
    "author",
    "autor:",
    "autor",
    "text:",
    "foto:",
];

/// The names in a byline: prefixes, roles and dates taken off, several names parted. Empty when it holds no name.
pub(super) fn names(line: &str) -> Vec<String> {
    let whole = lines(line);
    let mut parts = whole.split(['\n', '|', '•', '·']).map(|part| bare(after_date(part.trim())));
    let line = parts.find(|part| !part.is_empty()).unwrap_or_default();
    if line.contains("://") {
        return Vec::new();
    }
    let is_han = line.chars().any(is_common_han);
    let separators: &[char] =
        if is_han { &['、', ',', '，', ';', '；', '/', ' ', '　', '&'] } else { &[',', ';', '/', '&'] };
    let parts = line.split(separators).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" und "));
    let parts = parts.flat_map(|part| part.split(" et ")).flat_map(|part| part.split(" y "));
    parts
        .map(|part| without_handle(part.trim()).trim_matches(['(', ')', '（', '）', '.', '-', '—']))
        .take_while(|part| is_name(part))
        .map(str::to_owned)
        .collect()
}

/// A line without the date before its author: `Posted on May 3, 2020 by Ann Lee`.
fn after_date(line: &str) -> &str {
    let found = [" by ", " von ", " par ", " por "].iter().find_map(|word| line.split_once(word));
    found.filter(|(before, _)| before.bytes().any(|byte| byte.is_ascii_digit())).map_or(line, |(_, name)| name.trim())
}

/// A name without the handle behind it.
fn without_handle(name: &str) -> &str {
    name.split_once(" @").map_or(name, |(name, _)| name)
}

/// Lines with those joined that a comma parts.
fn lines(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !joined.is_empty() && !joined.ends_with(',') && !line.starts_with(',') {
            joined.push('\n');
        }
        joined.push_str(line);
    }
    joined
}

/// A line without what stands before a name.
fn bare(mut line: &str) -> &str {
    for prefix in PREFIXES {
        if let Some(start) = line.get(..prefix.len())
            && start.eq_ignore_ascii_case(prefix)
            && (!prefix.is_ascii() || prefix.ends_with(':') || !line[prefix.len()..].starts_with(char::is_alphanumeric))
        {
            line = line[prefix.len()..].trim_start_matches([' ', ':', '：', '/', '|', '\u{a0}', '\u{3000}']);
        }
    }
    line
}

/// Whether a string can be somebody's name.
fn is_name(text: &str) -> bool {
    let chars = text.chars().count();
    let has_address = text.contains("://") || text.contains('@') || text.starts_with("www.") || text.contains(".com");
    let digits = text.chars().filter(char::is_ascii_digit).count();
    // Names that people give themselves may end in a number.
    let is_nickname = text.trim_end_matches(|c: char| c.is_ascii_digit()).chars().all(char::is_lowercase);
    let words = text.split(' ').count();
    (2..=50).contains(&chars)
        && !text.contains([':', '：', '=', '"'])
        && !is_label(text)
        && !has_address
        && (digits == 0 || is_nickname || (digits < 3 && !text.split(' ').any(date::is_month)))
        && words <= 6
        && text.chars().any(char::is_alphabetic)
        && !matches!(
            text.to_lowercase().as_str(),
            "admin" | "administrator" | "null" | "none" | "undefined" | "unknown" | "网络" | "佚名" | "匿名"
        )
}

/// Whether a string tells what stands beside it, or when.
fn is_label(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "posted",
        "published",
        "publiziert",
        "veröffentlicht",
        "updated",
        "read",
        "more",
        "topic",
        "written",
        "authors",
        "author",
        "image",
        "photo",
        "foto",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonntag",
        "jan.",
        "feb.",
        "mar.",
        "apr.",
        "jun.",
        "jul.",
        "aug.",
        "sept.",
        "oct.",
        "nov.",
        "dec.",
    ];
    let first = text.split(' ').next().unwrap_or(text).to_lowercase();
    WORDS.contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_give_their_names() {
        assert_eq!(names("By Ann Lee and Bo Ek"), ["Ann Lee", "Bo Ek"]);
        assert_eq!(names("作者：张三、李四"), ["张三", "李四"]);
        assert_eq!(names("Von Ärzte Blatt | 3. Mai"), ["Ärzte Blatt"]);
        assert_eq!(names("https://example.org/me"), Vec::<String>::new());
        assert_eq!(names("Byron Katie"), ["Byron Katie"]);
        assert_eq!(names("By\n  Ann Lee"), ["Ann Lee"]);
        assert_eq!(names("Posted on May 3, 2020 by Ann Lee"), ["Ann Lee"]);
        assert_eq!(names("Ann Lee @annlee7"), ["Ann Lee"]);
        assert_eq!(names("walker1987"), ["walker1987"]);
        assert_eq!(names("1987"), Vec::<String>::new());
        assert_eq!(names("Ann Lee, November 18"), ["Ann Lee"]);
        assert_eq!(names("Redaktion Tal24"), ["Redaktion Tal24"]);
        assert_eq!(posted_by("Gespeichert von walker am 3. Mai 2020").unwrap(), ["walker"]);
        assert!(posted_by("The letter was written by nobody we know").is_none());
    }

    #[test]
    fn chinese_texts_are_signed() {
        assert_eq!(signature("秋收节在村口的晒谷场上举行。（记者 张三丰 李四）").unwrap(), ["张三丰", "李四"]);
        assert_eq!(signature("秋收节在村口的晒谷场上举行。（王五）").unwrap(), ["王五"]);
        assert!(signature("秋收节在村口的晒谷场上举行（完）").is_none());
        assert!(signature("秋收节在村口的晒谷场上举行（下图）").is_none());
        assert_eq!(marked_han("某日报记者 王五 赵六").unwrap(), ["王五", "赵六"]);
    }
}
