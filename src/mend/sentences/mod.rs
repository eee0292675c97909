//! Sentences: where they begin and end.

mod alphabetic;
mod chinese;

use std::ops::Range;

use super::script::{Class, count_han};

/// The sentences of `text` as byte ranges, in order, without the white space around them.
///
/// `language` is a BCP 47 tag; Chinese and Japanese have rules of their own, and text without a tag is told by its
/// script. A line break always ends a sentence.
#[must_use]
pub fn sentences(text: &str, language: &str) -> Vec<Range<usize>> {
    let eastern = match language.split('-').next().unwrap_or("") {
        "zh" | "ja" | "yue" | "lzh" => true,
        "" | "und" => is_eastern(text),
        _ => false,
    };
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let ends = if eastern { chinese::ends(line) } else { alphabetic::ends(line) };
        let mut start = 0;
        for end in ends.into_iter().chain([line.len()]) {
            let sentence = &line[start..end];
            let lead = sentence.len() - sentence.trim_start().len();
            let from = at + start + lead;
            let length = sentence.trim().len();
            if length > 0 {
                found.push(from..from + length);
            }
            start = end;
        }
        at += line.len();
    }
    found
}

/// Whether Han and kana make up a good part of `text`.
fn is_eastern(text: &str) -> bool {
    let kana = text.chars().filter(|&c| Class::of(c) == Class::Kana).count();
    (count_han(text) + kana) * 6 > text.len() / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: &str, parted: &str) {
        let text = parted.replace('|', "");
        let found: Vec<&str> = sentences(&text, language).into_iter().map(|range| &text[range]).collect();
        let wanted: Vec<&str> = parted.split('|').map(str::trim).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn chinese_quotes_brackets_and_dots() {
        check("zh", "他说：“今天不去。”|大家都散了。");
        check("zh", "“你好吗？”他笑着问道。|没有人回答。");
        check("zh", "她读了《你是谁？》这本书。|很有意思！");
        check("zh", "涨了2.5%。|他叫A. B. 史密斯。|版本是1.0.2。");
        check("zh", "他想了想……还是算了。|什么？！|真的假的！！！");
        check("zh", "（本文为转载。）|下面是正文。");
        check("zh", "东西很好.|下次再来.|对吧?");
    }

    #[test]
    fn japanese_by_its_script() {
        check("", "今日は雨です。|「行きますか。」と聞いた。|はい！");
    }

    #[test]
    fn english_abbreviations_and_initials() {
        check("en", "Dr. Smith met J. R. Ewing at 5 p.m. on Main St. in Dallas. |It rained. |\"Why?\" he asked.");
        check("en", "The price is $3.50, i.e. cheap. |Visit www.example.org today! |OK?");
        check("en", "i like it. |its good. |thanks!");
    }
}
