"""How CPU time and memory of `taojin run` grow with hostile texts, the cost of starting taken off.

    growth.py TAOJIN [--texts target/growth] [--only PART]

`cargo bench --bench growth -- FOLDER` writes the texts: one folder a size, one file a generator. Fails when a text of the
largest size takes over 1 s a 10 MB or 30 times its size in memory, or time grows over 1.15 times as fast as size.
"""

import argparse
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

SECONDS, MEMORY, GROWTH = 1.0, 30.0, 1.15
# No text may take the machine: address space in bytes, and seconds of CPU time.
SPACE, PATIENCE = 6 << 30, 120


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (SPACE, SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))


def measure(taojin, path):
    """Exit status, seconds of CPU time and bytes of memory of one run."""
    out = tempfile.mkdtemp(dir=path.parent.parent)
    command = [taojin, "run", "--quiet", "--threads", "2", str(path), "-o", f"{out}/out"]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=limit)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    shutil.rmtree(out)
    return child.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("taojin")
    parser.add_argument("--texts", type=pathlib.Path, default=pathlib.Path("target/growth"))
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    folders = sorted((folder for folder in options.texts.iterdir() if folder.name.isdigit()), key=lambda f: int(f.name))
    empty = options.texts / folders[0].name / "start"
    empty.write_text("渡口。\n")
    _, start, floor = measure(options.taojin, empty)
    empty.unlink()
    print(f"{'text':28} {'s/10MB':>8} {'memory':>7} {'growth':>7}")
    failed = []
    for name in sorted(path.name for path in folders[-1].iterdir() if options.only in path.name):
        points = []
        for folder in folders[1:]:
            path = folder / name
            status, seconds, memory = measure(options.taojin, path)
            points.append((path.stat().st_size, max(seconds - start, 0.005), max(memory - floor, 0)))
            if status not in (0, 1) or seconds > PATIENCE:
                break
        size, seconds, memory = points[-1]
        per_10_mb, multiple = seconds / size * 1e7, memory / size
        growth = (seconds / points[0][1]) / (size / points[0][0])
        wrong = [f"status {status}"] if status else []
        # Below a tenth of a second, the clock says more than the program.
        for over, what in [(per_10_mb > SECONDS, "slow"), (multiple > MEMORY, "memory"), (growth > GROWTH and seconds > 0.1, "growth")]:
            wrong += [what] if over else []
        print(f"{name:28} {per_10_mb:8.2f} {multiple:7.1f} {growth:7.2f} {' '.join(wrong)}", flush=True)
        failed += [name] if wrong else []
    if failed:
        sys.exit(f"{len(failed)} texts beyond the limits: {', '.join(failed)}")


if __name__ == "__main__":
    main()
