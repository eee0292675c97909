use proptest::prelude::*;

use super::stage::Repeat;
use crate::document::{Document, Kind, Stage};
use crate::parse;
use crate::strip::options::Options;
use crate::strip::shown::shown;

fn run(mut document: Document) -> Document {
    Repeat::new(&Options::default()).run(&mut document);
    document.settle().expect("the balance holds");
    document
}

fn plain(source: &str) -> Document {
    run(parse::plain(source.to_owned()))
}

fn markdown(source: &str) -> Document {
    run(parse::markdown(source.to_owned(), &parse::Options::default()))
}

/// The text that is left of lines of plain text.
fn left(lines: &[&str]) -> Vec<String> {
    plain(&lines.join("\n")).kept().map(|block| block.value().to_owned()).collect()
}

const HARBOUR: [&str; 4] = [
    "清晨的集市上，卖菜的老人把新摘的黄瓜码得整整齐齐，一边等着客人，一边和邻居说起昨夜的雨。",
    "这条街从前是运河的码头，船工们在这里卸货，也在这里吃一碗热面。久而久之，就有了早市。",
    "如今码头没有了，早市还在。附近的居民习惯了每天来走一走，买不买东西倒在其次。",
    "天色渐亮，人声渐稠，他们把空了的筐子叠起来，慢慢地推着车往河那边走去了。",
];
const LANTERN: [&str; 3] = [
    "The keeper trims the lamp at dusk, and by the time the last ferry is in, the wick has burned down by an inch.",
    "He writes the hour into a notebook. Nobody has asked for it in thirty years, but the notebook is kept all the same.",
    "When the fog comes he rings the bell, and the boats that are still out answer it one after the other.",
];

#[test]
fn one_of_two_bodies_goes() {
    let twice = [HARBOUR, HARBOUR].concat();
    assert_eq!(left(&twice), HARBOUR);
    assert_eq!(left(&[LANTERN, LANTERN].concat()), LANTERN);
    assert_eq!(left(&[&twice[..], &HARBOUR].concat()), HARBOUR);
    let head = ["早市", "2019-03-04 10:20", "作者：石远山"];
    let tail = ["（责任编辑：白晚）", "分享到：微信 微博"];
    assert_eq!(left(&[&head[..], &twice, &tail].concat()), [&head[..], &HARBOUR, &tail].concat());
}

#[test]
fn copies_may_differ_in_spacing_punctuation_and_standard() {
    let other =
        HARBOUR.map(|line| line.replace('，', ", ").replace('。', ". ").replace("这", "這").replace("头", "頭"));
    let other: Vec<&str> = other.iter().map(String::as_str).collect();
    assert_eq!(left(&[&HARBOUR[..], &other].concat()), HARBOUR);
}

#[test]
fn headings_and_the_last_line_of_a_flattened_copy_move() {
    let [a, b, c, d] = HARBOUR;
    let flat = format!("{a} {b} 早市还在 {c} {d} 作者邮箱：stone@example.org");
    let lines = [&[flat.as_str()], &HARBOUR[..]].concat();
    assert_eq!(left(&lines), [a, b, "早市还在", c, d, "作者邮箱：stone@example.org"]);
    let document = plain(&lines.join("\n"));
    let heading = document.kept().find(|block| block.value() == "早市还在");
    assert!(heading.is_some_and(|block| block.kind.level() > 0));
    // Behind the copy that stays everything stays where it is.
    assert_eq!(left(&[a, b, c, d, &flat]), [a, b, "早市还在", c, d, "作者邮箱：stone@example.org"]);
}

#[test]
fn what_becomes_of_a_flattened_copy_and_of_a_summary() {
    let [a, b, c, d] = HARBOUR;
    let flat = format!("{a} {b} 早市还在 {c} {d} 作者邮箱：stone@example.org");
    insta::assert_snapshot!("flattened", shown(&plain(&[&[flat.as_str()], &HARBOUR[..]].concat().join("\n"))));
    let lead = [a, b, c, d, LANTERN[0], LANTERN[1], LANTERN[2]];
    let lead = lead.join("\n");
    insta::assert_snapshot!("summary", shown(&plain(&format!("早市\n{a}\n{lead}"))));
}

/// Documents in which much is repeated and nothing may go or move.
fn kept() -> Vec<Vec<String>> {
    let lines = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>();
    let clause = "shall be weighed on the brass scale in the presence of two witnesses, and its weight shall be written in \
        the ledger beside the name of the sender.";
    let subjects = ["A parcel from the north", "A letter with a seal", "A bag that was opened", "A crate of glass"];
    let entries = ["一", "二", "三", "四"].map(|number| {
        format!(
            "{number}号账本：纸本，线装，高二十三厘米，封面墨书题签，内页有虫蛀和水渍，缺页处已用同色纸补齐，不外借。"
        )
    });
    let [a, b, c, d] = HARBOUR;
    let changed = |from: &str, to: &str| HARBOUR.map(|line| line.replace(from, to));
    let twice = |other: [String; 4]| [lines(&HARBOUR), other.to_vec()].concat();
    let quoted = HARBOUR.map(|line| format!("“{line}”"));
    let headed = |headings: [&str; 2]| {
        let part = |heading: &str| [vec![heading.to_owned()], lines(&HARBOUR)].concat();
        headings.map(part).concat()
    };
    let steps = ["再揉十分钟。", "再揉二十分钟。"].map(|last| {
        format!(
            "先把面粉倒进盆里，加水，揉成一个光滑的面团，盖上布，放在暖和的地方等它发起来，大约要等上一个半钟头，{last}"
        )
    });
    vec![
        subjects.iter().map(|subject| format!("{subject} {clause}")).collect(),
        subjects
            .iter()
            .map(|subject| format!("As before, it is ordered that it {clause} {subject}, however, is free."))
            .collect(),
        entries.to_vec(),
        steps.to_vec(),
        // A number, a word, a clause, a sentence at the end.
        twice(changed("一碗", "两碗")),
        twice(changed("热面", "热汤面")),
        twice(changed("，也在这里吃一碗热面", "")),
        twice([
            a.into(),
            b.into(),
            c.into(),
            format!(
                "{d}第二天他们又回来了，谁也没有提起昨夜的雨，只是把筐子一个一个摆好，等着第一个客人从河那边走过来。"
            ),
        ]),
        // Quotations, also such as are read again.
        [lines(&["他先说了一遍。"]), quoted.to_vec(), lines(&["我们请他再说一遍。"]), quoted.to_vec()].concat(),
        [lines(&["他先念了一遍："]), lines(&HARBOUR), lines(&["他想了想，又念了一遍："]), lines(&HARBOUR)].concat(),
        [quoted.to_vec(), quoted.to_vec()].concat(),
        // The same is said of two things.
        headed(["北线", "南线"]),
        // Two paragraphs of many come back.
        lines(&[a, b, c, d, LANTERN[0], LANTERN[1], a, b]),
        // A summary, with the paragraph that it repeats.
        lines(&["早市", a, "分享", &format!("{a}{b}"), c, d, LANTERN[0], LANTERN[1], LANTERN[2]]),
        // A flattened copy that goes on with prose, or has a sentence of its own inside.
        [
            vec![format!(
                "{} 第二天他们又回来了，谁也没有提起昨夜的雨，只是把筐子一个一个摆好，等着第一个客人。后来就下雪了。",
                HARBOUR.join(" ")
            )],
            lines(&HARBOUR),
        ]
        .concat(),
        [vec![format!("{a}{b}没有人记得那条船。{c}{d}")], lines(&HARBOUR)].concat(),
    ]
}

#[test]
fn what_only_comes_back_stays_where_it_is() {
    for lines in kept() {
        let document = plain(&lines.join("\n"));
        assert_eq!(document.kept().map(|block| block.value()).collect::<Vec<_>>(), lines);
    }
}

#[test]
fn marks_say_what_is_true_of_their_block() {
    let [a, b, c, d] = HARBOUR;
    let document = plain(&[a, b, c, d, LANTERN[0], LANTERN[1], a, b, c].join("\n"));
    let marks: Vec<_> = document.marks.iter().map(|mark| (mark.removal.rule.id, &*mark.removal.evidence)).collect();
    assert_eq!(marks, [("strip.repeated_body", "100 % of it stands elsewhere"); 3]);
}

#[test]
fn code_and_quotations_set_apart_stay() {
    let code = "```\nlet boats = river.boats();\nfor boat in boats { boat.cross(&river, Side::East); }\nassert!(river.is_calm(), \"a storm came up\");\n```";
    let quotation = LANTERN.map(|line| format!("> {line}\n")).join(">\n");
    for (source, kind) in
        [(format!("{code}\n\n{code}\n"), Kind::Code), (format!("{quotation}\n---\n\n{quotation}"), Kind::Quote)]
    {
        let blocks = markdown(&source).kept().filter(|block| block.kind == kind).count();
        assert_eq!(
            blocks,
            parse::markdown(source, &parse::Options::default())
                .blocks
                .iter()
                .filter(|block| block.kind == kind)
                .count()
        );
    }
    // A body with code in it is left alone as a whole.
    let source = format!("{}\n\n{code}\n\n", LANTERN.join("\n\n")).repeat(2);
    assert_eq!(markdown(&source).text().matches("storm").count(), 2);
}

#[test]
fn a_minified_page_loses_nothing() {
    let [a, b, c, d] = HARBOUR;
    let rest = LANTERN.map(|line| format!("<p>{line}</p>")).concat();
    let source = format!(
        "<html><body><h1>早市</h1><div>{a}</div><button>分享</button><p>{a}{b}</p><p>{c}</p><p>{d}</p>{rest}</body></html>"
    );
    let document = run(parse::html::html(source, &parse::Options::default()));
    let starts: Vec<u32> = document.kept().map(|block| block.text.span().start).collect();
    assert!(starts.is_sorted());
    assert!(document.blocks.iter().all(|block| block.is_kept()));
}

#[test]
fn copies_of_which_no_whole_sentence_is_left_are_none() {
    let [one, other] = [("老船工", "渡口"), ("邮差", "祠堂")].map(|(who, place)| {
        format!("{who}在{place}等了一整个冬天，把{who}该做的事情都记在{place}那本蓝皮的账簿里，一页也没有撕掉。")
    });
    let source = format!("{one} {one}\n{other} {one}\n{other}\n");
    assert!(plain(&source).text().contains(&one));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sentence_is_lost_or_cut_and_only_headings_move(
        paragraphs in proptest::collection::vec(proptest::collection::vec(0_usize..8, 1..4), 1..8),
        order in proptest::collection::vec((0_usize..8, any::<bool>()), 2..14),
    ) {
        let sentence = |number: usize| {
            let subject = ["老船工", "邮差", "木匠", "养蜂人", "教书先生", "放鸭的孩子", "守塔人", "画匠"][number];
            let place = ["渡口", "桥头", "磨坊", "盐井", "祠堂", "山口", "河湾", "驿站"][number * 5 % 8];
            format!("{subject}在{place}等了一整个冬天，把{subject}该做的事情都记在{place}那本蓝皮的账簿里，一页也没有撕掉。")
        };
        let paragraphs: Vec<String> = paragraphs.iter().map(|numbers| numbers.iter().map(|&number| sentence(number)).collect()).collect();
        let mut source = String::new();
        for &(number, joined) in &order {
            source.push_str(&paragraphs[number % paragraphs.len()]);
            source.push(if joined { ' ' } else { '\n' });
        }
        let document = plain(&source);
        let text = document.text();
        for number in 0..8 {
            prop_assert!(!source.contains(&sentence(number)) || text.contains(&sentence(number)), "{}\n\n{}", source, text);
        }
        let rest = (0..8).fold(text, |text, number| text.replace(&sentence(number), ""));
        prop_assert!(rest.trim().is_empty(), "pieces are left: {}", rest);
        prop_assert!(document.kept().map(|block| block.text.span().start).is_sorted());
    }
}
