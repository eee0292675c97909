"""What the confidence of `taojin detect` is worth: share of right answers by the confidence they were given with.

    calibration.py TAOJIN SCORER SET... [--bytes N]

SCORER is the folder of the scorers (`../shared/bench/encoding`), whose `encnames.py` tells when two names read a file
alike; SET a folder with `labels.tsv`. --bytes cuts every file after so many bytes: with whole files nearly every answer
is right.
"""

import argparse
import collections
import pathlib
import subprocess
import sys
import tempfile

EDGES = [0.0, 0.6, 0.7, 0.8, 0.9, 0.95, 0.985, 1.01]


def answers(taojin, files):
    for start in range(0, len(files), 500):
        part = [str(file) for file in files[start : start + 500]]
        lines = subprocess.run([taojin, "detect", *part], capture_output=True, text=True, check=True).stdout.splitlines()
        assert len(lines) == len(part)
        for line in lines:
            _, name, confidence = line.rsplit("\t", 2)
            yield name, float(confidence)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("taojin")
    parser.add_argument("scorer")
    parser.add_argument("sets", nargs="+", type=pathlib.Path)
    parser.add_argument("--bytes", type=int)
    options = parser.parse_args()
    sys.path.insert(0, options.scorer)
    from encnames import readings

    bins = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as scratch:
        for folder in options.sets:
            rows = [line.split("\t") for line in (folder / "labels.tsv").read_text(encoding="utf-8").splitlines()]
            files = [folder / row[0] for row in rows]
            if options.bytes:
                rows, whole = [row for row in rows if row[5] in ("clean", "real")], folder
                files = [pathlib.Path(scratch) / str(number) for number in range(len(rows))]
                for row, file in zip(rows, files):
                    file.write_bytes((whole / row[0]).read_bytes()[: options.bytes])
            for row, file, (name, confidence) in zip(rows, files, answers(options.taojin, files)):
                reference = file.read_bytes() if options.bytes else (folder / row[6]).read_bytes()
                right = bool(readings(name, reference) & readings(row[1], reference))
                number = max(i for i, edge in enumerate(EDGES) if confidence >= edge)
                bins[number].append((confidence, right))
    print(f"{'confidence':>14}{'answers':>9}{'mean':>8}{'right':>8}")
    for number in sorted(bins):
        cases = bins[number]
        mean = sum(confidence for confidence, _ in cases) / len(cases)
        share = sum(right for _, right in cases) / len(cases)
        low, high = EDGES[number], min(EDGES[number + 1], 1.0)
        print(f"{low:>7.3g}-{high:<6.3g}{len(cases):>9}{mean:>8.3f}{share:>8.3f}")
    sure = [right for cases in bins.values() for confidence, right in cases if confidence >= 0.9]
    print(f"of {len(sure)} answers with .9 or more, {sum(sure) / max(len(sure), 1):.3f} are right")


if __name__ == "__main__":
    main()
