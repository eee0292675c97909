//! What speaks for and against a line being word-segmented.

use super::grammar::{is_function_word, is_verb};
use super::words::Words;
use super::writing::Writing;
use crate::text::{Class, HAN_LEADS, is_spaced_stop};

/// Counts over one line.
#[derive(Default)]
pub(super) struct Evidence<'a> {
    line: &'a str,
    /// Han characters.
    han: u32,
    /// Kana and Hangul.
    foreign: u32,
    /// Han characters followed by a Han character, whether or not with a space between.
    pairs: u32,
    /// Pairs with a space between.
    spaced: u32,
    /// Punctuation that Chinese sets without a space before it.
    marks: u32,
    /// Such punctuation with a space before it.
    spaced_marks: u32,
    /// Of these, such as separate or end sentences.
    stops: u32,
    /// Words of Han alone, as spaces separate them.
    words: u32,
    /// Words of one character.
    singles: u32,
    /// Numbers and words cut in pieces as only programs cut them: `2 . 5`, `do n't`.
    cuts: u32,
}

impl<'a> Evidence<'a> {
    /// Gathers the evidence of `line`.
    pub(super) fn of(line: &'a str) -> Self {
        let mut evidence = Self { line, ..Self::default() };
        let mut before: Option<Class> = None;
        let mut lone_point = false;
        for range in Words::of(line) {
            let previous = before;
            if let Some(length) = count_common_han(&line.as_bytes()[range.clone()]) {
                evidence.note_han(&line[range.start..], length, previous);
                (before, lone_point) = (Some(Class::Han), false);
                continue;
            }
            let word = &line[range];
            let mut all_han = true;
            for (at, c) in word.char_indices() {
                let class = Class::of(c);
                all_han &= class == Class::Han;
                match class {
                    Class::Han => evidence.note_pair(before, at == 0),
                    Class::Kana | Class::Hangul => evidence.foreign += 1,
                    _ => evidence.note_mark(c, class, before, at == 0),
                }
                before = Some(class);
            }
            evidence.words += u32::from(all_han);
            evidence.singles += u32::from(all_han && word.chars().nth(1).is_none());
            evidence.note_piece(word, previous, lone_point);
            lone_point = word == "." && previous == Some(Class::Digit);
        }
        evidence
    }

    /// Takes note of a word of `length` Han characters, which begins `rest`, behind a character of class `before`.
    fn note_han(&mut self, rest: &str, length: u32, before: Option<Class>) {
        self.note_pair(before, true);
        self.han += length - 1;
        self.pairs += length - 1;
        self.words += 1;
        self.singles += u32::from(length == 1);
        // Nobody types a space before an enclitic particle; programs that segment do.
        if length == 1 && before == Some(Class::Han) && rest.starts_with(is_enclitic) {
            self.marks += 1;
            self.spaced_marks += 1;
        }
    }

    /// Takes note of a Han character behind a character of class `before`; `first` in its word.
    fn note_pair(&mut self, before: Option<Class>, first: bool) {
        self.han += 1;
        if before == Some(Class::Han) {
            self.pairs += 1;
            self.spaced += u32::from(first);
        }
    }

    /// Takes note of `c`, which is not Han and comes behind a character of class `before`; `first` in its word.
    fn note_mark(&mut self, c: char, class: Class, before: Option<Class>, first: bool) {
        let Some(before) = before else { return };
        let ascii =
            before == Class::Han && (matches!(c, '!' | '?' | ';' | ')') || !first && matches!(c, ',' | '.' | '%'));
        // Forms and headings have a space before the colon too, and the signs of a number stay in its word (五．七％).
        let sign = c == '：' || (!first && matches!(c, '．' | '％' | '‰' | '／'));
        if ascii || (class == Class::Mark && before != Class::Mark && !sign) {
            self.marks += 1;
            self.spaced_marks += u32::from(first);
            self.stops += u32::from(first && is_spaced_stop(c));
        }
    }

    /// Takes note of a `word` that is not Han alone, which comes behind a character of class `before`.
    fn note_piece(&mut self, word: &str, before: Option<Class>, after_point: bool) {
        // Nobody types a lone point or comma.
        let point = matches!(word, "." | "," | "%");
        if point && before.is_some_and(|class| class == Class::Han || class.is_word()) {
            self.marks += 1;
            self.spaced_marks += 1;
            self.stops += u32::from(word != "%");
        }
        let number = word.starts_with(|c: char| c.is_ascii_digit());
        self.cuts += u32::from(after_point && number || word == "n't");
    }

    /// The verdict on the line by itself.
    pub(super) fn verdict(&self) -> Writing {
        if self.is_foreign() || self.has_natural_marks() {
            return Writing::Natural;
        }
        let spaced = share(self.spaced, self.pairs);
        let marks = share(self.spaced_marks, self.marks);
        // Characters set apart one by one are an exercise, a form or a heading, unless punctuation says otherwise.
        let spelled = self.singles * 100 > self.words * 85;
        let punctuated = self.stops >= 2 || (self.stops >= 1 && self.words >= SENTENCE);
        let segmented = if self.cuts > 0 {
            marks >= 0.5 && (self.pairs == 0 || spaced >= 0.2) || marks >= 0.8 && (self.pairs < 4 || self.marks >= 3)
        } else if self.pairs == 0 || (spelled && !punctuated) {
            false
        } else if self.marks >= 2 && marks >= 0.8 {
            spaced >= 0.1 || (self.marks >= 3 && self.pairs < 4)
        } else if self.pairs < 4 {
            self.marks >= 1 && marks >= 1.0 && spaced >= 0.3
        } else if self.marks >= 1 && marks >= 0.5 {
            spaced >= 0.25 || (spaced >= 0.2 && marks >= 1.0 && self.words >= 4)
        } else {
            // Without punctuation only grammar tells a sentence from a list of names, tags or lines of verse.
            let (grammar, verbs) = self.grammar();
            self.words >= 5
                && grammar * 3 <= self.words * 2
                && verbs * 2 <= self.words
                && spaced >= 0.33
                && match grammar * 2 + verbs {
                    0 | 1 => false,
                    2 | 3 => self.words < 16 && spaced >= 0.38,
                    _ => true,
                }
        };
        if segmented { Writing::Segmented } else { Writing::Unsure }
    }

    /// Whether the line may be taken for segmented because nearly all of its document is.
    pub(super) fn fits_segmented_document(&self) -> bool {
        !self.is_foreign() && (self.marks == 0 || self.spaced_marks * 2 >= self.marks)
    }

    /// How many words only grammar needs, which no list of names or tags has, and how many are verbs with an object,
    /// which few have.
    fn grammar(&self) -> (u32, u32) {
        let words = Words::of(self.line).map(|range| &self.line[range]);
        words.fold((0, 0), |(grammar, verbs), word| {
            (grammar + u32::from(is_function_word(word)), verbs + u32::from(is_verb(word)))
        })
    }

    fn is_foreign(&self) -> bool {
        self.foreign * 4 > self.han
    }

    /// Punctuation set as in natural text outweighs spaces that may be the author's own.
    fn has_natural_marks(&self) -> bool {
        self.marks >= 2 && share(self.spaced_marks, self.marks) < 0.5 && share(self.spaced, self.pairs) < 0.6
    }
}

/// So many words of Chinese are more than a heading or a form has.
const SENTENCE: u32 = 7;

/// How many characters `word` has, when all are of the common Han.
fn count_common_han(word: &[u8]) -> Option<u32> {
    let (characters, rest) = word.as_chunks::<3>();
    let common = rest.is_empty() && characters.iter().all(|[lead, ..]| HAN_LEADS.contains(lead));
    common.then(|| u32::try_from(characters.len()).unwrap_or(u32::MAX))
}

/// Whether `c` is an enclitic particle: it joins the word before it as punctuation does.
fn is_enclitic(c: char) -> bool {
    matches!(c, '的' | '了' | '吗' | '嗎' | '呢' | '吧')
}

fn share(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_from_lists() {
        let verdict = |line| Evidence::of(line).verdict() == Writing::Segmented;
        assert!(verdict("今天 的 天气 很 好 ， 我们 一起 去 公园 。"));
        assert!(verdict("他 把 旧 书包 放 在 桌子 上 就 出去 了"));
        assert!(verdict("山 里 的 花 开 了 ， 我 想 去 看 。"));
        assert!(verdict("面积 55 平方公里 ， 人口 2388 人 ， 密度 43 . 4 人"));
        assert!(verdict("其中　茶园　增加　幅度　高达　五．七九％　，"));
        assert!(verdict("县 文化局 举办 展览 展出 旧 地图 三百 余 幅"));
        assert!(!verdict("王小明 李华 张大伟 赵红 陈建国"));
        assert!(!verdict("标签： 读书 旅行 摄影 美食 音乐"));
        assert!(!verdict("春风又绿江南岸 明月何时照我还 两岸青山相对出"));
        assert!(!verdict("一 二 三 四 五 六 七 八"));
        assert!(!verdict("我 你 他 她 它 我们 你们 他们"));
        assert!(!verdict("新建 查看 删除 发布 公布 增加 返回"));
        assert!(!verdict("对于t = 1, . . . , b都可以并行地算出来"));
        assert!(!verdict("我们认为 ， 这个问题很重要 ， 应当尽快解决 。"));
        assert!(!verdict("今天天气很好，我们 一起 去公园。回来再说。"));
    }
}
