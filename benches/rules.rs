//! Speed of `strip` on one core, and what rule packs cost as they grow.
//!
//! `cargo bench --bench rules [-- MEGABYTES]`. The text is that of `seeds/` with its characters drawn again, in documents
//! of about 4 kB with a byline above and a few lines of boilerplate below. The packs are made like those that people
//! write for families of sites: most of a rule is its own words. Trust the ratios: each figure is the best of several
//! rounds.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod texts;

use std::fmt::Write;
use std::time::{Duration, Instant};

use taojin::config::Config;
use taojin::internals::{run, strip};
use texts::{SIZE, fastest, print_stages, run, run_built, speed};

fn main() {
    let megabytes = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(16);
    let sets = [("articles", documents(&mut Draw(7), megabytes))];
    print_stages("strip.", &sets);
    let [(_, texts)] = sets;
    println!("{:24}{:>24.0}\n", "the whole room", speed(&texts, fastest(|| run(&texts, "strip."))));

    println!(
        "{:>24}{:>12}{:>14}{:>14}{:>14}",
        "rules beside our own", "strip.rules", "read, ms", "first use, ms", "memory, MB"
    );
    for count in [0, 50, 500, 5_000] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("made.toml"), pack(&mut Draw(11), count)).unwrap();
        let options = strip::Options { rules: vec![folder.path().to_owned()], ..Default::default() };
        let config = Config { strip: options, ..Config::default() };
        let before = resident();
        let start = Instant::now();
        let stages = run::stages(&config, "strip.rules").unwrap();
        let read = start.elapsed();
        let start = Instant::now();
        run_built(&texts[..1], &stages, |_, _| {});
        let first = start.elapsed();
        let fastest = fastest(|| run_built(&texts, &stages, |_, _| {}));
        let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
        let (read, first, memory) = (milliseconds(read), milliseconds(first), resident() - before);
        println!("{count:>24}{:>12.0}{read:>14.1}{first:>14.1}{memory:>14.1}", speed(&texts, fastest));
    }
}

/// Knuth's linear congruential generator.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// A name of two to four characters, such as sites have.
    fn name(&mut self) -> String {
        let letters: Vec<char> = "海边云山清风晨光星河竹林雨夜南北东西江湖桥灯塔书信年华长安春秋".chars().collect();
        (0..2 + self.below(3)).map(|_| letters[self.below(letters.len())]).collect()
    }
}

const ACTS: &[&str] = &["关注", "订阅", "下载", "扫码", "加入", "登录", "收藏", "分享", "举报", "投稿", "转发", "打开"];
const THINGS: &[&str] = &["公众号", "客户端", "小程序", "微博", "论坛", "频道", "专栏", "知识库", "读者群", "视频号"];

/// A pack of `count` rules.
fn pack(draw: &mut Draw, count: usize) -> String {
    let mut pack = "about = \"made\"\n".to_owned();
    for number in 0..count {
        let (name, act, thing) = (draw.name(), draw.of(ACTS), draw.of(THINGS));
        let pattern = match draw.below(7) {
            0 => format!("(?:请|欢迎)?{act}{name}{thing}.{{0,40}}"),
            1 => format!("[（(]?{name}(?:网|报|社)?(?:记者|编辑)[:：\\s].{{1,30}}[)）]?"),
            2 => format!("{name}(?:版权所有|独家稿件|原创作品).{{0,80}}"),
            3 => format!("(?:更多|查看)?{name}(?:新闻|资讯|专题).{{0,12}}[>»]+"),
            4 => format!("\\s*[【\\[]{name}{thing}[】\\]].{{0,60}}"),
            5 => format!("site{number} (?:all rights|privacy|terms of use).{{0,60}}"),
            _ => format!(".{{0,20}}{name}{thing}(?:搜索|回复).{{1,20}}"),
        };
        // The last kind begins with anything: its words must be given.
        let words = if pattern.starts_with('.') { format!("words = [\"{name}{thing}\"]\n") } else { String::new() };
        let at = draw.of(&["tail", "edge", "head", "anywhere"]);
        let rule = "[[rule]]\nabout = \"made\"\nkind = \"line\"\ncatches = [\"a\"]\nspares = [\"b\"]\n";
        writeln!(pack, "{rule}id = \"made_{number}\"\nat = \"{at}\"\n{words}patterns = ['{pattern}']").unwrap();
    }
    pack
}

/// Documents of paragraphs as those of the seeds are, of their own characters.
fn documents(draw: &mut Draw, megabytes: usize) -> Vec<String> {
    let read = |name| std::fs::read_to_string(format!("{}/seeds/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let texts: Vec<String> = ["metro_line.txt", "repeated_title.txt", "english_article.txt"].map(read).into();
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).filter(|line| line.len() > 60).collect();
    let all = lines.concat();
    let han: Vec<char> = all.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).collect();
    let mut documents = Vec::new();
    while documents.len() * SIZE < megabytes << 20 {
        let mut text = format!("{}\n作者：{}\n\n", draw.name(), draw.name());
        while text.len() < SIZE {
            let mut redraw = |c: char| if !c.is_ascii() && c.is_alphabetic() { han[draw.below(han.len())] } else { c };
            text.extend(lines[documents.len() % lines.len()].chars().map(&mut redraw));
            text.push_str(lines[draw.below(lines.len())]);
            text.push_str("\n\n");
        }
        let (act, thing, name) = (draw.of(ACTS), draw.of(THINGS), draw.name());
        writeln!(text, "责任编辑：{name}\n{act}{name}{thing}\n{name}版权所有，未经许可不得转载\n上一篇：{name}")
            .unwrap();
        documents.push(text);
    }
    documents
}

/// Memory of this process in megabytes; 0 where `/proc` does not tell.
fn resident() -> f64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').nth(1)?.parse::<f64>().ok());
    pages.unwrap_or(0.0) * 4096.0 / 1e6
}
