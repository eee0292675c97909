"""Writes letters.txt and ideographs.txt: how likely letters and characters are in each language.

usage: languages.py LANGDETECT LINGUA OUT_DIR      (needs Python 3, brotli, jieba, opencc)

LANGDETECT: the `profiles` folder of langdetect 1.0.9 (Apache-2.0): letter pairs with word ends, from Wikipedia.
LINGUA: the `language-models` folder of lingua-language-detector 1.3.5 (Apache-2.0): characters, from news and the web.
jieba 0.42's dictionary (MIT) gives the characters of simplified Chinese, OpenCC (Apache-2.0) their traditional forms.

letters.txt: for each language a line with its name and alphabet, then a row for a word's end and for each letter: how
costly it is that a word's end, or each letter, comes next. A cost is -log2 of the probability in quarters of a bit,
written as the ASCII character that many places after `0`.
ideographs.txt: a line a language and cost in whole bits, with the characters of that cost.
"""
import collections
import json
import math
import pathlib
import sys
import unicodedata

import brotli
import jieba
import opencc

langdetect, lingua, out = (pathlib.Path(arg) for arg in sys.argv[1:4])
ALPHABETS = ("en de fr es it pt nl sv da no fi is et lv lt pl cs sk hu ro hr sl sq tr vi ca "
             "ru uk bg mk sr be el he ar fa th").split()
SCRIPTS = {**dict.fromkeys("ru uk bg mk sr be".split(), "CYRILLIC"), "el": "GREEK", "he": "HEBREW", "ar": "ARABIC",
           "fa": "ARABIC", "th": "THAI"}
WORD_END = 0.18  # share of word ends among all signs, for sources that do not count them
TONES = set("\u0300\u0301\u0303\u0309\u0323")


def model(language, n):
    name = {1: "unigrams", 2: "bigrams"}[n]
    raw = (lingua / language / f"{name}.json.br").read_bytes()
    counts = {}
    for fraction, ngrams in json.loads(brotli.decompress(raw))["ngrams"].items():
        a, b = fraction.split("/")
        for ngram in ngrams.split():
            counts[ngram] = int(a) / int(b)
    return counts


def fold(text):
    return text.lower() if len(text.lower()) == len(text) else text.replace("İ", "i").lower()


def apart(text):
    """Vietnamese as windows-1258 writes it: tone marks as characters of their own."""
    signs = []
    for c in text:
        parts = unicodedata.normalize("NFD", c)
        signs += [unicodedata.normalize("NFC", "".join(p for p in parts if p not in TONES))]
        signs += [p for p in parts if p in TONES]
    return "".join(signs)


def pairs(language):
    """Counts of pairs of signs; a space stands for a word's end."""
    counts = collections.Counter()
    profile = langdetect / language
    if profile.exists() and language != "vi":
        for ngram, count in json.loads(profile.read_text(encoding="utf-8"))["freq"].items():
            if len(ngram) == 2:
                counts[fold(ngram)] += count
        return counts
    singles = model(language, 1)
    split = apart if language == "vi" else str
    for ngram, share in model(language, 2).items():
        signs, share = split(ngram), share * singles.get(ngram[0], 0)
        for a, b in zip(signs, signs[1:]):
            counts[a + b] += share
    for c, share in singles.items():
        signs = split(c)
        counts[" " + signs[0]] += share * WORD_END
        counts[signs[-1] + " "] += share * WORD_END
        for a, b in zip(signs, signs[1:]):
            counts[a + b] += share
    return counts


def letters():
    for language in ALPHABETS:
        counts = pairs(language)
        total = collections.Counter()
        for pair, count in counts.items():
            total[pair[1]] += count
        whole = sum(count for c, count in total.items() if c != " ")
        scripts = (SCRIPTS.get(language, "LATIN"), "COMBINING") if language == "vi" else SCRIPTS.get(language, "LATIN")
        alphabet = sorted(c for c in total if unicodedata.name(c, "").startswith(scripts)
                          and unicodedata.category(c)[0] in "LM" and total[c] > whole * 2e-5)
        signs = [" ", *alphabet]
        known = sum(total[c] for c in signs)
        yield f"{language} {''.join(alphabet)}\n"
        for a in signs:
            after = sum(counts[a + b] for b in signs)
            row = ""
            for b in signs:
                prior = (total[b] + known * 1e-5) / (known * (1 + 1e-5 * len(signs)))
                smooth = known * 2e-4
                p = (counts[a + b] + smooth * prior) / (after + smooth)
                row += chr(ord("0") + min(63, round(-4 * math.log2(p))))
            yield row + "\n"


def shares(counts):
    whole = sum(counts.values())
    return {c: count / whole for c, count in counts.items()}


def mix(*parts):
    mixed = collections.Counter()
    for part in parts:
        for c, share in part.items():
            mixed[c] += share / len(parts)
    return mixed


def chinese():
    """Shares of characters in simplified and in traditional Chinese."""
    to_hans, to_hant = opencc.OpenCC("t2s"), opencc.OpenCC("s2t")
    hans, hant = collections.Counter(), collections.Counter()
    for line in open(pathlib.Path(jieba.__file__).parent / "dict.txt", encoding="utf-8"):
        word, count, _ = line.split()
        for counts, text in ((hans, word), (hant, to_hant.convert(word))):
            for c in text:
                counts[c] += int(count)
    news = model("zh", 1)
    news_hans, news_hant = collections.Counter(), collections.Counter()
    for c, share in news.items():
        news_hans[to_hans.convert(c)] += share
        news_hant[to_hant.convert(c)] += share
    return mix(shares(hans), shares(news_hans)), mix(shares(hant), shares(news_hant))


# Common in written Cantonese and rare in Mandarin; one in a thousand characters each is a low guess.
CANTONESE = "嘅咗喺啲佢唔冇嚟嗰噉咁乜嘢哋畀睇諗攞揾搵咩啦喎囉嘥攰瞓冚唥嘞㗎喇咪哂晒嬲靚咭嗌"


def ideographs():
    hans, hant = chinese()
    for c in CANTONESE:
        hant[c] += 1e-3
    models = {"zh-Hans": hans, "zh-Hant": hant, "ja": model("ja", 1), "ko": model("ko", 1)}
    for language, counts in models.items():
        lines = collections.defaultdict(list)
        for c, share in shares({c: n for c, n in counts.items() if ord(c) > 0x2E7F}).items():
            cost = max(4, round(-math.log2(share)))
            if cost <= 19 and ord(c) < 0x10000:
                lines[cost].append(c)
        for cost in sorted(lines):
            yield f"{language} {cost} {''.join(sorted(lines[cost]))}\n"


(out / "letters.txt").write_text("".join(letters()), encoding="utf-8")
(out / "ideographs.txt").write_text("".join(ideographs()), encoding="utf-8")
