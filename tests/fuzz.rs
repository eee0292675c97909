//! Any bytes: a bounded run of what the fuzz targets check, on stable Rust and always the same. See `fuzz/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

#[path = "../fuzz/checks.rs"]
mod checks;
mod common;

use std::cell::Cell;
use std::ffi::OsStr;

use common::rounds;
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, ISO_2022_JP, SHIFT_JIS, UTF_8, WINDOWS_1252};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

const TEXTS: &[&str] = &[
    "秋天的院子里落满了银杏叶，奶奶坐在门口剥豆子。\n\n“今年的豆子真好。”她说。\n",
    "夜市的攤販正在收攤，巷口的燈還亮著。\r\n　　他買了一碗麵，慢慢地吃完。\r\n",
    "駅前の本屋は八時に閉まります。「また明日」と店員が言った。\n",
    "늦은 밤 골목길에 불이 켜져 있다. 그는 천천히 걸었다.\n",
    "今天 天气 很 好 ， 我们 一起 去 公园 散步 。\n第 二 天 下雨 了 。\n",
    "---\ntitle: Ein Größenvergleich\ndate: 2021-03-04\n---\n# Überschrift\n\n* eins\n* zwei **fett** [Verweis](http://a.example)\n",
    "涓枃鍦ㄨ繖閲岋紝澶╂皵寰堝ソ銆� 锟斤拷锟斤拷 烫烫烫 å¤©æ°”å¾ˆå¥½ ??\n",
    "\u{1b}[1;33m看板\u{1b}[m 公告 ─── ■□ ~{<:Ky2;S{#~} =E4=BD=A0\n",
];

const PAGES: &[&str] = &[
    "<!DOCTYPE html><html lang=zh><head><meta charset=gbk><title>河边的茶馆 - 例站</title></head><body><nav><a href=/>首页</a>\
     <a href=/b>新闻</a></nav><article><h1>河边的茶馆</h1><p>茶馆开在河边，下午坐满了人。<br>有人下棋，有人打盹。</p>\
     <p>责任编辑：王某</p></article><footer>版权所有 &copy; 例站</footer></body></html>",
    "<table><tr><td>一<td>二<tr><td colspan=2>三</table><ul><li>甲<li>乙<ul><li>丙</ul></ul><pre> a\n  b</pre>",
    "<script>if (a < b && c > d) document.write('<p>x</p>')</script><style>p{}</style><!-- 注释 --><p hidden>藏<div>&nbsp;&#20013;&bogus;&#x110000;",
    "<p>未闭合<b>粗<i>斜</b>体</i><![CDATA[数据]]><?xml version='1.0' encoding='big5'?><svg><title>图</title></svg><textarea><p>",
];

/// What parsers take for the beginning, the end or the inside of something, in every format at once.
const TOKENS: &[&str] = &[
    "---\n",
    "title: ",
    "tags: [",
    "- ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "# ",
    "> ",
    "1. ",
    "999. ",
    "* ",
    "**",
    "__",
    "_",
    "`",
    "```\n",
    "~~~\n",
    "|",
    "|-|-|\n",
    "[",
    "](",
    ")",
    "![",
    "<",
    ">",
    "</",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<table>",
    "<tr><td>",
    "</table>",
    "<ul><li>",
    "<br>",
    "<pre>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<svg>",
    "<math>",
    "<template>",
    "<title>",
    "</title>",
    "<a href=/x>",
    "</a>",
    "<b>",
    "</b>",
    "&amp;",
    "&#x4e2d;",
    "&#0;",
    "&bogus;",
    "&",
    "<?xml version=\"1.0\"?>",
    "<rss><channel>",
    "<item><description>",
    "</description></item>",
    "&lt;p&gt;",
    "<script type=\"application/ld+json\">",
    "{\"@type\":\"Article\",\"author\":[",
    "]}",
    "\\",
    "$$",
    "\\(",
    "[^a]: ",
    "[a]: /b\n",
    "<http://a.example>",
    "字",
    "茶馆。",
    "今天 天气 很 好",
    "，",
    "“",
    "”",
    "（",
    "）",
    "　",
    "上一篇：无\n",
    "作者：王某\n",
    "2021-03-04 12:30",
    "a",
    " the ",
    "hyphen-\nated",
    "锟斤拷",
    "å¤©æ°”",
    "\u{FFFD}",
    "\u{0}",
    "\u{1b}[31m",
    "\u{202E}",
    "\u{200D}",
    "e\u{301}",
    "\u{FEFF}",
    "\u{2028}",
    "- 7 -\n",
    "～～～～\n",
];

const ENCODINGS: &[&Encoding] = &[UTF_8, UTF_8, GB18030, BIG5, SHIFT_JIS, EUC_JP, EUC_KR, ISO_2022_JP, WINDOWS_1252];

/// Bytes that decoders and parsers take for more than themselves.
const SPECIAL: &[&[u8]] = &[
    b"\x00",
    b"\xFF",
    b"\x80",
    b"\xE4\xBD",
    b"\xED\xA0\x80",
    b"\xF4\x90\x80\x80",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\x81\x30\x81\x30",
    b"\x8E\xA2\xA1\xA1",
    b"\x1B$B",
    b"\x1B(B",
    b"~{",
    b"~}",
    b"\x0E",
    b"\xC2\xA0",
    b"\xEF\xBF\xBD",
    b"\r",
    b"\n\n",
    b"<",
    b"</",
    b"<!--",
    b"&#",
    b"```\n",
    b"---\n",
];

/// A change to bytes.
#[derive(Clone, Debug)]
enum Damage {
    Byte(Index, u8),
    Insert(Index, usize),
    Remove(Index, usize),
    Cut(Index),
    Repeat(Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        3 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        3 => (any::<Index>(), 0..SPECIAL.len()).prop_map(|(at, which)| Damage::Insert(at, which)),
        2 => (any::<Index>(), 1..5_usize).prop_map(|(at, length)| Damage::Remove(at, length)),
        1 => any::<Index>().prop_map(Damage::Cut),
        1 => (any::<Index>(), 1..40_usize).prop_map(|(at, length)| Damage::Repeat(at, length)),
    ]
}

/// Seeds in one encoding or several, damaged and put together.
fn files(seeds: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let piece = (0..seeds.len(), 0..ENCODINGS.len(), prop::collection::vec(damage(), 0..5));
    prop::collection::vec(piece, 1..4).prop_map(move |pieces| {
        let piece = |(seed, encoding, damages): (usize, usize, Vec<Damage>)| {
            let bytes = ENCODINGS[encoding].encode(seeds[seed]).0.into_owned();
            damages.into_iter().fold(bytes, apply)
        };
        pieces.into_iter().flat_map(piece).collect()
    })
}

fn apply(mut bytes: Vec<u8>, damage: Damage) -> Vec<u8> {
    let length = bytes.len() + 1;
    let end = |at: usize, count: usize, bytes: &[u8]| bytes.len().min(at + count);
    match damage {
        Damage::Byte(at, byte) => {
            let at = at.index(length);
            bytes.splice(at..end(at, 1, &bytes), [byte]);
        }
        Damage::Insert(at, which) => {
            let at = at.index(length);
            bytes.splice(at..at, SPECIAL[which].iter().copied());
        }
        Damage::Remove(at, count) => {
            let at = at.index(length);
            bytes.drain(at..end(at, count, &bytes));
        }
        Damage::Cut(at) => bytes.truncate(at.index(length)),
        Damage::Repeat(at, count) => {
            let at = at.index(length);
            let part = bytes[at..end(at, count, &bytes)].repeat(3);
            bytes.splice(at..at, part);
        }
    }
    bytes
}

/// Runs `check` on `cases` files, in full on fifty times as many, the same in every run; a failure is made as small as it
/// gets.
fn run(cases: u32, files: impl Strategy<Value = Vec<u8>>, check: impl Fn(&[u8])) {
    let cases = cases * rounds(1, 50) as u32;
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha);
    let result = TestRunner::new_with_rng(config, rng).run(&files, |bytes| {
        check(&bytes);
        Ok(())
    });
    result.unwrap();
}

#[test]
fn any_text_comes_back() {
    run(1500, files(TEXTS), |bytes| {
        checks::decode(bytes);
        checks::clean(bytes, "any.txt");
        checks::clean(bytes, "any.md");
    });
}

#[test]
fn any_page_comes_back() {
    run(1000, files(PAGES), |bytes| checks::clean(bytes, "any.html"));
}

/// Tokens in any order.
fn soups() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec((0..TOKENS.len(), 1..4_usize), 0..80).prop_map(|tokens| {
        tokens.into_iter().map(|(token, times)| TOKENS[token].repeat(times)).collect::<String>().into_bytes()
    })
}

const NAMES: [&str; 4] = ["any.txt", "any.md", "any.html", "any.xml"];

#[test]
fn any_soup_of_tokens_comes_back() {
    run(1000, soups(), |bytes| NAMES.iter().for_each(|name| checks::clean(bytes, name)));
}

/// All kinds of texts in one dataset, where passages of one are found again in others.
#[test]
fn a_dataset_of_any_texts_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let (texts, out) = (folder.path().join("texts"), folder.path().join("out"));
    std::fs::create_dir(&texts).unwrap();
    let count = Cell::new(0);
    let write = |bytes: &[u8], names: &[&str]| {
        for name in names {
            count.set(count.get() + 1);
            std::fs::write(texts.join(format!("{:05}-{name}", count.get())), bytes).unwrap();
        }
    };
    run(100, soups(), |bytes| write(bytes, &NAMES));
    run(100, files(TEXTS), |bytes| write(bytes, &["any.txt", "any.md"]));
    run(100, files(PAGES), |bytes| write(bytes, &["any.html"]));
    let command = |arguments: &[&OsStr]| {
        let output = common::taojin().args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    command(&["run".as_ref(), "-o".as_ref(), out.as_ref(), texts.as_ref()]);
    command(&["verify".as_ref(), out.as_ref()]);
}

#[test]
fn any_noise_comes_back() {
    run(1000, prop::collection::vec(any::<u8>(), 0..400), |bytes| {
        checks::decode(bytes);
        checks::clean(bytes, "any");
    });
}
