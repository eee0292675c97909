//! Lines among others that name the writers of a text: by a label, by a word of western bylines, by a signature.

use super::labels::before_end;
use super::name::{is_han_name, is_speech};
use super::reader::read;
use crate::text::is_common_han;

/// What comes before the names of authors, anywhere in a short line.
const AUTHOR: &[&str] = &[
    "作者：",
    "作者:",
    "作者丨",
    "作者|",
    "作者 ",
    "撰文：",
    "撰文:",
    "撰文|",
    "撰文 ",
    "文／",
    "文/",
    "文|",
    "文丨",
    "楼主：",
    "楼主:",
];

/// Code points of the longest name that a label in a line is believed to name.
const LONGEST: usize = 12;

/// The names behind a label in a line.
pub(crate) fn labelled(text: &str) -> Option<Vec<String>> {
    // Every label holds one of these; most lines hold none.
    if !text.contains(['作', '文', '楼']) {
        return None;
    }
    let (at, label) = AUTHOR.iter().find_map(|label| Some((text.find(label)?, label)))?;
    let rest = text[at + label.len()..].trim_start();
    // A wide blank ends the names, unless it spaces out a name of two characters.
    let is_end = |(at, c): &(usize, char)| matches!(c, '\n' | '。') || (*c == '\u{3000}' && *at > '人'.len_utf8());
    let end = rest.char_indices().find(is_end).map_or(rest.len(), |(at, _)| at);
    let names = read(&rest[..end]).writers();
    let is_plausible =
        !names.is_empty() && names.iter().all(|name| name.chars().count() <= LONGEST && !is_speech(name));
    is_plausible.then_some(names)
}

/// What western bylines begin with.
const BY: &[&str] =
    &["By ", "BY ", "by ", "Von ", "von ", "Par ", "par ", "Por ", "por ", "Written by ", "Door ", "Av ", "Af ", "Di "];

/// Words of the longest western name.
const WORDS: usize = 4;

/// The names in a line that begins like a western byline, each a few words with capitals.
pub(crate) fn by(text: &str) -> Option<Vec<String>> {
    let rest = BY.iter().find_map(|label| text.strip_prefix(label))?;
    let ends = ['|', '\n', ')', ':', '–', '—'];
    let names = read(&rest[..rest.find(ends).unwrap_or(rest.len())]).writers();
    let is_capital = |name: &String| name.starts_with(char::is_uppercase) && name.split(' ').count() <= WORDS;
    (!names.is_empty() && names.iter().all(is_capital)).then_some(names)
}

/// What comes before an author's name inside a western line.
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
pub(crate) fn posted_by(text: &str) -> Option<Vec<String>> {
    let rest = POSTED_BY.iter().find_map(|label| Some(&text[text.find(label)? + label.len()..]))?;
    let rest = &rest[..rest.find(['|', '\n', '(', ')', ':', '–', '—', '·']).unwrap_or(rest.len())];
    let end = THEN.iter().filter_map(|end| rest.find(end)).min();
    let names = read(&rest[..end.unwrap_or(rest.len())]).writers();
    (!names.is_empty() && names.iter().all(|name| name.split(' ').count() <= WORDS)).then_some(names)
}

/// Words that say before a name that a board holds what its bearer wrote.
const BOARD: [&str; 4] = ["本贴由", "本帖由", "此帖由", "本文由"];

/// The name in a line of a board: `本贴由林一川于2005年8月12日发表`.
pub(crate) fn on_board(text: &str) -> Option<Vec<String>> {
    let rest = BOARD.iter().find_map(|label| text.strip_prefix(label))?;
    let (name, when) = rest.split_once(['于', '於'])?;
    let names = read(name).writers();
    (when.starts_with(|c: char| c.is_ascii_digit()) && names.len() == 1).then_some(names)
}

/// The Chinese names in a line that says no more than that they wrote the text: `林一川 著`.
pub(crate) fn wrote(text: &str) -> Option<Vec<String>> {
    let names = read(text.strip_suffix('著')?).writers();
    (!names.is_empty() && names.iter().all(|name| is_han_name(name))).then_some(names)
}

/// What separates Chinese names.
const GAPS: [char; 9] = [' ', '\u{a0}', '\u{3000}', '、', ',', '，', '）', ')', '：'];

/// What comes before the names of reporters. In an interview it comes before questions.
const REPORTER: &[&str] = &["本报记者", "记者：", "记者:", "记者 ", "记者\u{a0}", "编译：", "记者", "执笔人"];

/// Chinese names behind the word for a reporter.
pub(crate) fn reporter(text: &str) -> Option<Vec<String>> {
    // As in `labelled`.
    if !text.contains(['记', '编', '执']) {
        return None;
    }
    let (_, rest) = REPORTER.iter().find_map(|word| text.split_once(word))?;
    let words = rest.trim_start_matches([':', '：', ' ', '\u{a0}', '\u{3000}']).split(GAPS);
    // Names of other peoples begin with no family name; what follows the word at once is often a verb.
    let is_parted = rest.starts_with([':', '：', ' ', '\u{a0}']) && !text.starts_with("记者");
    let is_word =
        |word: &str| word.chars().all(is_common_han) && (2..=4).contains(&word.chars().count()) && !is_speech(word);
    let names = words.map(|word| before_end(word).0);
    let names: Vec<String> =
        names.take_while(|word| is_han_name(word) || (is_parted && is_word(word))).map(str::to_owned).collect();
    (!names.is_empty()).then_some(names)
}

/// Bytes of a text that may have a signature in brackets behind it, and of the longest signature.
const SIGNED: (usize, usize) = (30, 90);

/// The names in brackets that end a Chinese text: `（记者 张三 李四）`.
pub(crate) fn signature(text: &str) -> Option<Vec<String>> {
    let (before, inside) = text.strip_suffix(['）', ')'])?.rsplit_once(['（', '('])?;
    let is_alone = before.is_empty() && !text.contains(['图', '摄']);
    if (before.len() < SIGNED.0 && !is_alone) || inside.len() > SIGNED.1 || inside.contains("编辑") {
        return None;
    }
    let words: Vec<&str> = inside.split(GAPS).filter(|word| !word.is_empty()).collect();
    let names: Vec<String> = words.iter().filter(|name| is_han_name(name)).map(|name| (*name).to_owned()).collect();
    let is_marked = ["记者", "作者", "通讯员"].iter().any(|word| inside.contains(word));
    (!names.is_empty() && (is_marked || names.len() == words.len())).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_found_inside_lines() {
        assert_eq!(labelled("2020年 来源：某社 作者：林一川").unwrap(), ["林一川"]);
        assert_eq!(labelled("文/林一川）他说").unwrap(), ["林一川"]);
        assert_eq!(labelled("楼主：林一川  发表于 2021-04-08").unwrap(), ["林一川"]);
        assert_eq!(labelled("作者：白　玉").unwrap(), ["白玉"]);
        assert_eq!(labelled("作者：白玉　字号：大").unwrap(), ["白玉"]);
        assert_eq!(on_board("本贴由林一川于2005年8月12日在〖山城论坛〗发表").unwrap(), ["林一川"]);
        assert!(on_board("本文由来已久").is_none());
        assert_eq!(wrote("林一川 著").unwrap(), ["林一川"]);
        assert!(wrote("论著").is_none() && wrote("这是一部名著").is_none());
        assert_eq!(labelled("作者：林一川、白玉（海边大学教授） 记者 秦小舟").unwrap(), ["林一川", "白玉", "秦小舟"]);
        assert!(labelled("本书的作者 是一位渔民").is_none());
    }

    #[test]
    fn western_lines_name_their_authors() {
        assert_eq!(by("By Ann Lee").unwrap(), ["Ann Lee"]);
        assert!(by("By then it was late").is_none());
        assert_eq!(posted_by("Gespeichert von walker am 3. Mai 2020").unwrap(), ["walker"]);
        assert!(posted_by("The letter was written by nobody we know").is_none());
    }

    #[test]
    fn chinese_texts_are_signed() {
        assert_eq!(signature("秋收节在村口的晒谷场上举行。（记者 张三丰 李四）").unwrap(), ["张三丰", "李四"]);
        assert_eq!(signature("秋收节在村口的晒谷场上举行。（王五）").unwrap(), ["王五"]);
        assert!(signature("秋收节在村口的晒谷场上举行（完）").is_none());
        assert!(signature("秋收节在村口的晒谷场上举行（下图）").is_none());
        assert_eq!(reporter("某日报记者 王五 赵六").unwrap(), ["王五", "赵六"]);
        assert_eq!(reporter("（本报记者谷远山发自石门）").unwrap(), ["谷远山"]);
    }
}
