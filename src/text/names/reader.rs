//! Reads a line that names people.

use std::borrow::Cow;

use super::brackets;
use super::byline::{Byline, Role};
use super::labels::{self, Title};
use super::name::{is_han_name, is_name, is_placeholder};
use super::outlets::{before_title, is_outlet, is_own, is_qualifier};
use crate::text::is_common_han;

/// Who is named in a line of which it is known that it names people.
///
/// Labels (`作者：`, `By`), titles (`记者`, `Staff Writer`), affiliations in brackets, dates and addresses are taken off,
/// several names are told apart. What comes behind the first thing that is no name counts no more.
pub(crate) fn read(line: &str) -> Byline {
    let (outside, inside) = brackets::part(line);
    let byline = read_bare(&outside);
    // `ann@example.org (Ann Lee)`: the name is in the brackets.
    if byline.is_empty() && !inside.trim().is_empty() { read_bare(&inside) } else { byline }
}

/// The same for a line without brackets.
fn read_bare(line: &str) -> Byline {
    let mut reader = Reader::default();
    for part in joined(line).split(['\n', '|', '｜', '丨', '•']).flat_map(|part| part.split(" · ")) {
        let part = without_addresses(part);
        let part = labels::without_prefixes(after_date(part.trim()));
        // Sections and sites follow the names, unless a label or another Chinese name says that they go on.
        let goes_on = reader.byline.is_empty() || reader.is_labelled || is_han_name(part);
        if !goes_on || !reader.read(part) {
            break;
        }
    }
    reader.finish()
}

/// Lines with those joined that a comma separates.
fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !joined.is_empty() && !joined.ends_with(',') && !line.starts_with(',') {
            joined.push('\n');
        }
        joined.push_str(line);
    }
    joined
}

/// A line without the date before its author: `Posted on May 3, 2020 by Ann Lee`.
fn after_date(line: &str) -> &str {
    let found = [" by ", " von ", " par ", " por "].iter().find_map(|word| line.split_once(word));
    found.filter(|(before, _)| before.bytes().any(|byte| byte.is_ascii_digit())).map_or(line, |(_, name)| name.trim())
}

/// What was read so far.
struct Reader {
    byline: Byline,
    /// What the last label says of the people behind it.
    role: Role,
    /// Whether nothing came behind the last label yet.
    is_labelled: bool,
    /// What the first label behind the last name says.
    behind: Option<Role>,
}

impl Default for Reader {
    fn default() -> Self {
        Self { byline: Byline::default(), role: Role::Unsaid, is_labelled: false, behind: None }
    }
}

/// What separates Chinese names, and a label from them.
const SEPARATORS: [char; 11] = ['、', ',', '，', ';', '；', '/', '／', '&', ':', '：', '\t'];

/// What separates western names.
const WESTERN: [char; 9] = [',', ';', '/', '&', '、', '，', '；', '\t', '\u{3000}'];

impl Reader {
    /// Reads a part of a line; false where the names end.
    fn read(&mut self, part: &str) -> bool {
        if part.chars().any(is_common_han) { self.read_han(part) } else { self.read_western(part) }
    }

    fn read_han(&mut self, part: &str) -> bool {
        let sentence = part.find(['。', '！', '？']);
        let part = &part[..sentence.unwrap_or(part.len())];
        for piece in part.split_inclusive(SEPARATORS) {
            let is_label = piece.ends_with([':', '：']);
            let words = words(piece.trim_end_matches(SEPARATORS));
            let last = words.len().saturating_sub(1);
            for (at, word) in words.iter().enumerate() {
                if !self.word(word, is_label && at == last) {
                    return false;
                }
            }
        }
        sentence.is_none()
    }

    /// Reads a word of a Chinese byline; `is_label` tells whether a colon follows it. False where the names end.
    fn word(&mut self, word: &str, is_label: bool) -> bool {
        let word = word.trim_matches(['@', '-', '—', '.', '“', '”']);
        if let Some(role) = labels::label(word) {
            self.label(role);
            return true;
        }
        if let Some(title) = labels::title(word) {
            self.titled(&title)
        } else if is_label {
            self.label(Role::Nobody);
            true
        } else {
            self.name(word)
        }
    }

    /// Reads `晨报记者李某`, `李某记者`, `晨报记者`; false where the names end.
    fn titled(&mut self, title: &Title) -> bool {
        let before = title.before.trim();
        if !title.after.is_empty() {
            if title.names_outlet {
                self.byline.add_outlet(before_title(before));
            }
            self.role = title.role;
            return self.name(title.after);
        }
        if (2..=3).contains(&before.chars().count()) && !is_qualifier(before) && !is_outlet(before) {
            // A name of two or three characters right before its title; anything longer is an outlet.
            self.byline.add(before, title.role);
        } else {
            if title.names_outlet {
                self.byline.add_outlet(before_title(before));
            }
            self.label(title.role);
        }
        true
    }

    /// Takes what a label says of the people behind it. Of two labels in a row (`文/图`), that for writing counts.
    fn label(&mut self, role: Role) {
        if !self.is_labelled {
            self.behind = Some(role);
        }
        if !self.is_labelled || self.role != Role::Writer {
            self.role = role;
        }
        self.is_labelled = true;
    }

    /// What was read. A label at the end is that of the name before it: `林一川 译`.
    fn finish(mut self) -> Byline {
        if self.is_labelled
            && let (Some(role), Some(last)) = (self.behind, self.byline.people.last_mut())
        {
            last.role = role;
        }
        self.byline
    }

    /// Takes a name; false when it is none, or something else begins behind it.
    fn name(&mut self, word: &str) -> bool {
        let (word, is_end) = labels::before_end(labels::without_wrote(word));
        if word.is_empty() || labels::is_wrote(word) {
            return !is_end;
        }
        if is_placeholder(word) || is_own(word) {
            self.is_labelled = false;
            return !is_end;
        }
        self.is_labelled = false;
        match self.role {
            Role::Nobody => {}
            Role::Source => self.byline.add_outlet(word),
            _ if is_outlet(word) => self.byline.add_outlet(word),
            role if is_name(word) => self.byline.add(word, role),
            _ => return false,
        }
        !is_end
    }

    fn read_western(&mut self, part: &str) -> bool {
        let part = labels::before_aside(part);
        let names = part.split(WESTERN).flat_map(|name| name.split(" and "));
        let names = names.flat_map(|name| name.split(" und ")).flat_map(|name| name.split(" et "));
        for name in names.flat_map(|name| name.split(" y ")) {
            let name = name.split_once(" @").map_or(name, |(name, _)| name);
            let name = name.trim_matches(['(', ')', '（', '）', '.', '-', '—', ' ']);
            // The office of somebody who is not named is taken for the name.
            if (labels::is_office(name) && !self.byline.is_empty()) || !surnames_first(name).all(|name| self.name(name))
            {
                return false;
            }
        }
        true
    }
}

/// A line without addresses of pages.
fn without_addresses(line: &str) -> Cow<'_, str> {
    if !line.contains("://") {
        return line.into();
    }
    let words: Vec<&str> = line.split(' ').filter(|word| !word.contains("://")).collect();
    words.join(" ").into()
}

/// The names in a list without marks between them: `LIN Yichuan BAI Yu`. Any other name as it is.
fn surnames_first(name: &str) -> impl Iterator<Item = &str> {
    let mut starts = vec![0];
    let is_surname = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    let words: Vec<&str> = name.split(' ').collect();
    let is_list = words.len() > 2
        && words.chunks(2).all(|pair| matches!(pair, [surname, given] if is_surname(surname) && !is_surname(given)));
    if is_list {
        let mut at = 0;
        for pair in words.chunks(2) {
            at += pair.iter().map(|word| word.len() + 1).sum::<usize>();
            starts.push(at.min(name.len()));
        }
    } else {
        starts.push(name.len());
    }
    (1..starts.len()).map(move |end| name[starts[end - 1]..starts[end]].trim())
}

/// Whether two words are the family name and the given name of a Japanese: neither is a Chinese name by its form.
fn is_japanese_name(first: &str, second: &str) -> bool {
    [first, second].into_iter().all(|word| {
        (2..=3).contains(&word.chars().count())
            && word.chars().all(is_common_han)
            && !is_han_name(word)
            && !is_placeholder(word)
            && !is_own(word)
            && labels::label(word).is_none()
            && labels::title(word).is_none()
            && !labels::before_end(word).1
    })
}

/// The words of a Chinese byline. Western names keep their blanks, and a name of two characters that is spaced out is one.
fn words(piece: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut is_open, mut in_brackets) = (false, false);
    for word in piece.split_whitespace() {
        let is_western = !word.chars().any(|c| c >= '\u{2E80}');
        let is_single = word.chars().count() == 1 && word.chars().all(is_common_han) && labels::label(word).is_none();
        match words.last_mut() {
            Some(last) if is_western && is_open && !last.chars().any(|c| c >= '\u{2E80}') => {
                last.push(' ');
                last.push_str(word);
            }
            Some(last) if is_single && is_open && last.chars().count() == 1 => last.push_str(word),
            // The name in another script.
            Some(last) if in_brackets || word.starts_with('(') => {
                last.push(' ');
                last.push_str(word);
                in_brackets = !word.ends_with(')');
            }
            _ => words.push(word.to_owned()),
        }
        is_open = is_western || (is_single && !labels::is_wrote(word));
    }
    if let [first, second] = words.as_slice()
        && is_japanese_name(first, second)
    {
        return vec![format!("{first} {second}")];
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::names::byline::Person;

    fn writers(line: &str) -> Vec<String> {
        read(line).writers()
    }

    #[test]
    fn one_line_names_the_same_people_everywhere() {
        let line = "作者：林一川、白玉（海边大学教授） 记者 秦小舟";
        assert_eq!(writers(line), ["林一川", "白玉", "秦小舟"]);
    }

    #[test]
    fn names_lose_their_titles_and_outlets() {
        assert_eq!(writers("林一川,海边日报记者 白玉,海边日报实习记者"), ["林一川", "白玉"]);
        assert_eq!(writers("本报记者 林一川 白玉"), ["林一川", "白玉"]);
        assert_eq!(writers("林一川（海边大学教授）"), ["林一川"]);
        assert_eq!(writers("（本报记者林一川发自石门）"), ["林一川"]);
        assert_eq!(writers("林一川 著"), ["林一川"]);
        assert_eq!(writers("林一川 白　玉 Ann Lee"), ["林一川", "白玉", "Ann Lee"]);
        assert_eq!(writers("作者：白玉（Ann Lee） 译者：林一川"), ["白玉 (Ann Lee)"]);
        assert_eq!(writers("山田 太郎、林一川 白玉"), ["山田 太郎", "林一川", "白玉"]);
        assert_eq!(writers("21世纪经济报道记者 白玉，海边报道"), ["白玉", "海边报道"]);
        assert_eq!(writers("作者：白玉出自《渔火》"), ["白玉"]);
        assert_eq!(writers("海边网编辑：Alice"), Vec::<String>::new());
        assert_eq!(
            writers("LIN Yichuan　BAI Yu, HE Hai WANG Ke-wen"),
            ["LIN Yichuan", "BAI Yu", "HE Hai", "WANG Ke-wen"]
        );
        assert_eq!(writers("作者：未知 责任编辑：白玉"), Vec::<String>::new());
        let byline = read("海边日报记者林一川");
        assert_eq!(byline.people, [Person { name: "林一川".into(), role: Role::Writer }]);
        assert_eq!(byline.outlet.as_deref(), Some("海边日报"));
        assert_eq!(writers("海边日报记者"), ["海边日报"]);
    }

    #[test]
    fn labels_tell_who_did_what() {
        let byline = read("文 | 林一川 编辑 | 白玉");
        let people: Vec<_> = byline.people.iter().map(|person| (&*person.name, person.role)).collect();
        assert_eq!(people, [("林一川", Role::Writer), ("白玉", Role::Editor)]);
        assert_eq!(writers("作者：奥拉夫·布伦　译者：白玉"), ["奥拉夫·布伦"]);
        assert_eq!(writers("来源：海边网 发布时间：昨天 作者：林一川"), ["林一川"]);
        assert_eq!(writers("作者：王来福 责任编辑：白玉"), ["王来福"]);
        assert_eq!(writers("林一川 著 / 白玉 译"), ["林一川"]);
        assert_eq!(writers("本报记者 林一川/文 白玉/图"), ["林一川"]);
        assert_eq!(writers("文/图 林一川"), ["林一川"]);
        assert_eq!(writers("首席评论员 林一川"), ["林一川"]);
        assert_eq!(writers("本报讯（记者林一川）"), ["林一川"]);
        assert_eq!(read("白玉 校对：林一川").everybody(), ["白玉", "林一川"]);
    }

    #[test]
    fn western_bylines_give_their_names() {
        assert_eq!(writers("By Ann Lee and Bo Ek"), ["Ann Lee", "Bo Ek"]);
        assert_eq!(writers("By Ann Lee and Bo Ek, Staff Writers"), ["Ann Lee", "Bo Ek"]);
        assert_eq!(writers("By Ann Lee, Senior Keeper of Ropes, Ferry Trust"), ["Ann Lee"]);
        assert_eq!(writers("Words by Ann Lee. Photographs by Bo Ek"), ["Ann Lee"]);
        assert_eq!(writers("Von Ärzte Blatt | 3. Mai"), ["Ärzte Blatt"]);
        assert_eq!(writers("Byron Katie"), ["Byron Katie"]);
        assert_eq!(writers("By\n  Ann Lee"), ["Ann Lee"]);
        assert_eq!(writers("Posted on May 3, 2020 by Ann Lee"), ["Ann Lee"]);
        assert_eq!(writers("Ann Lee, November 18"), ["Ann Lee"]);
        assert_eq!(writers("author-one"), ["author-one"]);
        assert_eq!(writers("Ann Lee (with Bo Ek and Cy Day)"), ["Ann Lee"]);
    }

    #[test]
    fn addresses_are_no_names() {
        assert_eq!(writers("https://example.org/me"), Vec::<String>::new());
        assert_eq!(writers("Ann Lee @annlee7"), ["Ann Lee"]);
        assert_eq!(writers("Dr Ann Lee - https://example.org/"), ["Dr Ann Lee"]);
        assert_eq!(writers("Ann Lee <ann@example.org>"), ["Ann Lee"]);
        assert_eq!(writers("ann@example.org (Ann Lee)"), ["Ann Lee"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(line in "[a-zA-Z林一川白玉文作者记编辑（）()<>|/：:,、。 \n@.-]{0,40}") {
            let _ = read(&line);
        }
    }
}
