#!/usr/bin/env python3
"""Writes the figures of the corpus into docs/QUALITY.md: what comes out of a run over real files.

    benches/corpus.py TAOJIN DATA

DATA is the folder of the unpacked test data. What stands between the marks `<!-- corpus -->` and `<!-- end of corpus -->` is
replaced. Needs duckdb; without DATA it says so and changes nothing.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

PAGE = Path(__file__).parent.parent / "docs/QUALITY.md"
BEGIN, END = "<!-- corpus -->\n", "<!-- end of corpus -->\n"
# Rules that took less are not worth a line.
LEAST = 1500


def figures(taojin, data, out):
    corpus = data / "corpus-dev"
    subprocess.run([taojin, "run", corpus, "-o", out, "--exclude", "INDEX.tsv", "--quiet"], check=True)
    subprocess.run([taojin, "verify", out, "--quiet"], check=True)
    ask = lambda query: duckdb.sql(query.replace("OUT", str(out))).fetchall()
    inputs = ask("SELECT status, count(*) FROM 'OUT/inputs/*.parquet' GROUP BY 1 ORDER BY 2 DESC, 1")
    kept = ask("SELECT count(*) FROM 'OUT/data/*.parquet'")[0][0]
    rejected = ask("SELECT rule, count(*) FROM 'OUT/rejected/*.parquet' GROUP BY 1 ORDER BY 2 DESC, 1")
    encodings = ask("SELECT encoding, count(*) FROM 'OUT/data/*.parquet' GROUP BY 1 ORDER BY 2 DESC, 1")
    rules = ask(
        "SELECT rule, action, sum(chars), count(DISTINCT document_id) FROM 'OUT/ledger/*.parquet'"
        f" WHERE rule NOT LIKE 'strip.%' GROUP BY 1, 2 HAVING sum(chars) >= {LEAST} ORDER BY 3 DESC, 1, 2"
    )
    listed = lambda rows: ", ".join(f"{count:,} `{name}`" for name, count in rows)
    yield f"Inputs: {listed(inputs)}. Documents: {kept:,} kept, {sum(count for _, count in rejected):,} rejected ({listed(rejected)});"
    yield "`taojin verify out` rebuilds all of them to the byte.\n"
    yield f"Encodings of kept documents: {', '.join(f'{name} {count:,}' for name, count in encodings)}.\n"
    yield f"Characters by rule, those of at least {LEAST:,}:\n"
    yield "| rule | action | characters | documents |\n|---|---|--:|--:|"
    for rule, action, chars, documents in rules:
        yield f"| {rule} | {action} | {chars:,} | {documents:,} |"


def main(taojin, data):
    if not (data / "corpus-dev").is_dir():
        sys.exit(f"corpus: {data}/corpus-dev is not there; the figures stay as they are")
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    with tempfile.TemporaryDirectory() as scratch:
        lines = "\n".join(figures(taojin, data, Path(scratch) / "out"))
    PAGE.write_text(f"{before}{BEGIN}{lines}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], Path(sys.argv[2]))
