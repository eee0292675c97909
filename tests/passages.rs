//! Passages that an earlier document has, taken out of whole runs; and the memory that a run may take.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use common::Scene;
use taojin::internals::dataset::Dataset;

const RIVER: &str = "河水在第三天夜里漫过了磨坊的门槛。磨坊主人把面粉一袋一袋扛到阁楼上，没有叫醒任何人。\
                     天亮的时候，他坐在最后一袋面粉上睡着了。";
const STONES: [&str; 2] = [
    "我们村里的人都记得那场大水，虽然各人记得的日子不一样。",
    "后来再没有人提起这件事，只有阁楼的地板上还留着一圈白印子，怎么擦也擦不掉。",
];

fn scene() -> Scene {
    let diary = format!(
        "一九五三年的日记\n\n{RIVER}\n\n孩子们在院子里放纸船，纸船一直漂到了学校门口，校长把它们一只一只捡起来。"
    );
    let essay = format!("大水\n\n{}{RIVER}{}", STONES[0], STONES[1]);
    Scene::new().file("a/diary.txt", diary).file("b/essay.txt", essay)
}

#[test]
fn sentences_of_an_earlier_document_are_marked_or_removed_with_evidence() {
    for (action, text) in [("mark", [STONES[0], RIVER, STONES[1]].concat()), ("remove", STONES.concat())] {
        let scene = scene();
        scene.run(&["--set", &format!("dedup.passages={action}")]);
        let records: Vec<_> = Dataset::open(&scene.path("out")).unwrap().documents().map(Result::unwrap).collect();
        assert_eq!(records.len(), 2);
        assert!(records[0].text.contains(RIVER) && records[1].text.ends_with(&text), "{}", records[1].text);
        let ledger = &records[1].ledger;
        let rows: Vec<_> = ledger.iter().filter(|row| row.rule == "dedup.passage").collect();
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (rows[0].removed.as_str(), rows[0].evidence.as_str()),
            (RIVER, "in 2 documents, first in a/diary.txt")
        );
        scene.call(&["verify", "out"]).with_status(0);
    }
}

#[test]
fn too_little_memory_is_refused_with_the_remedy() {
    let scene = scene();
    scene.call(&["run", "in", "-o", "out", "--memory", "1MB"]).with_status(2).saying("give `--memory");
    scene.call(&["run", "in", "-o", "out", "--memory", "much"]).with_status(2).saying("512MB or 2GB");
}
