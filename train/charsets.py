"""Writes charsets.txt and euc_tw.txt: the legacy charsets that encoding_rs does not have.

usage: charsets.py OUT_DIR      (needs Python 3 and the iconv of glibc)

charsets.txt: a line a single-byte charset: name, tab, the characters of bytes 0x80 to 0xFF.
euc_tw.txt: planes 1 and 2 of CNS 11643, a line a row of 94 characters.
U+FFFD stands where a byte or a pair means nothing. Line separators are never among the characters.
"""
import pathlib
import subprocess
import sys

OUT = pathlib.Path(sys.argv[1])
SINGLE = {
    "IBM437": "cp437", "IBM737": "cp737", "IBM775": "cp775", "IBM850": "cp850", "IBM852": "cp852", "IBM855": "cp855",
    "IBM857": "cp857", "IBM860": "cp860", "IBM861": "cp861", "IBM862": "cp862", "IBM863": "cp863", "IBM865": "cp865",
    "IBM869": "cp869", "x-mac-ce": "mac_latin2", "x-mac-greek": "mac_greek", "x-mac-turkish": "mac_turkish",
}


def iconv(data):
    run = subprocess.run(["iconv", "-f", "EUC-TW", "-t", "UTF-8"], input=data, capture_output=True)
    text = run.stdout.decode("utf-8") if run.returncode == 0 else ""
    return text if len(text) == 1 and text.isprintable() else "\ufffd"


lines = [f"{name}\t{bytes(range(128, 256)).decode(codec, 'replace')}\n" for name, codec in SINGLE.items()]
(OUT / "charsets.txt").write_text("".join(lines), encoding="utf-8")

rows = []
for plane in (b"", b"\x8e\xa2"):
    for row in range(0xA1, 0xFF):
        rows.append("".join(iconv(plane + bytes([row, col])) for col in range(0xA1, 0xFF)) + "\n")
(OUT / "euc_tw.txt").write_text("".join(rows), encoding="utf-8")
