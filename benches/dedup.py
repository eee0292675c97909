"""Speed and quality of `taojin dedup` against other deduplicators and the floor of the machine, in turn in one run.

    dedup.py TAOJIN [--documents 10000] [--corpus FOLDER] [--only NAME,...]

The corpus has a known duplicate structure: FOLDER holds corpus.jsonl, corpus.parquet (id, text) and truth.parquet, or it
is made with the generator of ../shared. The others come from their registry into an environment of their own under
target/bench; what does not install is left out and named. All but taojin get what their documentation says for Chinese:
shingles of five characters of normalised text. The floor writes the texts as zstd-1 Parquet with pyarrow, on one thread.
CPU seconds count the whole process tree, reading included; only the order of rows in a table can be trusted, and ratios.
"""

import argparse
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import unicodedata
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "bench" / "dedup"
SHARED = ROOT.parent / "shared"
POOL = SHARED / "data" / "dedup" / "pool.dev.jsonl.gz"
TOOLS = SHARED / "bench" / "dedup"
PEERS = {"rensa": ["rensa"], "gaoya": ["gaoya"], "datatrove": ["datatrove", "xxhash<4", "regex", "nltk", "spacy", "orjson", "tokenizers"]}


def norm(text):
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def shingles(text):
    text = norm(text)
    return [text[i : i + 5] for i in range(max(1, len(text) - 4))]


class Clusters:
    """Union and find; what the others leave to their users."""

    def __init__(self, count):
        self.parents = list(range(count))

    def find(self, item):
        while self.parents[item] != item:
            self.parents[item] = item = self.parents[self.parents[item]]
        return item

    def join(self, a, b):
        a, b = self.find(a), self.find(b)
        self.parents[max(a, b)] = min(a, b)


def rensa(ids, texts, _):
    import rensa

    index, clusters = rensa.RMinHashLSH(0.7, 128, 16), Clusters(len(ids))
    for start in range(0, len(texts), 5000):
        sketches = rensa.RMinHash.from_token_sets([shingles(text) for text in texts[start : start + 5000]], 128, 42)
        for number, sketch in enumerate(sketches, start):
            for other in index.query(sketch):
                clusters.join(number, other)
            index.insert(number, sketch)
    return ids, [clusters.find(number) for number in range(len(ids))]


def gaoya(ids, texts, _):
    from gaoya.minhash import MinHashStringIndex

    settings = dict(num_bands=14, band_size=8, num_hashes=112, analyzer="char", lowercase=True, ngram_range=(5, 5))
    index = MinHashStringIndex(hash_size=32, jaccard_threshold=0.7, **settings)
    texts, clusters = [norm(text) for text in texts], Clusters(len(ids))
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    for start in range(0, len(texts), 5000):
        for number, others in enumerate(index.par_bulk_query(texts[start : start + 5000]), start):
            for other in others:
                clusters.join(number, other)
    return ids, [clusters.find(number) for number in range(len(ids))]


def datatrove(_, __, folder):
    import numpy
    from datatrove.executor import LocalPipelineExecutor as Run
    from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import MinhashConfig
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    work = WORK / f"datatrove-{os.getpid()}"
    config = MinhashConfig(n_grams=5, num_buckets=14, hashes_per_bucket=8)
    sign = MinhashDedupSignature(output_folder=f"{work}/signatures", config=config)
    hashed = sign._hash_func
    sign.get_shingles = lambda text: numpy.array([hashed(s) for s in shingles(text)], dtype=numpy.uint64).reshape(-1, 1)
    read = JsonlReader(str(folder), glob_pattern="corpus.jsonl")
    out = {"input_folder": f"{work}/signatures", "output_folder": f"{work}/buckets", "config": config}
    steps = (
        (1, read, sign),
        (14, MinhashDedupBuckets(**out)),
        (1, MinhashDedupCluster(f"{work}/buckets", f"{work}/remove", config=config, save_cluster_id=True)),
        (
            1,
            read,
            MinhashDedupFilter(f"{work}/remove", load_cluster_ids=True, exclusion_writer=JsonlWriter(f"{work}/gone", compression=None)),
            JsonlWriter(f"{work}/kept", compression=None),
        ),
    )
    for number, (tasks, *pipeline) in enumerate(steps):
        Run(pipeline=pipeline, tasks=tasks, workers=1, logging_dir=f"{work}/logs/{number}").run()
    ids, clusters = [], []
    for path in [*work.glob("kept/*"), *work.glob("gone/*")]:
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            ids.append(row["id"])
            clusters.append(row.get("metadata", {}).get("minhash_cluster_id", -1))
    return ids, clusters


def run_peer(name, folder, out):
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(folder / "corpus.parquet")
    ids, clusters = globals()[name](table["id"].to_pylist(), table["text"].to_pylist(), folder)
    pq.write_table(pa.table({"id": ids, "cluster": [str(cluster) for cluster in clusters]}), out)


def run_floor(folder, out):
    """Prints the CPU seconds of writing alone."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pa.set_cpu_count(1)
    table = pq.read_table(folder / "corpus.parquet")
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        pq.write_table(table, out, compression="zstd", compression_level=1)
        seconds.append(time.process_time() - begun)
    print(json.dumps({"cpu": min(seconds)}))


def make_corpus(documents):
    folder = WORK / f"corpus-{documents}"
    if not (folder / "truth.parquet").is_file():
        if not POOL.is_file():
            sys.exit(f"{POOL} is not there: give a corpus with --corpus")
        WORK.mkdir(parents=True, exist_ok=True)
        pool = WORK / "pool.jsonl"
        pool.write_bytes(gzip.decompress(POOL.read_bytes()))
        profile = "short" if documents > 100_000 else "long"
        command = [TOOLS / "gen_corpus.py", pool, folder, "--n", str(documents), "--profile", profile]
        subprocess.run([sys.executable, *map(str, command)], check=True)
    return folder


def install(name):
    """The Python that has the package, or none."""
    folder = WORK / f"venv-{name}"
    python = folder / "bin" / "python"
    done, wanted = folder / "installed", " ".join(PEERS[name])
    if not done.is_file() or done.read_text() != wanted:
        venv.create(folder, with_pip=True, clear=True)
        command = [python, "-m", "pip", "install", "--quiet", "pyarrow", "numpy", *PEERS[name]]
        pip = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        if pip.returncode:
            why = (pip.stderr.strip().splitlines() or ["no reason given"])[-1]
            print(f"{name} does not install here and is left out: {why}", file=sys.stderr)
            return None
        done.write_text(wanted)
    return python


def measure(command):
    """CPU seconds of a command and what it waited for, peak memory in MB, and what it printed; none when it failed."""
    WORK.mkdir(parents=True, exist_ok=True)
    with open(WORK / "log", "wb") as log:
        child = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=log)
        printed = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
    if status:
        lines = (WORK / "log").read_text(errors="replace").strip().splitlines() or ["no message"]
        print(f"{command[-3]} failed and is left out: {lines[-1]}", file=sys.stderr)
        return None
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed


def score(folder, clusters):
    command = [sys.executable, str(TOOLS / "eval_dedup.py"), str(folder / "truth.parquet"), str(clusters)]
    done = subprocess.run(command, capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else {}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("taojin")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--corpus", type=pathlib.Path)
    parser.add_argument("--only", default=",".join(["taojin", *PEERS]))
    arguments = parser.parse_args()
    folder = (arguments.corpus or make_corpus(arguments.documents)).resolve()
    size = (folder / "corpus.jsonl").stat().st_size / 1e6
    here, only = pathlib.Path(__file__).resolve(), arguments.only.split(",")

    floor = json.loads(measure([sys.executable, here, "floor", folder, WORK / "floor.parquet"])[2])["cpu"]
    rows = [("pyarrow, zstd-1", floor, None, {})]
    if "taojin" in only:
        command = [arguments.taojin, "dedup", "--threads", "1", folder / "corpus.jsonl", "-o", WORK / "taojin"]
        if measured := measure(command):
            rows.append(("taojin dedup", *measured[:2], score(folder, WORK / "taojin" / "clusters.parquet")))
    for name in filter(PEERS.__contains__, only):
        out = WORK / f"{name}.parquet"
        python = install(name)
        measured = python and measure([python, here, name, folder, out])
        if measured:
            rows.append((name, *measured[:2], score(folder, out)))

    print(f"{size:.0f} MB of JSON lines, one run in turn\n")
    print(f"{'':18}{'MB/CPU-s':>10}{'of floor':>10}{'peak MB':>9}{'P':>8}{'R':>8}{'F1':>8}{'largest':>9}")
    for name, cpu, memory, scores in rows:
        figures = "".join(f"{scores[key]:>8.3f}" for key in ("P", "R", "F1")) if scores else ""
        largest = f"{scores['largest']:>9}" if scores else ""
        peak = f"{memory:>9.0f}" if memory else f"{'':9}"
        print(f"{name:18}{size / cpu:>10.1f}{floor / cpu:>10.3f}{peak}{figures}{largest}")


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "floor":
        run_floor(pathlib.Path(sys.argv[2]), sys.argv[3])
    elif len(sys.argv) == 4 and sys.argv[1] in PEERS:
        run_peer(sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3])
    else:
        main()
