//! Lines as web pages usually have them around a text, beside a line that is surely none of it; and lines of text that
//! begin with the same words. Written from general knowledge, not from the labelled documents.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use taojin::Stage;
use taojin::config::Config;
use taojin::internals::parse;
use taojin::internals::run;

const BODY: &str = "清早的集市刚刚摆开，卖豆腐的老人把木板一块一块地卸下来，白汽从筐里升起。几个孩子围在炉子旁边等着第一锅豆浆，谁也不肯先离开。\n\n\
    到了中午，集市散了，街上只剩下几片菜叶和一条睡着的狗。老人数完了钱，把木板又一块一块地装回车上，慢慢地往回走，一路上都在哼着一支没有词的曲子。\n\n\
    The road climbs slowly out of the valley, and for an hour nothing is heard but water. Then the trees part, and the old mill stands there.\n\n\
    渡口的老人把缆绳解开，数了一遍岸边的石头，然后坐下来等那封从没有写过的信，一直等到天黑。";

fn stages() -> Vec<Box<dyn Stage>> {
    run::stages(&Config::default(), "strip.").unwrap()
}

/// Whether `line` stays in the text `source`.
fn stays(stages: &[Box<dyn Stage>], source: String, line: &str) -> bool {
    let mut document = parse::plain(source);
    stages.iter().for_each(|stage| stage.run(&mut document));
    document.settle().unwrap();
    document.text().lines().any(|kept| kept == line)
}

/// Where a line may stand: above the body, below it, and there before and behind others.
fn places(line: &str) -> [String; 4] {
    [
        format!("渡口的灯\n\n{line}\n\n{BODY}\n"),
        format!("{BODY}\n\n{line}\n"),
        format!("{BODY}\n\n责任编辑：白玉\n\n{line}\n"),
        format!("{BODY}\n\n{line}\n\n版权所有，未经许可不得转载\n"),
    ]
}

#[test]
fn usual_boilerplate_goes() {
    let stages = stages();
    let lines: Vec<&str> = include_str!("usual/boilerplate.txt").lines().collect();
    let stays_everywhere = |line: &&str| places(line).into_iter().all(|source| stays(&stages, source, line));
    let left: Vec<&str> = lines.iter().copied().filter(stays_everywhere).collect();
    assert!(left.len() * 20 <= lines.len(), "{} of {} stay: {left:#?}", left.len(), lines.len());
}

#[test]
fn text_that_begins_like_boilerplate_stays() {
    let stages = stages();
    for line in include_str!("usual/text.txt").lines() {
        for source in places(line) {
            assert!(stays(&stages, source, line), "{line}");
        }
    }
}
