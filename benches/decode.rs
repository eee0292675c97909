//! Speed of `decode` on one core, each figure beside a floor or a peer in the same run.
//!
//! `cargo bench --bench decode [-- FOLDER]`. The texts are made from a few sentences of each language by drawing their
//! letters anew, in documents of 4 kB; FOLDER holds files on which detection is compared with chardetng's as well. Trust
//! the ratios: each figure is the best of several rounds.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

mod texts;

use std::hint::black_box;
use std::time::{Duration, Instant};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use regex::Regex;
use taojin::config::Config;
use taojin::internals::{decode, run};
use texts::{SIZE, fastest, run_built, speed};

const MEGABYTES: usize = 8;

const LANGUAGES: &[(&str, &str)] = &[
    (
        "Chinese",
        "社区图书馆周末延长开放时间，读者可以在二楼的自习室待到晚上十点。工作人员介绍，去年一共借出了三十二万册书，\
         其中小说和儿童读物最受欢迎。“希望更多的人养成阅读的习惯。”馆长说。为了方便老年人，一楼还新设了大字本书架，\
         并且提供免费的热水和老花镜；志愿者每天下午帮忙整理书籍，有时候也给孩子们讲故事。",
    ),
    (
        "classical verse",
        "春夜山中聞雨聲，孤燈照影到天明。十年踪跡歸何處，一夜相思滿洛城。江上清風吹白髮，隴頭流水送寒聲。故人不見長亭暮，         芳草萋萋路已平。落花滿地無人掃，獨倚欄杆數雁行。漁父扁舟橫野渡，樵歌一曲下斜陽。霜葉蕭蕭鳴古寺，疏鐘隱隱出雲房。         欲寄音書千里外，蒹葭深處水茫茫。",
    ),
    (
        "rare characters",
        "山巖嶄嶪而嶔崟兮，霧靄霏霺以氤氳。芰荷菡萏，蒹葭蔥蘢；蘅蕪芷蘭，薜荔紛披。駟馬驂驔，輜輧轔轔，旌旆旖旎，\
         鼙鼓鏜鞳。鴻鵠翱翔於雲霄，鸑鷟棲止於梧桐。君子佩瓊琚而嗟歎，佳人撫箜篌以徘徊。巉崖嶙峋，湍瀨潺湲，猨狖啾啾，\
         狐貉踽踽。醴泉甘冽，黍稷馨香，奉罍觴而酹之，聊逍遙以忘憂。",
    ),
    (
        "traditional Chinese",
        "老街上的豆腐店每天清晨四點開門，老闆娘總是笑著招呼客人。她說這門手藝是從祖母那裡學來的，黃豆要泡足八個小時，\
         石磨要慢慢轉，急不得。「現在的年輕人不願意這麼早起床，」她嘆了一口氣，「可是客人喜歡這個味道。」附近的學生放學後\
         也會來買一杯豆漿，站在門口喝完才回家。",
    ),
    (
        "Japanese",
        "港町の小さな喫茶店は、朝の七時に開店します。常連の漁師たちは窓際の席に座り、熱いコーヒーを飲みながら天気の話をする。\
         「今日は風が強いから、沖には出られないね」と年配の男性が言った。マスターは黙ってトーストを焼き、ラジオの音量を少し\
         下げる。外では海鳥が鳴き、遠くに白い灯台が見えていた。",
    ),
    (
        "Korean",
        "작은 마을의 서점은 토요일마다 늦게까지 문을 연다. 주인은 커피를 내리면서 손님들에게 새로 나온 책을 소개하고, 아이들은 \
         창가에 앉아 그림책을 읽는다. 비가 오는 날에는 오래된 음악을 틀어 놓는데, 그 소리를 들으려고 일부러 찾아오는 사람도 있다.",
    ),
    (
        "English",
        "The ferry to the island leaves twice a day in winter, and only when the wind allows it. Most passengers know each \
         other by name; they carry letters, bread and spare parts for the pump. \"You learn to wait,\" the captain said, \
         looking at the grey water beyond the pier. In summer everything changes, and nobody waits for anything.",
    ),
    (
        "French",
        "Le marché couvert a rouvert après trois années de travaux. Les étals débordent de légumes, de fromages affinés et de \
         pêches dorées ; à midi, on y déjeune debout, près de la fontaine. « C'était mieux avant », répète le cordonnier, qui \
         n'a pourtant jamais été aussi occupé. Où iront les pigeons ? Nul ne le sait.",
    ),
    (
        "Russian",
        "Весной река разливается так широко, что до соседней деревни можно добраться только на лодке. Старый паромщик помнит \
         годы, когда вода доходила до самой церкви. «Тогда мы возили хлеб и почту, — говорит он, — и никто не жаловался». \
         Теперь построили мост, но по утрам над лугами всё так же стоит белый туман.",
    ),
    (
        "source code",
        "fn weigh(boxes: &[Parcel], limit: Grams) -> Result<Vec<Load>, Error> {\n    let mut loads = Vec::new(); // 装车\n    \
         for parcel in boxes.iter().filter(|p| p.weight() > 0) {\n        match loads.last_mut() {\n            Some(load) if \
         load.room() >= parcel.weight() => load.push(parcel)?,\n            _ => loads.push(Load::new(limit, parcel)),\n        \
         }\n    }\n    Ok(loads)\n}\n",
    ),
];

fn main() {
    let folder = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let texts: Vec<_> = LANGUAGES.iter().map(|(name, sample)| (*name, documents(sample))).collect();
    println!("{:22}{:>12}{:>12}{:>12}{:>12}", "MB/s", "from_utf8", "regex", "mojibake", "decode");
    for (name, texts) in &texts {
        let utf8: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
        let times = [
            fastest(|| each(&utf8, |bytes| std::str::from_utf8(bytes).is_ok())),
            fastest(|| replace(texts)),
            fastest(|| mojibake(texts)),
            fastest(|| each(&utf8, read)),
        ];
        print!("{name:22}");
        times.iter().for_each(|time| print!("{:>12.0}", speed(&utf8, *time)));
        println!();
    }
    println!("\n{:22}{:>12}{:>12}", "MB/s", "encoding_rs", "decode");
    for (name, charset) in [("Chinese", encoding_rs::GBK), ("traditional Chinese", encoding_rs::BIG5)] {
        let Some((_, texts)) = texts.iter().find(|(known, _)| *known == name) else { continue };
        let legacy: Vec<Vec<u8>> = texts.iter().map(|text| charset.encode(text).0.into_owned()).collect();
        let floor = fastest(|| each(&legacy, |bytes| charset.decode_without_bom_handling(bytes).1));
        let ours = fastest(|| each(&legacy, read));
        println!("{:22}{:>12.0}{:>12.0}", charset.name(), speed(&legacy, floor), speed(&legacy, ours));
    }
    println!("\n{:22}{:>12}{:>12}{:>12}", "detection, MB/s", "chardetng", "detect", "ratio");
    for (language, charset) in [
        ("Chinese", encoding_rs::GBK),
        ("traditional Chinese", encoding_rs::BIG5),
        ("Chinese", encoding_rs::UTF_8),
        ("Russian", encoding_rs::WINDOWS_1251),
        ("French", encoding_rs::WINDOWS_1252),
    ] {
        let Some((_, texts)) = texts.iter().find(|(known, _)| *known == language) else { continue };
        let files: Vec<_> = texts.iter().take(400).map(|text| charset.encode(text).0.into_owned()).collect();
        compare(charset.name(), &files);
    }
    if let Some(folder) = folder {
        let paths = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let files: Vec<Vec<u8>> =
            paths.filter(|path| path.is_file()).map(|path| std::fs::read(path).unwrap()).collect();
        compare("files of FOLDER", &files);
    }
}

/// Speed of detection beside chardetng's.
fn compare(name: &str, files: &[Vec<u8>]) {
    let peer = |bytes: &[u8]| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Allow).name().is_empty()
    };
    let ours = |bytes: &[u8]| decode::detect(bytes, None).name.is_empty();
    let peer = fastest(|| each(files, peer));
    let ours = fastest(|| each(files, ours));
    let ratio = peer.as_secs_f64() / ours.as_secs_f64();
    println!("{name:22}{:>12.0}{:>12.0}{ratio:>12.1}", speed(files, peer), speed(files, ours));
}

/// Documents that look like `sample`, each of its own words: letters are drawn from those of their kind.
fn documents(sample: &str) -> Vec<String> {
    let kind = |c: char| match c {
        _ if c.is_ascii_punctuation() || !c.is_alphabetic() => 0,
        _ if c.is_lowercase() => 1,
        _ if c.is_uppercase() => 2,
        '\u{3040}'..='\u{30FF}' => 3,
        _ => 4,
    };
    let letters = [0, 1, 2, 3, 4].map(|number| sample.chars().filter(|c| kind(*c) == number).collect::<Vec<char>>());
    let clauses: Vec<&str> = sample.split_inclusive(['。', '，', '.', ',', '\n']).collect();
    let mut seed = 7_usize;
    let mut draw = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below.max(1)
    };
    let (mut texts, mut text) = (Vec::new(), String::new());
    while texts.len() * SIZE < MEGABYTES << 20 {
        text.extend(clauses[draw(clauses.len())].chars().map(|c| match kind(c) {
            0 => c,
            number => letters[number][draw(letters[number].len())],
        }));
        if draw(12) == 0 {
            text.push_str("\n\n");
        }
        if text.len() >= SIZE {
            texts.push(std::mem::take(&mut text));
        }
    }
    texts
}

/// The time of one blind replacement.
fn replace(texts: &[String]) -> Duration {
    let pair = Regex::new(r"(\p{Han}) (\p{Han})").unwrap();
    let start = Instant::now();
    texts.iter().for_each(|text| drop(black_box(pair.replace_all(text, "$1$2"))));
    start.elapsed()
}

/// The time of the mojibake check, which must leave the texts alone.
fn mojibake(texts: &[String]) -> Duration {
    let stages = run::stages(&Config::default(), "decode.mojibake").unwrap();
    run_built(texts, &stages, |document, text| assert_eq!(document.source(), text))
}

/// The whole way from bytes to text.
fn read(bytes: &[u8]) -> bool {
    decode::decode(bytes, decode::Known::Nothing).is_ok()
}

fn each<T: AsRef<[u8]>>(files: &[T], work: impl Fn(&[u8]) -> bool) -> Duration {
    let start = Instant::now();
    let count = files.iter().filter(|file| work(black_box(file.as_ref()))).count();
    black_box(count);
    start.elapsed()
}
