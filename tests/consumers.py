#!/usr/bin/env python3
"""Loads a dataset folder with the programs that people will use, and checks what they see.

    tests/consumers.py OUT...

A dataset with sentences and tokens must be one of seeds/: the queries of docs/concordance.md are run on it.

Needs pandas, pyarrow, duckdb, polars, datasets. Exits with 1 and says what is wrong.
"""

import json
import os
import re
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_CACHE", tempfile.mkdtemp())

import datasets
import duckdb
import pandas
import polars
import pyarrow.parquet

TABLES = ["data", "paragraphs", "ledger", "rejected", "inputs"]
OPTIONAL = ["sentences", "tokens"]


def check(good, what):
    if not good:
        sys.exit(f"consumers: {what}")


def files(out, table):
    found = sorted((out / table).glob("*.parquet"))
    check(found, f"{table}: no files")
    return found


def load(out, table, rows):
    """The same number of rows in every program; gives the table as pyarrow sees it."""
    config = "default" if table == "data" else table
    # The card offers no table without rows but the documents, of which only a stream may be empty.
    offered = datasets.get_dataset_config_names(str(out))
    check((config in offered) == (rows > 0 or table == "data"), f"{table}: has {rows} rows, the card offers {offered}")
    splits = datasets.load_dataset(str(out), config, streaming=rows == 0) if config in offered else {}
    features = {name: set(split.features) for name, split in splits.items()}
    counts = {
        "pandas": len(pandas.read_parquet(out / table)),
        "duckdb": duckdb.sql(f"SELECT count(*) FROM '{out}/{table}/*.parquet'").fetchall()[0][0],
        "polars": polars.scan_parquet(f"{out}/{table}/*.parquet").collect().height,
        "datasets": sum(1 for split in splits.values() for _ in split) if rows == 0 else sum(splits.num_rows.values()),
    }
    for program, count in counts.items():
        check(count == rows, f"{table}: {program} sees {count} rows, the manifest says {rows}")
    arrow = pyarrow.parquet.read_table(files(out, table))
    for name, columns in features.items():
        check(columns == set(arrow.column_names), f"{table}: datasets sees other columns in {name}")
    for column in arrow.column_names:
        duckdb.sql(f'SELECT max(hash("{column}")) FROM \'{out}/{table}/*.parquet\'').fetchall()
    return arrow.to_pylist()


def balance(out, manifest):
    """What was found is what was kept and what was removed, to the character: in each row, and in the manifest."""
    counts = manifest["counts"]
    data, rejected = f"'{out}/data/*.parquet'", f"'{out}/rejected/*.parquet'"
    wrong = duckdb.sql(
        f"SELECT count(*) FROM {data} "
        "WHERE source_chars - removed_chars + inserted_chars != chars OR len(text) != chars OR inserted_chars < 0"
    ).fetchall()[0][0]
    check(wrong == 0, f"{wrong} documents do not add up")
    sums = duckdb.sql(
        f"SELECT sum(source_chars), sum(removed_chars), sum(inserted_chars), sum(chars) FROM {data}"
    ).fetchall()[0]
    source, removed, inserted, kept = [int(number or 0) for number in sums]
    gone = int(duckdb.sql(f"SELECT coalesce(sum(source_chars), 0) FROM {rejected}").fetchall()[0][0])
    names = ["source_chars", "rejected_chars", "removed_chars", "inserted_chars", "chars"]
    found = [source + gone, gone, removed, inserted, kept]
    check([counts[name] for name in names] == found, f"the manifest counts other characters than {found}")
    check(source + gone - gone - removed + inserted == kept, "the counts of the manifest do not add up")
    by_rule = sum(rule["chars"] for rule in counts["rules"].values())
    check(by_rule == removed, f"the rules removed {by_rule} characters, the documents lost {removed}")


def parquet(path):
    """Compression, statistics and a maker without a version."""
    meta = pyarrow.parquet.ParquetFile(path).metadata
    check(meta.created_by == "taojin", f"{path}: created by {meta.created_by}")
    for group in range(meta.num_row_groups):
        for index in range(meta.num_columns):
            column = meta.row_group(group).column(index)
            check(column.compression == "ZSTD", f"{path}: {column.path_in_schema} is {column.compression}")
            check(column.has_offset_index, f"{path}: {column.path_in_schema} has no page index")


def offsets(tables):
    """Paragraphs, sentences and tokens are slices of the text; ledger ranges lie inside the source and do not overlap."""
    texts = {row["id"]: row for row in tables["data"]}
    for table in ["paragraphs"] + [table for table in OPTIONAL if table in tables]:
        pieces = {id: [] for id in texts}
        for row in tables[table]:
            document = texts[row["document_id"]]
            cut = document["text"][row["start"] : row["end"]]
            place = f"{document['source_path']}: {table}: {row['start']} to {row['end']}"
            check(cut == row["text"], f"{place} is not its slice of text")
            pieces[row["document_id"]].append(cut)
        for id, found in pieces.items():
            same = solid("".join(found)) == solid(texts[id]["text"])
            check(same, f"{texts[id]['source_path']}: {table} do not make up the text")
    for row in tables["ledger"]:
        document = texts[row["document_id"]]
        at = 0
        for part in row["ranges"]:
            inside = at <= part["start"] <= part["end"] <= document["source_chars"]
            check(inside, f"{document['source_path']}: {row['rule']} has a range {part} out of place")
            at = part["end"]
        if row["removed"] is not None:
            check(len(row["removed"]) == row["chars"], f"{document['source_path']}: {row['rule']} holds other text")


def solid(text):
    return "".join(text.split())


def concordance(out, tables):
    """The queries of docs/concordance.md do what the page says."""
    page = (Path(__file__).parent.parent / "docs/concordance.md").read_text(encoding="utf-8")
    queries = re.findall("```sql\n(.*?)```", page, re.DOTALL)
    lines, sentences, beside = [duckdb.sql(query.replace("'out/", f"'{out}/")).fetchall() for query in queries]
    texts = {row["source_path"]: row["text"] for row in tables["data"]}
    word = lines[0][1] if lines else None
    times = sum(1 for row in tables["tokens"] if row["text"] == word)
    check(len(lines) == times > 5, f"concordance: {len(lines)} lines for {times} places of {word}")
    for before, keyword, after, path in lines:
        line = before.lstrip("　") + keyword + after
        check(solid(line) in solid(texts[path]), f"concordance: {line} is not in {path}")
    check(all(word in sentence for (sentence,) in sentences), "concordance: a sentence without the word")
    check(len(sentences) == times and len(beside) == 20, "concordance: rows are missing")


def readme(out):
    """The snippets of README.md run as they stand, and count what they say."""
    page = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    for snippet in re.findall("```python\n(.*?)```", page, re.DOTALL):
        exec(re.sub(r"(?<=[\"'])out(?=[\"'/])", str(out), snippet), {})
    queries = re.findall("```sql\n(.*?)```", page, re.DOTALL)
    check(len(queries) == 1, f"README.md: {len(queries)} queries")
    ledger = pyarrow.parquet.read_table(files(out, "ledger")).to_pylist()
    removed = [row for row in ledger if row["action"] == "removed"]
    for rule, documents, characters in duckdb.sql(queries[0].replace("'out/", f"'{out}/")).fetchall():
        rows = [row for row in removed if row["rule"] == rule]
        check(documents == len({row["document_id"] for row in rows}), f"README.md: {rule} in {documents} documents")
        check(characters == sum(row["chars"] for row in rows), f"README.md: {rule} took {characters} characters")


def croissant(out, rows):
    """Valid, and complete: every file with its checksum, every table as a record set."""
    meta = json.loads((out / "croissant.json").read_text(encoding="utf-8"))
    check(meta["conformsTo"] == "http://mlcommons.org/croissant/1.1", "croissant.json: not 1.1")
    listed = {part["@id"]: part for part in meta["distribution"] if part["@type"] == "cr:FileObject"}
    for path in (file for table in rows for file in files(out, table)):
        name = path.relative_to(out).as_posix()
        check(len(listed.get(name, {}).get("sha256", "")) == 64, f"croissant.json: {name} has no checksum")
    sets = {part["@id"] for part in meta["recordSet"]}
    check(sets == set(rows), f"croissant.json: record sets {sorted(sets)}")
    try:
        import mlcroissant
    except ImportError:
        return
    dataset = mlcroissant.Dataset(jsonld=str(out / "croissant.json"))
    check(not dataset.metadata.issues.errors, f"croissant.json: {dataset.metadata.issues.report()}")
    for table in rows:
        found = sum(1 for _ in dataset.records(record_set=table))
        check(found == rows[table], f"croissant.json: mlcroissant finds {found} rows in {table}")


def main(out):
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    rows = {name: table["rows"] for name, table in manifest["tables"].items()}
    wanted = TABLES + [table for table in OPTIONAL if table in rows]
    check(sorted(rows) == sorted(wanted), f"manifest.json: tables {sorted(rows)}")
    tables = {table: load(out, table, rows[table]) for table in wanted}
    for table in wanted:
        for path in files(out, table):
            parquet(path)
    offsets(tables)
    balance(out, manifest)
    for row in tables["data"]:
        check(isinstance(json.loads(row["metadata"]), dict), f"{row['source_path']}: metadata is no object")
        check(row["published"] is None or row["published"].utcoffset().total_seconds() == 0, "published is not UTC")
        check(len(row["text"]) == row["chars"], f"{row['source_path']}: chars is wrong")
    croissant(out, rows)
    readme(out)
    if all(table in rows for table in OPTIONAL):
        concordance(out, tables)
    print("consumers:", ", ".join(f"{rows[table]} {table}" for table in wanted), "in pandas, duckdb, polars, datasets")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for argument in sys.argv[1:]:
        main(Path(argument).resolve())
