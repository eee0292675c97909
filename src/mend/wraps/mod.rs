//! Lines broken at a fixed width, proved by the greedy-fill test, and joined.
//!
//! A program that wraps text puts as much on a line as fits. So in wrapped text the first word of a line never fits on
//! the line before, except where a paragraph ends. Lines that an author broke pass that test only by chance.
//!
//! How many paragraphs come out whole, and that no natural text of the sets is changed, is measured in `docs/QUALITY.md`,
//! "Segmentation".

mod ends;
mod fill;
mod glue;
mod head;
mod hyphen;
mod layout;
mod line;
mod passages;
mod shape;
mod space;

use self::glue::Joint;
use self::line::Line;
use self::passages::Passage;
use super::spacing::Spacing;
use crate::document::{Change, Document, Format, Rule, Stage};
use crate::text::count_han;

/// Line breaks that a program put in at a fixed width.
static WRAP: Rule = Rule { id: "mend.wraps", about: "line breaks put in at a fixed width" };
/// Hyphens that broke a word at the end of a line.
static HYPHEN: Rule = Rule { id: "mend.hyphen", about: "hyphens that broke a word at the end of a line" };

/// How often a document is looked through at most.
const ROUNDS: usize = 4;

/// The stage `mend.wraps`.
pub struct Wraps;

impl Stage for Wraps {
    fn name(&self) -> &'static str {
        "mend.wraps"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        vec![&WRAP, &HYPHEN]
    }

    fn run(&self, document: &mut Document) {
        if document.format != Format::Plain || !fill::is_plausible(document) {
            return;
        }
        // Only lines that mix Chinese with the rest can teach how it is spaced.
        let mixes = |text: &&str| text.bytes().any(|byte| byte.is_ascii_graphic()) && count_han(text) > 0;
        let spacing = Spacing::learn(document.blocks.iter().map(|block| block.value()).filter(mixes));
        // A passage that is joined leaves the column of others plain to see.
        for _ in 0..ROUNDS {
            let joints = find(document, spacing);
            if joints.is_empty() {
                break;
            }
            join(document, &joints);
        }
    }
}

/// The joints of all wrapped passages.
fn find(document: &Document, spacing: Spacing) -> Vec<Joint> {
    let lines = Line::all(document, spacing);
    let mut joints = Vec::new();
    for Passage { lines: range, layout, column } in passages::find(&lines) {
        let inner = &lines[range.clone()];
        let breaks = ends::breaks(inner, &layout, column);
        let found = glue::joints(inner, &breaks, column, spacing).into_iter();
        joints.extend(found.map(|joint| Joint { index: joint.index + range.start, ..joint }));
    }
    joints
}

/// Joins blocks with the blocks after them.
fn join(document: &mut Document, joints: &[Joint]) {
    for joint in joints.iter().filter(|joint| joint.hyphen) {
        let value = document.blocks[joint.index].value();
        let hyphen = value.char_indices().next_back().map_or(0, |(at, _)| at)..value.len();
        document.change(joint.index, &[Change::removal(hyphen)], &HYPHEN);
    }
    let glues: Vec<(usize, &str)> = joints.iter().map(|joint| (joint.index, joint.glue)).collect();
    document.join(&glues, &WRAP);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::snapshot::show;
    use crate::parse::plain;

    const ENGLISH: [&str; 3] = [
        "The old mill at the end of our lane has not turned since the flood of nineteen fifty-three, and nobody in the \
         village can say who owns it now, though several families claim that a grandfather once worked there.",
        "Last spring a young engineer from the city came to measure the wheel. She stayed for a week at the inn, drew \
         the gears from every side, and told the landlord that most of the iron could still be saved.",
        "By autumn a small group had formed. They met on Thursdays in the school, argued about money, and began to clear \
         the stones from the race by hand; it took them eleven weekends.",
    ];
    const CHINESE: [&str; 3] = [
        "老城的护城河边有一家修钟表的铺子，店主姓陆，今年七十三岁，从学徒算起在这条街上已经做了五十六年，附近几代人的手表和座钟都经过他的手。",
        "他说早年间修表是一门体面的手艺，师傅带徒弟要先扫三年地，再拆三年闹钟，六年以后才许碰手表，如今年轻人等不了那么久，手艺也就没有人学了。",
        "去年冬天，一位从海外回来的老太太带来一只停了四十年的怀表，里面的发条早已锈死，他便用车床一点一点磨出新的来，前后花了两个多月。",
    ];

    /// `text` broken at `column`, the first line behind `first` and the others behind `other`.
    fn wrapped(text: &str, column: usize, first: &str, other: &str) -> String {
        use crate::text::table_width;
        let mut lines = vec![first.to_owned()];
        let pieces = if text.is_ascii() { text.split_inclusive(' ').collect() } else { characters(text) };
        for piece in pieces {
            let line = lines.last_mut().unwrap();
            let closes = "，。；".contains(piece);
            if table_width(line) + table_width(piece.trim_end()) > column + if closes { 2 } else { 0 } {
                lines.push(format!("{other}{piece}"));
            } else {
                line.push_str(piece);
            }
        }
        lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
    }

    fn characters(text: &str) -> Vec<&str> {
        text.split("").filter(|piece| !piece.is_empty()).collect()
    }

    /// What the lines of `text` become.
    fn joined(text: &str) -> Vec<String> {
        let mut document = plain(text.to_owned());
        Wraps.run(&mut document);
        assert!(document.settle().is_ok());
        document.blocks.iter().map(|block| block.value().to_owned()).collect()
    }

    fn all(paragraphs: &[&str], between: &str, wrap: impl Fn(&str) -> String) -> String {
        paragraphs.iter().map(|paragraph| wrap(paragraph)).collect::<Vec<_>>().join(between)
    }

    #[test]
    fn paragraphs_are_told_by_blank_lines_or_indents() {
        for column in [44, 60, 76] {
            assert_eq!(joined(&all(&CHINESE, "\n\n", |text| wrapped(text, column, "", ""))), CHINESE);
            assert_eq!(joined(&all(&CHINESE, "\n", |text| wrapped(text, column, "　　", ""))), CHINESE);
            assert_eq!(joined(&all(&CHINESE, "\n\n", |text| wrapped(text, column, "  ", "  "))), CHINESE);
            assert_eq!(joined(&all(&ENGLISH, "\r\n\r\n", |text| wrapped(text, column, "", ""))), ENGLISH);
            assert_eq!(joined(&all(&ENGLISH, "\n", |text| wrapped(text, column, "    ", ""))), ENGLISH);
        }
    }

    #[test]
    fn lines_may_have_blank_lines_between() {
        let double = |text: &str| wrapped(text, 60, "　　", "").replace('\n', "\n\n");
        assert_eq!(joined(&all(&CHINESE, "\n\n", double)), CHINESE);
        let double = |text: &str| wrapped(text, 60, "", "").replace('\n', "\n\n");
        assert_eq!(joined(&all(&ENGLISH, "\n\n\n", double)), ENGLISH);
    }

    #[test]
    fn items_keep_their_own_lines() {
        let items: Vec<String> = ENGLISH.iter().zip(1..).map(|(text, number)| format!("{number}. {text}")).collect();
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        assert_eq!(joined(&all(&items, "\n", |text| wrapped(text, 70, "", "   "))), items);
        assert_eq!(joined(&all(&items, "\n", |text| wrapped(text, 70, "", ""))), items);
    }

    #[test]
    fn a_passage_may_be_wrapped_alone() {
        let text = all(&CHINESE, "\n", |text| wrapped(text, 60, "　　", ""));
        let natural = CHINESE.join("\n");
        assert_eq!(joined(&format!("{natural}\n{text}\n{natural}")), [CHINESE; 3].concat());
        let mixed = [60, 76].map(|column| all(&ENGLISH, "\n\n", |text| wrapped(text, column, "", ""))).join("\n\n");
        assert_eq!(joined(&mixed), [ENGLISH; 2].concat());
    }

    #[test]
    fn mail_keeps_quotes_and_signature() {
        let quote = wrapped(ENGLISH[0], 70, "> ", "> ");
        let signature = "--\nAna Petrov, the third floor of the house\n12 Harbour Street, behind the old bakery";
        let body = wrapped(ENGLISH[1], 72, "", "") + "\n\n" + &wrapped(ENGLISH[2], 72, "", "");
        let lines = joined(&format!("{quote}\n\n{body}\n\n{signature}\n"));
        let expected = quote.lines().chain(ENGLISH[1..].iter().copied()).chain(signature.lines());
        assert_eq!(lines, expected.collect::<Vec<_>>());
    }

    #[test]
    fn words_are_made_whole() {
        let text = "The carpenter measured the staircase twice before he began, and his appren-\ntice wrote the numbers \
                    on a board. They had agreed that a well-known mer-\nchant from the harbour would pay for the oak, the \
                    nails and the long var-\nnished rail, but nobody had told the merchant about it, so that the two\n\
                    waited.";
        let lines = joined(text);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].contains("apprentice") && lines[0].contains("well-known merchant"));
    }

    #[test]
    fn what_an_author_broke_stays() {
        for text in [
            "When evening falls upon the silent mill\nand all the swallows gather on the hill,\nI hear the water \
             speaking, soft and low,\nof those who turned the wheel so long ago.\n\nThe river took the lantern from my \
             hand\nand carried it beyond the sleeping land,\nwhere no one knows the name of what is lost\nand every bridge \
             remembers what it cost.",
            "i was walking down the road alone\nthinking of the places i have known\nevery window had a yellow light\nevery \
             shadow followed me that night\nand the river carried all my songs\nto the country where my heart belongs",
            "小明: 今天晚上的会议改到几点了你知道吗\n小红: 好像是八点半但是地点还没有最后定\n小明: 那我先去吃个饭然后直接过去找\
             你们\n小红: 行你到了给我发个消息我下楼去接你",
            "我在风里写你的名字\n你在雨里听我的歌\n那年夏天的河水\n流过我们都不曾停留的渡口",
            "2024-03-01 10:01:33 INFO worker 1 finished the job 37 in 3 ms\n2024-03-02 10:02:33 INFO worker 2 finished the \
             job 74 in 6 ms\n2024-03-03 10:03:33 INFO worker 3 finished the job 91 in 9 ms\n2024-03-04 10:04:33 INFO \
             worker 4 finished the job 95 in 9 ms\n2024-03-05 10:05:33 INFO worker 5 finished the job 99 in 9 ms",
            "https://example.org/archive/10/report-370.html\nhttps://example.org/archive/11/report-407.html\n\
             https://example.org/archive/12/report-444.html\nhttps://example.org/archive/13/report-481.html",
        ] {
            assert_eq!(joined(text), text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn each_rule_as_a_snapshot() {
        let hyphens = "The ferryman counted his passengers twice before he cast off, and his appren-\ntice wrote the \
                       number on a slate. They had promised the well-known mer-\nchant from the other bank that nobody \
                       would be left behind, neither the var-\nnisher nor his boy, but the slate was lost on the way, so \
                       that they waited.\n";
        let paragraphs = all(&CHINESE[..2], "\n\n", |text| wrapped(text, 60, "", ""));
        for (rule, text) in [(&WRAP, paragraphs.as_str()), (&HYPHEN, hyphens)] {
            let mut document = plain(text.to_owned());
            Wraps.run(&mut document);
            insta::assert_snapshot!(rule.id, show(&document));
        }
    }
}
