//! Earlier datasets and benchmarks, as their real writers write them (`tests/against`: pandas, polars, datasets).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test that cannot go on fails")]

mod common;

use std::path::PathBuf;

use common::{Scene, root};
use taojin::internals::dataset::{Dataset, Rejected};

const FERRY: &str =
    "渡口的老人每天清晨把缆绳解开，数一遍岸边的石头，然后坐在船头等太阳升起来，一直等到雾散了才肯开船。";
const BRIDGE: &str = "石桥修好的那一年下了一场很大的雪，村里的人都站在桥上看河面结冰，谁也没有说话，只有孩子在数脚印。";
const TRAIN: &str =
    "一列火车从山脚的小站开出，每分钟走八百米，穿过一条长两千米的隧道一共用了三分钟，这列火车长多少米？";

fn fixture(name: &str) -> PathBuf {
    root().join("tests/against").join(name)
}

fn rejections(scene: &Scene) -> Vec<Rejected> {
    Dataset::open(&scene.path("out")).unwrap().rejected().map(|found| found.unwrap().why).collect()
}

#[test]
fn a_run_drops_what_tables_of_any_writer_hold_already() {
    for (name, options, id) in [
        ("pandas.parquet", &[][..], "old-1"),
        ("pandas-category.parquet", &["--against-column", "content"], "old-1"),
        ("polars.parquet", &[], "1"),
    ] {
        let scene = Scene::new().file("a.txt", FERRY.replace('，', ",")).file("b.txt", BRIDGE);
        let path = fixture(name);
        let path = path.to_str().unwrap();
        scene.run(&[&["--against", path], options].concat());
        let found = rejections(&scene);
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].reason.rule, "dedup.exact_text", "{name}");
        let kept = found[0].duplicate.as_ref().unwrap();
        assert_eq!((kept.kept_id.as_deref(), kept.kept_path.as_deref()), (Some(id), Some(path)), "{name}");
        scene.call(&["verify", "out"]).with_status(0);
    }
}

#[test]
fn a_run_drops_what_an_earlier_dataset_holds_already() {
    let old = Scene::new().file("a.txt", FERRY);
    old.run(&[]);
    let scene = Scene::new().file("x.txt", FERRY).file("y.txt", BRIDGE);
    let path = old.path("out");
    scene.run(&["--against", path.to_str().unwrap()]);
    let found = rejections(&scene);
    let id = Dataset::open(&path).unwrap().documents().next().unwrap().unwrap().id;
    let kept = found[0].duplicate.as_ref().unwrap();
    assert_eq!((found.len(), kept.kept_id.as_deref()), (1, Some(id.as_str())));
}

#[test]
fn questions_of_benchmarks_are_found_inside_documents() {
    let page = format!("{BRIDGE}\n\n练习：{}\n\n{FERRY}", TRAIN.replace("，", "，\n"));
    let scene = Scene::new().file("page.txt", page).file("b.txt", BRIDGE);
    let path = fixture("datasets.parquet");
    let benchmark = ["--against", path.to_str().unwrap(), "--against-column", "question", "--decontaminate"];
    scene.run(&benchmark);
    let found = rejections(&scene);
    assert_eq!(found.len(), 1);
    let kept = found[0].duplicate.as_ref().unwrap();
    assert_eq!((found[0].reason.rule.as_str(), kept.kept_id.as_deref()), ("dedup.contaminated", Some("0")));
    assert!(kept.passage.as_ref().unwrap().contains("隧道") && kept.similarity > 0.9, "{:?}", found[0]);

    let line = serde_json::json!({ "id": "p", "text": format!("他在纸上写着：{TRAIN}然后想了很久。") });
    std::fs::write(scene.path("in.jsonl"), line.to_string()).unwrap();
    let ended = scene.call(&[&["dedup", "in.jsonl", "-o", "clean"], &benchmark[..]].concat()).with_status(0);
    assert_eq!(ended.stdout.trim(), "1 rows: 0 kept, 0 exact, 0 near, 0 contained, 1 contaminated");
}

#[test]
fn what_cannot_be_read_is_named() {
    let scene = Scene::new().file("a.txt", FERRY);
    let path = fixture("datasets.parquet");
    scene
        .call(&["run", "in", "-o", "out", "--against", path.to_str().unwrap()])
        .with_status(2)
        .saying("has no column `text`");
    scene.call(&["run", "in", "-o", "out", "--against", "nowhere"]).with_status(2).saying("nowhere");
}

#[test]
fn paragraphs_of_many_documents_are_marked_or_removed_and_restored() {
    let footer = "凡此处所录皆为渡口旧闻，不曾改动一字，其中真假请读者自行分辨。";
    let bodies = [FERRY, BRIDGE, TRAIN];
    let mut scene = Scene::new();
    for n in 0..9_usize {
        let middle: String = bodies[n % 3].chars().cycle().skip(n * 7).step_by(n + 2).take(120).collect();
        scene = scene.file(&format!("{n}.txt"), format!("第{n}篇\n\n{middle}。\n\n{footer}\n"));
    }
    for (action, left) in [("mark", true), ("remove", false)] {
        scene.run(&["--set", &format!("dedup.templates={action}"), "--set", "dedup.near=true"]);
        let documents: Vec<_> = Dataset::open(&scene.path("out")).unwrap().documents().map(Result::unwrap).collect();
        assert!(documents.len() > 4);
        for record in &documents {
            assert_eq!(record.text.contains(footer), left, "{}", record.text);
            let row = record.ledger.iter().find(|row| row.rule == "strip.template").unwrap();
            assert!(row.removed.contains(footer) && row.evidence.contains("documents"), "{row:?}");
        }
        scene.call(&["verify", "out"]).with_status(0);
        let dataset = Dataset::open(&scene.path("out")).unwrap();
        for (name, content) in scene.bytes("in") {
            assert_eq!(taojin::internals::audit::restore(&dataset, &name, None).unwrap(), content, "{name}");
        }
    }
}
