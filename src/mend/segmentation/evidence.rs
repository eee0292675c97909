//! What speaks for and against a line being word-segmented.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Writing, words};
use crate::mend::script::Class;

/// Counts over one line.
#[derive(Default)]
pub(super) struct Evidence<'a> {
    line: &'a str,
    /// Han characters.
    han: u32,
    /// Kana and Hangul.
    foreign: u32,
    /// Han characters followed by a Han character, whether or not a space stands between.
    pairs: u32,
    /// Pairs with a space between.
    spaced: u32,
    /// Punctuation that Chinese sets without a space before it.
    marks: u32,
    /// Such punctuation with a space before it.
    spaced_marks: u32,
    /// Of these, particles that lean on the word before them as punctuation does.
    leaning: u32,
    /// Words of Han alone, as spaces part them.
    words: u32,
    /// Words of one character.
    singles: u32,
}

impl<'a> Evidence<'a> {
    /// Gathers the evidence of `line`.
    pub(super) fn of(line: &'a str) -> Self {
        let mut evidence = Self { line, ..Self::default() };
        let mut before: Option<Class> = None;
        for word in words(line).map(|range| &line[range]) {
            let (mut length, mut all_han) = (0, true);
            let previous = before;
            for c in word.chars() {
                let class = Class::of(c);
                let first = length == 0;
                length += 1;
                all_han &= class == Class::Han;
                evidence.han += u32::from(class == Class::Han);
                evidence.foreign += u32::from(matches!(class, Class::Kana | Class::Hangul));
                if let Some(before) = before {
                    if before == Class::Han && class == Class::Han {
                        evidence.pairs += 1;
                        evidence.spaced += u32::from(first);
                    }
                    let ascii = before == Class::Han && "!?;)".contains(c)
                        || before == Class::Han && !first && ",.%".contains(c);
                    // Forms and headings have a space before the colon too.
                    if ascii || (class == Class::Mark && before != Class::Mark && c != '：') {
                        evidence.marks += 1;
                        evidence.spaced_marks += u32::from(first);
                    }
                }
                before = Some(class);
            }
            // Nobody types a lone point or comma, nor a space before a particle that leans on the word before it;
            // programs that part words do.
            let leans = length == 1 && all_han && previous == Some(Class::Han) && "的了吗嗎呢吧".contains(word);
            if leans || (previous.is_some() && matches!(word.as_bytes(), [b'.' | b',' | b'%'])) {
                evidence.marks += 1;
                evidence.spaced_marks += 1;
                evidence.leaning += u32::from(leans);
            }
            if all_han {
                evidence.words += 1;
                evidence.singles += u32::from(length == 1);
            }
        }
        evidence
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
        let segmented = if self.pairs == 0 || (spelled && self.marks < self.leaning + 2) {
            false
        } else if self.marks >= 2 && marks >= 0.8 {
            self.marks >= 3 || spaced >= 0.1
        } else if self.pairs < 4 {
            self.marks >= 1 && marks >= 1.0 && spaced >= 0.3
        } else if self.marks >= 1 && marks >= 0.5 {
            spaced >= 0.25
        } else {
            // Without punctuation only grammar tells a sentence from a list of names, tags or lines of verse.
            self.words >= 5
                && spaced >= 0.33
                && match self.function_words() {
                    0 => false,
                    1 => self.words < 16 && spaced >= 0.38,
                    _ => true,
                }
        };
        if segmented { Writing::Segmented } else { Writing::Unsure }
    }

    /// Whether the line may be taken for segmented because nearly all of its document is.
    pub(super) fn fits_segmented_document(&self) -> bool {
        !self.is_foreign() && (self.marks == 0 || self.spaced_marks * 2 >= self.marks)
    }

    /// Words that only grammar needs: no list of names or tags has them.
    fn function_words(&self) -> usize {
        words(self.line).filter(|range| is_function_word(&self.line[range.clone()])).count()
    }

    fn is_foreign(&self) -> bool {
        self.foreign * 4 > self.han
    }

    /// Punctuation set as in natural text outweighs spaces that may be the author's own.
    fn has_natural_marks(&self) -> bool {
        self.marks >= 2 && share(self.spaced_marks, self.marks) < 0.5 && share(self.spaced, self.pairs) < 0.6
    }
}

fn share(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

const ONE: &str = "的了是在和有不也就都这我他她你与及为对把被从到上中要会能说很还又而但或之其着过得地来去以于并此该让向将由用至已最更等所者\
    们個這來對個為與們還會國後將過說從給给比没個再才却只可人";

const TWO: &str = "没有可以我们他们你们一个一些这个那个这些那些这种什么怎么如何已经以及因为所以但是如果虽然不过而且或者还是就是不是只是自己进行\
    表示认为成为通过提供根据关于对于由于目前今天今年去年其中之后之前以后以前现在时候可能应该需要不能不会非常比较更加一直这样那么\
    这里那里大家有关有些很多许多所有任何同时此外另外然后因此沒有我們他們你們一個這個這些已經因為雖然還是進行認為成為通過對於由於之後\
    以後現在時候應該這樣給予给予达成获得发现出席举行受到来自开始继续正在不断必须能够希望觉得知道起来出来下来是否只有只要无法不同不少\
    各种曾经並且并且甚至尤其以来左右十分特别完全总是仍然终于";

/// The words of both lists, one or two characters (three or six bytes) each.
static FUNCTION_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let pieces = |list: &'static str, size| (0..list.len()).step_by(size).filter_map(move |at| list.get(at..at + size));
    pieces(ONE, 3).chain(pieces(TWO, 6)).collect()
});

/// Whether `word` is a pronoun, particle, preposition, conjunction, adverb or the like.
fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mend::script::is_han;

    #[test]
    fn words_are_found_whole() {
        assert!(is_function_word("没有") && is_function_word("的"));
        assert!(!is_function_word("有可") && !is_function_word("山"));
        assert!(TWO.chars().all(is_han) && TWO.len().is_multiple_of(6));
    }

    #[test]
    fn sentences_are_told_from_lists() {
        let verdict = |line| Evidence::of(line).verdict() == Writing::Segmented;
        assert!(verdict("今天 的 天气 很 好 ， 我们 一起 去 公园 。"));
        assert!(verdict("他 把 旧 书包 放 在 桌子 上 就 出去 了"));
        assert!(!verdict("王小明 李华 张大伟 赵红 陈建国"));
        assert!(!verdict("标签： 读书 旅行 摄影 美食 音乐"));
        assert!(!verdict("春风又绿江南岸 明月何时照我还 两岸青山相对出"));
        assert!(!verdict("一 二 三 四 五 六 七 八"));
        assert!(!verdict("今天天气很好，我们 一起 去公园。回来再说。"));
    }
}
