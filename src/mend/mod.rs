//! Repairs: stray characters, word-segmented Chinese, hard wraps, lost paragraph ends, glued headlines.
//!
//! A repair never takes a visible character away, except where its rule says so (tags of word-segmented text, the
//! hyphen of a broken word). What only looks broken is left alone: damage to clean text is worse than dirt left in.

mod characters;
pub mod headlines;
mod options;
mod paragraphs;
mod segmentation;
mod spacing;
mod wraps;

pub use characters::Characters;
pub use headlines::Headlines;
pub use options::{Gap, Options};
pub use paragraphs::Paragraphs;
pub use segmentation::Segmentation;
pub use wraps::Wraps;

use crate::document::Stage;
use crate::model;

/// The repairs that are switched on, in the order in which a document meets them.
///
/// # Errors
/// When a fitted table does not fit the features.
pub fn stages(options: &Options) -> Result<Vec<Box<dyn Stage>>, model::Error> {
    let wanted: [(bool, Box<dyn Stage>); 5] = [
        (options.characters, Box::new(Characters::new(options))),
        (options.segmentation, Box::new(Segmentation::new(options.latin_gap))),
        (options.wraps, Box::new(Wraps)),
        (options.paragraphs, Box::new(Paragraphs)),
        (options.headlines, Box::new(Headlines::new()?)),
    ];
    Ok(wanted.into_iter().filter_map(|(wanted, stage)| wanted.then_some(stage)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Document;
    use crate::parse::plain;

    fn mended(text: &str) -> Document {
        let mut document = plain(text.to_owned());
        stages(&Options::default()).unwrap().iter().for_each(|stage| stage.run(&mut document));
        document
    }

    fn solid(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    /// Text that comes near to what the stages look for.
    fn texts() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "我们",
            "的",
            "天气",
            "了",
            "，",
            "。",
            "！",
            "：",
            "“",
            "”",
            "【",
            "2",
            "3.5",
            "%",
            "GB",
            "app",
            "-",
            "(",
            ")",
            "'",
            "\"",
            "@",
            "北京大学",
            "/",
            "|",
            "/n",
            "https",
            "　",
            "é",
            "한국",
            "カナ",
        ]);
        let gap = prop::sample::select(vec!["", " ", " ", "\n", "  ", "\n\n"]);
        prop::collection::vec((word, gap), 0..120)
            .prop_map(|pairs| pairs.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
    }

    /// Text as it comes, or broken at a fixed width.
    fn lines() -> impl Strategy<Value = String> {
        let words = |words: Vec<&'static str>| prop::collection::vec(prop::sample::select(words), 0..80);
        let chinese = words(vec!["今天", "我们", "在河边", "走了很久", "的", "，", "。", "2", "“", "”", "Vim"]);
        let english =
            words(vec!["river ", "the ", "stones, ", "and ", "be-", "cause ", "end. ", "https://a.example/b?c=d "]);
        let paragraph = prop_oneof![chinese, english];
        let layout = (30..60_usize, prop::sample::select(vec!["\n", "\n\n", "\n　　", "\n\n\n", "\r\n"]));
        (prop::collection::vec(paragraph, 0..6), layout).prop_map(|(paragraphs, (column, end))| {
            let mut text = String::new();
            for paragraph in paragraphs {
                let mut width = 0;
                for piece in paragraph {
                    if width + piece.len() > column {
                        text.push('\n');
                        width = 0;
                    }
                    text.push_str(piece);
                    width += piece.len();
                }
                // A paragraph that stops in mid-sentence looks like a line that goes on.
                text.push_str(if text.ends_with(' ') { "so." } else { "。" });
                text.push_str(end);
            }
            text
        })
    }

    proptest! {
        #[test]
        fn only_white_space_and_tags_go_and_the_balance_holds(text in texts()) {
            let document = mended(&text);
            prop_assert!(document.settle().is_ok());
            if !text.contains(['/', '|', '-']) {
                prop_assert_eq!(solid(&document.text()), solid(&text));
            }
        }

        #[test]
        fn lines_of_a_fixed_width_lose_nothing(text in lines()) {
            let document = mended(&text);
            prop_assert!(document.settle().is_ok());
            let solid = |text: &str| solid(text).replace('-', "");
            prop_assert_eq!(solid(&document.text()), solid(&text));
        }

        #[test]
        fn mending_twice_changes_nothing_more(text in texts()) {
            let once = mended(&text).text();
            prop_assert_eq!(mended(&once).text(), once);
        }

        #[test]
        fn joining_twice_changes_nothing_more(text in lines()) {
            let once = mended(&text).render("mend");
            prop_assert_eq!(mended(&once).render("mend"), once);
        }
    }

    #[test]
    fn segmented_text_of_any_form_is_joined() {
        for text in [
            "清早 的 茶馆 里 ， 老人 一边 喝茶 ， 一边 听 戏 。",
            "清早  的  茶馆  里  ，  老人  一边  喝茶  ，  一边  听  戏  。",
            "清早　的　茶馆　里　，　老人　一边　喝茶　，　一边　听　戏　。",
            "清早\t的\t茶馆\t里\t，\t老人\t一边\t喝茶\t，\t一边\t听\t戏\t。",
            "清 早 的 茶 馆 里 ， 老 人 一 边 喝 茶 ， 一 边 听 戏 。",
            "清早/t 的/u 茶馆/n 里/f ，/w 老人/n 一边/d 喝茶/v ，/w 一边/d 听/v 戏/n 。/w",
            "清早_t 的_u 茶馆_n 里_f ，_w 老人_n 一边_d 喝茶_v ，_w 一边_d 听_v 戏_n 。_w",
            "清早/的/茶馆/里/，/老人/一边/喝茶/，/一边/听/戏/。",
            "清早 | 的 | 茶馆 | 里 | ， | 老人 | 一边 | 喝茶 | ， | 一边 | 听 | 戏 | 。",
        ] {
            assert_eq!(mended(text).text(), "清早的茶馆里，老人一边喝茶，一边听戏。");
        }
    }

    #[test]
    fn clean_text_of_any_script_comes_out_as_it_was() {
        for text in [
            "今天天气很好，我们一起去公园。他用 Vim 写了 3 年代码（没有间断）。",
            "It was a bright cold day, and the clocks were striking. Don't worry: it's fine!",
            "Привет, мир! Это проверка.",
            "나는 학생이다. 오늘은 날씨가 좋다.",
            "東京は日本の首都です。 とても大きい。",
            "مرحبا بالعالم، هذا اختبار.",
            "สวัสดีครับ ผมชื่อสมชาย",
            "नमस्ते दुनिया। यह एक परीक्षण है।",
        ] {
            let document = mended(text);
            assert_eq!(document.text(), text);
            assert!(document.blocks.iter().all(|block| block.text.edits().is_empty()));
        }
    }
}
