//! Mojibake: text that was decoded under the wrong charset before it reached us, and signs of text that was lost.
//!
//! A repair is made only where it can be proved: the text, encoded under the wrong charset, gives bytes that read under
//! the right one, and what they say is far likelier as text than what is there. What is lost is marked, never
//! guessed.
//!
//! What is repaired, and how much clean text is changed (none of the sets), is measured in `docs/QUALITY.md`, "Encoding
//! detection".

mod cost;
mod fix;
mod hint;
mod loss;
mod repair;
mod run;
mod stretch;
mod suspect;
mod units;
mod wrong;

use std::cell::LazyCell;

use crate::document::{Document, Format, Mark, Removal, Rule, Span, Stage, Text};
use loss::Punctuation;
use suspect::Suspicion;

/// Text decoded under the wrong charset, put right.
pub static REPAIR: Rule =
    Rule { id: "decode.mojibake", about: "text once decoded under the wrong encoding, decoded under the right one" };

/// Signs of text lost before it reached us.
pub static LOSS: Rule = Rule {
    id: "decode.loss",
    about: "signs of lost text: U+FFFD, 锟斤拷, 烫烫烫, question marks inside Chinese; marked, not removed",
};

/// Encodings laid over each other that are undone at most.
const LAYERS: usize = 3;

/// The stage that repairs mojibake and marks loss.
pub struct Mojibake;

impl Stage for Mojibake {
    fn name(&self) -> &'static str {
        "decode.mojibake"
    }

    fn rules(&self) -> Vec<&'static Rule> {
        vec![&REPAIR, &LOSS]
    }

    fn run(&self, document: &mut Document) {
        let mut lossy = Vec::new();
        for index in 0..document.blocks.len() {
            if document.blocks[index].is_kept() {
                let seen = repair(document, index);
                lossy.extend((seen.loss || seen.questions).then_some((index, seen.loss)));
            }
        }
        mark_losses(document, &lossy);
    }
}

/// Undoes what can be undone in a block; what a look at the block sees afterwards.
fn repair(document: &mut Document, index: usize) -> Suspicion {
    let mut seen = suspect::look(document.blocks[index].value());
    for _ in 0..LAYERS {
        if seen.is_clean() {
            break;
        }
        if seen.narrow && take_in_space(document, index, &seen) {
            seen = suspect::look(document.blocks[index].value());
        }
        let changes = repair::changes(document.blocks[index].value(), &seen);
        if changes.is_empty() {
            break;
        }
        document.change(index, &changes, &REPAIR);
        seen = suspect::look(document.blocks[index].value());
    }
    seen
}

/// Takes the no-break space behind a block of plain text into it when a character that was read as several ends with
/// it: white space at the end of a line is not part of its block otherwise. Tells whether it did.
fn take_in_space(document: &mut Document, index: usize, seen: &Suspicion) -> bool {
    const SPACE: &str = "\u{A0}";
    let text = &document.blocks[index].text;
    let span = text.span();
    let is_free = document.format == Format::Plain && document.edits.is_empty();
    if !is_free || !document.source()[span.end as usize..].starts_with(SPACE) {
        return false;
    }
    let with_space = format!("{}{SPACE}", text.value());
    let changes = repair::changes(&with_space, seen);
    let belongs = changes.last().is_some_and(|change| change.range.end == with_space.len());
    if belongs {
        let span = Span { end: span.end + SPACE.len() as u32, ..span };
        let longer = Text::edited(document.source(), span, text.edits().to_vec());
        document.blocks[index].text = longer;
    }
    belongs
}

/// Marks the signs of loss in the blocks `lossy`, which have other signs than question marks where it says so.
fn mark_losses(document: &mut Document, lossy: &[(usize, bool)]) {
    let punctuation = LazyCell::new(|| Punctuation::of(document.kept().map(|block| block.value())));
    let (mut marks, mut count) = (Vec::<Mark>::new(), 0);
    let blocks = lossy.iter().filter_map(|&(index, signs)| Some((document.blocks.get(index)?, signs)));
    for (block, signs) in blocks {
        let losses = loss::find(block.value(), signs, || *punctuation);
        count += losses.len();
        let ranges: Vec<_> = losses.iter().map(|loss| loss.range.clone()).collect();
        for (span, loss) in block.text.source_spans(&ranges).into_iter().zip(losses) {
            // Losses inside one repair come from the same stretch of the source. A mark for each of them, with all of
            // the stretch, would make a ledger as large as the square of the text.
            if marks.last().is_some_and(|last| last.span == span) {
                continue;
            }
            marks
                .push(Mark { span, removal: Removal::by(&LOSS, loss.sign.confidence()).because(loss.sign.evidence()) });
        }
    }
    document.signals.loss_marks = count as u32;
    document.marks.append(&mut marks);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::convert::{Known, decode, encode};
    use crate::document::snapshot::show;
    use crate::document::{Block, Kind};
    use proptest::prelude::*;

    /// A plain text whose lines are its paragraphs, without the white space around them.
    fn lines(text: &str) -> Document {
        let mut document = Document::new(text.to_owned(), Format::Plain);
        let mut start = 0;
        for line in text.split('\n') {
            let at = start + line.len() - line.trim_start().len();
            if !line.trim().is_empty() {
                let span = Span::new(at, at + line.trim().len());
                document.blocks.push(Block::new(Kind::Paragraph, Text::verbatim(text, span)));
            }
            start += line.len() + 1;
        }
        document
    }

    fn run(text: &str) -> (String, u32) {
        let mut document = lines(text);
        Mojibake.run(&mut document);
        document.settle().unwrap();
        (document.text(), document.signals.loss_marks)
    }

    /// `text` encoded as `right` and decoded as `wrong`, which must be possible without loss.
    fn broken(text: &str, right: &str, wrong: &str) -> String {
        let bytes = encode(text, right, &[]).unwrap();
        let decoded = decode(&bytes, Known::Given(wrong)).unwrap();
        assert_eq!(decoded.encoding.malformed, 0);
        decoded.text
    }

    const TEXT: &str = "今天下午我们在河边散步，看见很多白色的水鸟。";

    #[test]
    fn one_layer_is_undone() {
        for (right, wrong) in [
            ("UTF-8", "windows-1252"),
            ("GB18030", "windows-1252"),
            ("GB18030", "macintosh"),
            ("UTF-8", "IBM437"),
            ("UTF-8", "windows-1251"),
        ] {
            assert_eq!(run(&broken(TEXT, right, wrong)), (TEXT.into(), 0), "{right} as {wrong}");
        }
        let text = "老師說今天下午要開會，請大家準時到場";
        assert_eq!(run(&broken(text, "Big5", "windows-1252")).0, text);
    }

    #[test]
    fn two_layers_are_undone() {
        let once = broken(TEXT, "UTF-8", "windows-1252");
        assert_eq!(run(&broken(&once, "UTF-8", "windows-1252")), (TEXT.into(), 0));
    }

    #[test]
    fn a_run_inside_clean_text_is_found() {
        let text = format!("下面这句话坏了： {} 坏到这里为止。", broken(TEXT, "UTF-8", "windows-1252"));
        assert_eq!(run(&text).0, format!("下面这句话坏了： {TEXT} 坏到这里为止。"));
    }

    #[test]
    fn clean_text_stays() {
        for text in [
            TEXT,
            "“好的”——他说……然后走了。",
            "Ça c'est l'été à Besançon, où l'œuvre créée plaît",
            "Съешь же ещё этих мягких французских булок",
            "São Paulo, Zürich, Łódź, Åland – 15 €",
            "書中有「錕鋙」二字，鑿鑿可據。",
            "오늘은 날씨가 맑고 바람이 분다",
        ] {
            assert_eq!(run(text), (text.into(), 0));
        }
    }

    #[test]
    fn what_looks_like_mojibake_and_is_none_stays() {
        for text in [
            "EU NÃO VOU, SÓ… TALVEZ",
            "o menu do CAFÉ’s novo",
            "ELE DISSE QUE É¿ NÃO",
            "Ôôô gente boa, ô Ôôôô",
            "├──┬──┐ │ a │ b │ └──┴──┘",
            "x² × ½ = √π ± 3° … ∞",
            "HÔTEL « ÉTOILE », À 5 € — ÇA VA",
            "Já são 12 h (8.1ª) nº 5º",
            "[ok]\u{A0}© 2019 ®",
            "МОСКВА—СПБ, СССР… «ЁЛКА»",
            "ΑΒΓ αβγ Σίσυφος… «ναι»",
            "İSTANBUL’A GİDİYORUZ… ŞİMDİ",
            "ŽENA “ŠKODA” — ČÁP",
            "♪♫ ▂▃▄▅▆▇█ ╰(°▽°)╯ ¯\\_(ツ)_/¯",
        ] {
            assert_eq!(run(text), (text.into(), 0));
        }
    }

    #[test]
    fn losses_are_marked_and_left() {
        for (text, marks) in [
            ("锟斤拷锟斤拷今天锟斤拷", 2),
            ("内容烫烫烫烫烫", 1),
            ("他说\u{FFFD}\u{FFFD}好，明天\u{FFFD}见。", 2),
            ("他们一起走 ?? 后来又回来了，天已经黑了。", 1),
            ("你真的要去吗?我不知道，也许吧。", 0),
        ] {
            assert_eq!(run(text), (text.into(), marks), "{text}");
        }
    }

    #[test]
    fn losses_inside_one_repair_are_one_mark() {
        let text = "山口的茶亭又开了门，挑担的人坐下来歇脚。".repeat(50);
        let (broken, _) = encoding_rs::SHIFT_JIS.decode_without_bom_handling(text.as_bytes());
        let mut document = lines(&broken);
        Mojibake.run(&mut document);
        assert!(document.signals.loss_marks > 100, "{}", document.signals.loss_marks);
        let marked: usize = document.marks.iter().map(|mark| mark.span.len()).sum();
        assert!(marked <= document.source().len(), "{marked}");
    }

    #[test]
    fn other_charsets_are_undone() {
        let text = "老師說今天下午要開會，請大家準時到場，不要遲到";
        assert_eq!(run(&broken(text, "Big5", "GB18030")).0, text);
        let text = "Сегодня вечером мы пойдём гулять вдоль реки";
        assert_eq!(run(&broken(text, "windows-1251", "windows-1252")).0, text);
        assert_eq!(run(&broken(text, "UTF-8", "windows-1251")).0, text);
        let text = "Über die Brücke läuft ein müder Hund";
        assert_eq!(run(&broken(text, "UTF-8", "windows-1252")).0, text);
    }

    #[test]
    fn a_no_break_space_at_the_end_of_a_line_is_part_of_a_character() {
        let text = "那天早上我遇见你";
        let line = broken(text, "UTF-8", "windows-1252");
        assert!(line.ends_with('\u{A0}'));
        assert_eq!(run(&format!("{line}\n好")).0, format!("{text}\n\n好"));
    }

    #[test]
    fn long_lines_take_linear_time() {
        let line = format!("{}完。", broken(TEXT, "UTF-8", "windows-1252").repeat(3000));
        assert_eq!(run(&line).0, format!("{}完。", TEXT.repeat(3000)));
        assert_eq!(run(&"锟斤拷好".repeat(20_000)).1, 20_000);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn any_text_stays_in_balance(text in "[ -~\n\u{A0}-\u{FF}€™‚„…“”Œœа-яЁёІіїєґѓ一-龥ｱ-ﾝ가-힣\u{E000}-\u{F8FF}\u{FFFD}锟斤拷？?]{0,80}") {
            run(&text);
        }

        #[test]
        fn broken_text_stays_in_balance(text in "[a-z，。一-龥é]{4,40}", right in 0..4_usize, wrong in 0..5_usize) {
            let right = ["UTF-8", "GB18030", "Big5", "EUC-JP"][right];
            let wrong = ["windows-1252", "GB18030", "Big5", "windows-1251", "EUC-KR"][wrong];
            if let Ok(bytes) = encode(&text, right, &[]) {
                run(&decode(&bytes, Known::Given(wrong)).unwrap().text);
            }
        }
    }

    #[test]
    fn each_rule_as_a_snapshot() {
        let once = broken("渡口的灯亮了一夜。", "UTF-8", "windows-1252");
        let twice = broken(&once, "UTF-8", "windows-1252");
        let wide = broken("夜色漸深，渡口只剩一盞燈，船家還在等最後的客人", "Big5", "GB18030");
        for (rule, text) in [
            (&REPAIR, format!("好的一行。\n{once}\n{twice}\n{wide}\n")),
            (
                &LOSS,
                "锟斤拷锟斤拷，船走了。\n内存烫烫烫烫\n他说\u{FFFD}好。\n船 ?? 后来又回来了，天已经黑了。\n".into(),
            ),
        ] {
            let mut document = lines(&text);
            Mojibake.run(&mut document);
            insta::assert_snapshot!(rule.id, show(&document));
        }
    }
}
