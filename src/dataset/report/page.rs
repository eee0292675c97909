//! The page around the documents: funnel, rules, encodings, problems.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::gathered::Report;
use crate::dataset::counts::{Counts, RuleCounts, module};
use crate::dataset::options::Options;

pub(in crate::dataset) fn page(
    report: &Report,
    options: &Options,
    counts: &Counts,
    abouts: &BTreeMap<String, String>,
) -> String {
    let classes: BTreeMap<&str, usize> = counts.rules.keys().map(String::as_str).zip(0..).collect();
    let page = html! {
        (DOCTYPE)
        html lang="zh" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (options.name) }
                style { (PreEscaped(STYLE)) (PreEscaped(rule_styles(&classes))) }
            }
            body {
                header {
                    h1 { (options.name) }
                    p { (options.description) }
                }
                main {
                    (funnel(counts))
                    (rules(counts, abouts))
                    (groups(counts))
                    @if !report.problems.is_empty() { (problems(report)) }
                    @if !report.rejected.is_empty() { (rejected(report, counts)) }
                    (documents(report, counts, &classes))
                }
            }
        }
    };
    page.into_string()
}

const STYLE: &str = include_str!("style.css");

/// Colours and hover texts of the rules of this page: a class each, so that the text itself stays small.
fn rule_styles(classes: &BTreeMap<&str, usize>) -> String {
    let mut style = String::new();
    for (rule, class) in classes {
        let name: String = rule.chars().filter(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-')).collect();
        let module = match module(rule) {
            module @ ("decode" | "parse" | "mend" | "strip" | "judge" | "dedup") => module,
            _ => "other",
        };
        let _ = writeln!(style, ".r{class}{{--c:var(--{module})}}.r{class}:hover::after{{content:\"{name}\"}}");
    }
    style
}

/// One bar of the funnel.
struct Bar {
    label: &'static str,
    rule: String,
    count: u64,
    gone: bool,
}

fn funnel(counts: &Counts) -> Markup {
    let bar = |label, count| Bar { label, rule: String::new(), count, gone: false };
    let gone = |rule: &str, count| Bar { label: "−", rule: rule.to_owned(), count, gone: true };
    let mut documents =
        vec![bar("输入文件 Input files", counts.inputs), bar("读出文档 Documents found", counts.documents)];
    documents.extend(counts.rejections.iter().map(|(rule, rejected)| gone(rule, rejected.documents)));
    documents.push(bar("保留文档 Documents kept", counts.kept));

    let mut chars = vec![bar("原文字数 Characters found", counts.source_chars)];
    let mut modules: BTreeMap<&str, u64> = BTreeMap::new();
    for (rule, rejected) in &counts.rejections {
        *modules.entry(module(rule)).or_default() += rejected.chars;
    }
    let removed = counts.removed_by_room();
    let order = ["decode", "parse", "mend", "strip"];
    let named = order.iter().filter_map(|module| Some((*module, *removed.get(module)?)));
    let others = removed.iter().filter(|(module, _)| !order.contains(module)).map(|(module, chars)| (*module, *chars));
    for (name, count) in named.chain(others).filter(|(_, count)| *count > 0) {
        chars.push(gone(name, count));
    }
    for (name, count) in modules {
        chars.push(gone(&format!("{name} (documents rejected)"), count));
    }
    if counts.inserted_chars > 0 {
        let rule = "replacements, blank lines".to_owned();
        chars.push(Bar { label: "+", rule, count: counts.inserted_chars, gone: false });
    }
    chars.push(bar("保留字数 Characters kept", counts.chars));
    html! {
        section {
            h2 { "漏斗 Funnel" }
            div.two { (bars(&documents)) (bars(&chars)) }
        }
    }
}

fn bars(bars: &[Bar]) -> Markup {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    html! {
        table.bars {
            @for bar in bars {
                tr.gone[bar.gone] {
                    th { (bar.label) " " code { (bar.rule) } }
                    td.number { (grouped(bar.count)) }
                    td.bar { span style={ "width:" (percent(bar.count, most)) "%" } {} }
                }
            }
        }
    }
}

fn rules(counts: &Counts, abouts: &BTreeMap<String, String>) -> Markup {
    let mut rows: Vec<(&String, &RuleCounts)> = counts.rules.iter().collect();
    rows.sort_by_key(|(id, rule)| (std::cmp::Reverse(rule.chars.max(rule.marked)), *id));
    html! {
        section {
            h2 { "规则 Rules" }
            p { "每条规则删改了多少，附实例。 What each rule removed or changed, with examples." }
            table.list {
                thead { tr {
                    th { "规则 Rule" } th.number { "文档 Documents" } th.number { "次数 Times" }
                    th.number { "字数 Characters" } th { "实例 Examples" }
                } }
                @for (id, rule) in rows {
                    tr {
                        td { code { (id) } div.about { (abouts.get(id).map_or("", String::as_str)) } }
                        td.number { (grouped(rule.documents)) }
                        td.number { (grouped(rule.times)) }
                        td.number {
                            (grouped(rule.chars))
                            @if rule.marked > 0 { div.about { "标记 marked " (grouped(rule.marked)) } }
                        }
                        td.cell { (examples(rule)) }
                    }
                }
            }
        }
    }
}

fn examples(rule: &RuleCounts) -> Markup {
    html! {
        @if !rule.examples.is_empty() {
            details {
                summary { (rule.examples[0].text.trim()) }
                @for example in &rule.examples {
                    div.example {
                        span.path { (example.path) } " "
                        @if rule.chars > 0 { del { (example.text) } } @else { mark { (example.text) } }
                        @if !example.replacement.is_empty() { ins { (example.replacement) } }
                    }
                }
            }
        }
    }
}

fn groups(counts: &Counts) -> Markup {
    let groups = [
        ("编码 Encodings", &counts.encodings),
        ("语言 Languages", &counts.languages),
        ("文字 Scripts", &counts.scripts),
        ("格式 Formats", &counts.formats),
        ("划分 Splits", &counts.splits),
        ("输入状态 Input status", &counts.statuses),
    ];
    html! {
        section {
            h2 { "统计 Counts" }
            div.groups {
                @for (name, group) in groups.iter().filter(|(_, group)| !group.is_empty()) {
                    div {
                        h3 { (name) }
                        (count_bars(group))
                    }
                }
            }
        }
    }
}

fn count_bars(counts: &BTreeMap<String, u64>) -> Markup {
    let mut rows: Vec<_> = counts.iter().collect();
    rows.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
    let most = rows.first().map_or(1, |(_, count)| **count).max(1);
    html! {
        table.bars {
            @for (name, count) in rows {
                tr {
                    th { @if name.is_empty() { "未知 unknown" } @else { (name) } }
                    td.number { (grouped(*count)) }
                    td.bar { span style={ "width:" (percent(*count, most)) "%" } {} }
                }
            }
        }
    }
}

fn problems(report: &Report) -> Markup {
    html! {
        section {
            h2 { "有问题的输入 Problem inputs" }
            table.list {
                thead { tr { th { "文件 File" } th { "状态 Status" } th.number { "字节 Bytes" } th { "问题 Problem" } } }
                @for row in &report.problems {
                    tr {
                        td.path { (row.path) }
                        td { code { (row.status.name()) } }
                        td.number { (grouped(row.bytes)) }
                        td { (row.error) }
                    }
                }
            }
        }
    }
}

fn rejected(report: &Report, counts: &Counts) -> Markup {
    html! {
        section {
            h2 { "未保留的文档 Rejected documents" }
            (shown(report.rejected.len(), counts.rejected))
            table.list {
                thead { tr {
                    th { "文档 Document" } th { "规则 Rule" } th { "依据 Evidence" } th { "保留的是 Kept instead" } th { "相同段落 Passage" }
                } }
                @for view in &report.rejected { (view.render()) }
            }
        }
    }
}

fn documents(report: &Report, counts: &Counts, classes: &BTreeMap<&str, usize>) -> Markup {
    html! {
        section {
            h2 { "文档 Documents" }
            p {
                "删去的文字划线显示在原处，鼠标停留可见规则。 Removed text is struck through in its place; hover to see the rule. "
                @for module in ["decode", "parse", "mend", "strip"] {
                    del.key style={ "--c:var(--" (module) ")" } { (module) } " "
                }
                ins.key { "改为 changed to" } " "
                mark { "标记 marked" }
            }
            (shown(report.documents.len(), counts.kept))
            @for view in &report.documents { (view.render(classes)) }
        }
    }
}

/// How many of how many are listed, when not all are.
fn shown(listed: usize, all: u64) -> Markup {
    html! {
        @if (listed as u64) < all {
            p.about { "前 " (listed) " 篇，共 " (grouped(all)) " 篇。 The first " (listed) " of " (grouped(all)) "." }
        }
    }
}

/// A number with thin spaces between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    text
}

/// Per cent with one decimal, in whole arithmetic so that it is the same everywhere.
fn percent(part: u64, whole: u64) -> String {
    let tenths = u128::from(part) * 1000 / u128::from(whole.max(1));
    format!("{}.{}", tenths / 10, tenths % 10)
}
