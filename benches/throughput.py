"""Speed of `taojin run` against the floor of the machine, in turn in one run: trust the ratios.

    throughput.py TAOJIN [--megabytes 200] [--rounds 3]

The floor reads the same files and writes their text as zstd Parquet with pyarrow, on one thread. The corpus is made of
the sentences of ../shared when they are there, else of characters drawn at random from seeds/; always the same for the
same sources.
"""

import argparse
import gzip
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "bench"
POOL = ROOT.parent / "shared" / "data" / "dedup" / "pool.dev.jsonl.gz"
FLOOR = """
import pathlib, sys
import pyarrow as pa, pyarrow.parquet as pq
pa.set_cpu_count(1)
schema = pa.schema([("path", pa.string()), ("text", pa.string())])
with pq.ParquetWriter(sys.argv[2], schema, compression="zstd", compression_level=3) as out:
    batch, size = [], 0
    for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.txt")):
        text = path.read_bytes().decode()
        batch.append({"path": path.name, "text": text})
        size += len(text)
        if size > 16 << 20:
            out.write_table(pa.Table.from_pylist(batch, schema))
            batch, size = [], 0
    out.write_table(pa.Table.from_pylist(batch, schema))
"""


def sentences():
    if POOL.is_file():
        with gzip.open(POOL, "rt", encoding="utf-8") as lines:
            return [json.loads(line)["s"] for line in lines]
    letters = "".join(path.read_text(errors="ignore") for path in sorted((ROOT / "seeds").glob("*.md")))
    han = [letter for letter in letters if "一" <= letter <= "龥"]
    rng = random.Random(7)
    return ["".join(rng.choices(han, k=rng.randint(8, 60))) + "。" for _ in range(100_000)]


def corpus(megabytes):
    folder = WORK / f"corpus-{megabytes}-{'pool' if POOL.is_file() else 'random'}"
    if folder.is_dir():
        return folder
    pool, rng, size, number = sentences(), random.Random(11), 0, 0
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    while size < megabytes << 20:
        paragraphs = ["".join(rng.sample(pool, rng.randint(2, 6))) for _ in range(rng.randint(3, 40))]
        data = ("\n\n".join(paragraphs) + "\n").encode()
        path = part / f"{number % 64:02}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        size, number = size + len(data), number + 1
    part.rename(folder)
    return folder


def measure(command):
    """Wall seconds, CPU seconds and peak memory in MB of a command."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"failed: {command}")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("taojin")
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    folder = corpus(arguments.megabytes)
    size = sum(path.stat().st_size for path in folder.rglob("*.txt")) / 1e6
    run = [arguments.taojin, "run", str(folder), "-o", str(WORK / "out"), "--quiet", "--threads"]
    contestants = {
        "pyarrow floor": [sys.executable, "-c", FLOOR, str(folder), str(WORK / "floor.parquet")],
        "taojin, 1 thread": [*run, "1"],
        "taojin, 2 threads": [*run, "2"],
    }
    figures = {name: [] for name in contestants}
    for _ in range(arguments.rounds):
        for name, command in contestants.items():
            figures[name].append(measure(command))
    medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in figures.items()}
    floor = medians["pyarrow floor"]
    print(f"{size:.0f} MB of plain text, median of {arguments.rounds} rounds in turn\n")
    print(f"{'':20}{'MB/s':>8}{'MB/CPU-s':>10}{'peak MB':>9}{'time / floor':>14}{'CPU / floor':>13}")
    for name, (wall, cpu, memory) in medians.items():
        ratios = f"{wall / floor[0]:>14.2f}{cpu / floor[1]:>13.2f}"
        print(f"{name:20}{size / wall:>8.1f}{size / cpu:>10.1f}{memory:>9.0f}{ratios}")


if __name__ == "__main__":
    main()
