//! Where sentences begin and end.

mod alphabetic;
mod chinese;

use std::ops::Range;

use crate::text::class::Class;
use crate::text::han::count_han;

/// The sentences of `text` as byte ranges, in order, without the white space around them.
///
/// `language` is a BCP 47 tag; Chinese and Japanese have rules of their own, and text without a tag is told by its
/// script, as is a line in another script than the tag says. A line break always ends a sentence.
pub(crate) fn sentences<'a>(text: &'a str, language: &str) -> impl Iterator<Item = Range<usize>> + use<'a> {
    let eastern = match language.split('-').next().unwrap_or("") {
        "zh" | "ja" | "yue" | "lzh" => true,
        "" | "und" => is_eastern(text),
        _ => false,
    };
    let mut next = 0;
    text.split_inclusive('\n').flat_map(move |line| {
        let at = next;
        next += line.len();
        let eastern = if eastern { has_eastern(line) } else { is_eastern(line) };
        let ends = if eastern { chinese::ends(line) } else { alphabetic::ends(line) };
        let mut start = 0;
        ends.into_iter().chain([line.len()]).filter_map(move |end| {
            let sentence = &line[start..end];
            let from = at + start + sentence.len() - sentence.trim_start().len();
            start = end;
            let length = sentence.trim().len();
            (length > 0).then_some(from..from + length)
        })
    })
}

/// Whether Han and kana make up a good part of `text`.
fn is_eastern(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let kana = text.chars().filter(|&c| Class::of(c) == Class::Kana).count();
    (count_han(text) + kana) * 6 > text.len() / 2
}

/// Whether there is any Chinese or Japanese in `text`.
fn has_eastern(text: &str) -> bool {
    text.chars().any(|c| matches!(Class::of(c), Class::Han | Class::Kana | Class::Mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: &str, parted: &str) {
        let text = parted.replace('|', "");
        let found: Vec<&str> = sentences(&text, language).map(|range| &text[range]).collect();
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
        check("zh", "桥(bridge）连接两岸.|船(boat)已停航.");
        check("zh", "东西很好.|下次再来.|对吧?");
    }

    #[test]
    fn dots_are_a_pause_or_an_end() {
        check("zh", "他在门口等了很久……|雨终于停了。");
        check("zh", "那是我第一次见到他的……怎么说呢。");
        check("zh", "我再说一遍……|……请大家坐下。");
        check("zh", "我等了又等了⋯⋯|后来天黑了。|好吧...那走吧。");
    }

    #[test]
    fn straight_quotes_come_in_pairs() {
        check("zh", "他没有走。|\"你好。很久不见。\"她说。|雨停了。");
        check("zh", "屏幕是5.5\"的。|电池很大。");
    }

    #[test]
    fn full_width_stops_and_numbers_of_items() {
        check("zh", "光速不变．|时间会变慢．");
        check("zh", "１．打开盒子．|二．取出说明书。|3. 读完。");
        check("zh", "一.总则。|二.分则。");
    }

    #[test]
    fn japanese_by_its_script() {
        check("", "今日は雨です。|「行きますか。」と聞いた。|はい！");
        check("ja", "「もう帰る。」って言ったのに。|『雪。』を読んだ。|「うん。」|ところで、雨は？");
        check("ja", "彼は笑った．|値は3．5である．");
    }

    #[test]
    fn a_line_in_another_script_has_its_own_rules() {
        check("zh", "他说了一句话。|\nDr. Lin came at 5 p.m. to see us. |We left.|\n好。|走吧。");
        check("en", "She said it. |\n我们走吧。|天黑了。");
    }

    #[test]
    fn giant_lines_take_no_longer_than_they_should() {
        let count = |text: &str, language| sentences(text, language).count();
        for pattern in ["…", "。…", "（", "”", "a.中", "\"", "A.中", "。”", "...", "！(", "1．", "“。"]
        {
            let text = format!("{}好。{}a", " ".repeat(60_000), pattern.repeat(60_000));
            assert!(count(&text, "zh") >= 1);
        }
        for pattern in [". ", "1. ", "Mr. ", ".(", "a.b ", "! (", "http://a ", "x://"] {
            let text = format!("{}Go. {}a", " ".repeat(60_000), pattern.repeat(60_000));
            assert!(count(&text, "en") >= 1);
        }
    }

    #[test]
    fn english_abbreviations_and_initials() {
        check("en", "Dr. Smith met J. R. Ewing at 5 p.m. on Main St. in Dallas. |It rained. |\"Why?\" he asked.");
        check("en", "The price is $3.50, i.e. cheap. |Visit www.example.org today! |OK?");
        check("en", "i like it. |its good. |thanks!");
    }
}
