"""What is left of Chinese that was written as UTF-8, read as GBK and lost bytes on the way, after `taojin stage mojibake`.

    lossy.py TAOJIN TEXTS.jsonl

TEXTS has a JSON object with `text` or `broken` of clean Chinese a line (the clean sentences of the mojibake set will do).
A character survives when none of its bytes is lost. Prints the share of survivors that stand in the result in their
order, the share of places of loss that hold a U+FFFD or ?, and that of lost characters that do.
"""

import difflib
import json
import subprocess
import sys


def damage(text, mark, eaten):
    """The text as it arrives, and for each character whether all its bytes do. Decoders differ in how many bytes of a
    malformed pair they eat."""
    data = text.encode()
    arrives, alive, at = [], [True] * len(data), 0
    while at < len(data):
        if data[at] < 0x80:
            arrives.append(chr(data[at]))
            at += 1
            continue
        try:
            arrives.append(data[at : at + 2].decode("gbk"))
            at += 2
        except UnicodeDecodeError:
            arrives.append(mark)
            end = min(at + eaten, len(data)) if data[min(at + 1, len(data) - 1)] >= 0x80 else at + 1
            alive[at:end] = [False] * (end - at)
            at = end
    survives, at = [], 0
    for char in text:
        length = len(char.encode())
        survives.append(all(alive[at : at + length]))
        at += length
    return "".join(arrives), survives


def main():
    taojin, path = sys.argv[1:]
    texts = []
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        text = row.get("text") or row.get("broken") or ""
        han = sum("\u4e00" <= c <= "\u9fff" for c in text)
        if row.get("kind", "clean") == "clean" and han >= 8 and han * 2 >= len(text) and "\n" not in text:
            texts.append(text)
    for mark, eaten in (("\ufffd", 1), ("\ufffd", 2), ("?", 1), ("?", 2)):
        cases = [damage(text, mark, eaten) for text in texts]
        kept = [(text, *case) for text, case in zip(texts, cases) if not all(case[1])]
        lines = "".join(json.dumps(broken) + "\n" for _, broken, _ in kept)
        run = subprocess.run([taojin, "stage", "mojibake"], input=lines, capture_output=True, text=True, check=True)
        results = [json.loads(line)["text"].rstrip("\n") for line in run.stdout.splitlines()]
        alive = restored = lost = marked = places = marked_places = texts_changed = 0
        for (text, broken, survives), result in zip(kept, results):
            texts_changed += result != broken
            stands = [False] * len(text)
            where = {}
            for a, b, size in difflib.SequenceMatcher(None, text, result, autojunk=False).get_matching_blocks():
                for i in range(size):
                    stands[a + i], where[a + i] = True, b + i
            alive += sum(survives)
            restored += sum(s and ok for s, ok in zip(stands, survives))
            at = 0
            while at < len(text):
                if survives[at]:
                    at += 1
                    continue
                end = at
                while end < len(text) and not survives[end]:
                    end += 1
                before = max((b for a, b in where.items() if a < at), default=-1)
                after = min((b for a, b in where.items() if a >= end), default=len(result))
                marks = sum(result[before + 1 : after].count(sign) for sign in "\ufffd?")
                lost, places = lost + end - at, places + 1
                marked, marked_places = marked + min(marks, end - at), marked_places + (marks > 0)
                at = end
        print(
            f"{mark!r}, {eaten} bytes: {len(kept)} texts, {texts_changed} repaired; survivors {restored / alive:.3f} of {alive}; "
            f"places of loss marked {marked_places / places:.3f} of {places}, characters {marked / lost:.3f} of {lost}"
        )


if __name__ == "__main__":
    main()
