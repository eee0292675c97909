"""Precision and recall of boilerplate removal, by characters, against labelled documents (see README.md beside it).

    taojin run CORPUS -o OUT --set dedup.exact=false --set dedup.near=false
    score.py OUT [--draw N] [--by class|rule|kind] [--misses N]

Visible characters of a source are those that no rule of read, decode, parse or mend took; of these, a character counts as
removed when a rule of strip took it. Characters labelled with a neutral kind count for nothing.
"""

import argparse
import collections
import json
import pathlib

import pyarrow.dataset as ds

NEUTRAL = {"title", "toc", "unsure"}
LABELS = pathlib.Path(__file__).with_name("labels.jsonl")


def tables(out):
    data = ds.dataset(out / "data", format="parquet")
    rows = data.to_table(columns=["id", "source_sha256", "source_chars", "source_path"]).to_pylist()
    ledger = ds.dataset(out / "ledger", format="parquet")
    rules = collections.defaultdict(list)
    for row in ledger.to_table(columns=["document_id", "rule", "action", "ranges"]).to_pylist():
        if row["action"] == "removed":
            spans = [(span["start"], span["end"]) for span in row["ranges"] or ()]
            rules[row["document_id"]].append((row["rule"], spans))
    return {row["source_sha256"]: row for row in rows}, rules


def judge(row, rules, labels):
    """Yields (rule or "", kind or "", number of characters) for the visible characters of one document."""
    rule_names, rule_at = paint(row["source_chars"], ((rule, span) for rule, spans in rules for span in spans))
    kind_names, kind_at = paint(row["source_chars"], ((kind, (start, end)) for start, end, kind in labels))
    counts = collections.Counter(zip(rule_at, kind_at))
    for (rule, kind), count in counts.items():
        name = rule_names[rule]
        if name == "" or name.startswith("strip."):
            yield name, kind_names[kind], count


def paint(size, marks):
    """The names of `marks`, and for each of `size` characters the number of the last mark over it, 0 for none."""
    names, codes, at = [""], {}, bytearray(size)
    for name, (start, end) in marks:
        code = codes.setdefault(name, len(names))
        if code == len(names):
            names.append(name)
        at[start:end] = bytes([code]) * (end - start)
    return names, at


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--draw", type=int, help="only documents of this draw")
    parser.add_argument("--by", choices=["class", "rule", "kind"])
    parser.add_argument("--misses", type=int, default=0, help="show the documents with most errors")
    arguments = parser.parse_args()
    documents, rules = tables(arguments.out)
    total, groups, worst, harmed, absent = collections.Counter(), collections.defaultdict(collections.Counter), [], 0, 0
    for line in LABELS.open():
        labelled = json.loads(line)
        if arguments.draw not in (None, labelled["draw"]):
            continue
        row = documents.get(labelled["sha256"])
        if row is None:
            absent += 1
            continue
        own = collections.Counter()
        for rule, kind, count in judge(row, rules[row["id"]], labelled["labels"]):
            if kind in NEUTRAL:
                continue
            outcome = ("right" if rule else "missed") if kind else ("wrong" if rule else "kept")
            own[outcome] += count
            group = {"class": labelled["class"], "rule": rule or "(kept)", "kind": kind or "(text)"}.get(arguments.by)
            groups[group][outcome] += count
        total += own
        text = own["wrong"] + own["kept"]
        harmed += own["wrong"] > 0.02 * text
        worst.append((own["wrong"], own["missed"], row["source_path"]))
    show("all", total)
    for name, counts in sorted(groups.items(), key=lambda group: -sum(group[1].values())):
        if arguments.by:
            show(name, counts)
    print(f"documents that lose more than 2 % of their text: {harmed}; labelled documents not in the dataset: {absent}")
    for wrong, missed, path in sorted(worst, reverse=True)[: arguments.misses]:
        print(f"{wrong:8} wrong {missed:8} missed  {path}")
    for wrong, missed, path in sorted(worst, key=lambda row: -row[1])[: arguments.misses]:
        print(f"{wrong:8} wrong {missed:8} missed  {path}")


def show(name, counts):
    removed, boilerplate = counts["right"] + counts["wrong"], counts["right"] + counts["missed"]
    precision = counts["right"] / removed if removed else 1.0
    recall = counts["right"] / boilerplate if boilerplate else 1.0
    print(f"{name:32} precision {precision:.3f} recall {recall:.3f}  removed {removed:8} boilerplate {boilerplate:8}")


if __name__ == "__main__":
    main()
