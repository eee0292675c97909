#!/usr/bin/env python3
"""Fits the models of `strip.page` and writes names.tsv, phrases.tsv, first.txt and second.txt.

    page.py TAOJIN ROOT PAGES.jsonl... [-o models/page] [--folds 5] [--check]

PAGES holds a line a page: `id`, the path below ROOT as `html`, the `charset` that its server declared, and its main text
(`text`), or pieces that must be in it (`with`) and must not (`without`). Every page is judged by models that have not
seen its site's fold; --check prints the F1 of tokens reached so, --texts writes what was kept of each page, as the
scorers of the sets read it, --out writes models fitted on all pages. All features come from `taojin features page`,
with the tables of each fold.
"""
import argparse
import collections
import json
import pathlib
import re
import tempfile
import zlib

import lightgbm
import numpy

from features import export
from tables import write_trees, write_words

CJK = '\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\u31f0-\u31ff'
TOKEN = re.compile(rf'[{CJK}]|[^\W{CJK}]+')
SHINGLE = 4


def tokens(text):
    return TOKEN.findall((text or '').lower())


def labels(page, truth):
    """For each block: how much of it is main text (0 to 1, nan where not known), and how much it counts."""
    blocks = [tokens(text) for text in page['texts']]
    if truth.get('text') is None:
        label = numpy.full(len(blocks), numpy.nan)
        norm = lambda t: re.sub(r'\s+', ' ', t or '').strip()
        texts = [norm(text) for text in page['texts']]
        for piece in truth['without']:
            for i, text in enumerate(texts):
                if norm(piece) in text and len(text) < 12 * len(piece):
                    label[i] = 0
        for piece in truth['with']:
            hits = [i for i, text in enumerate(texts) if norm(piece) in text]
            for i in hits[:1] if len(hits) > 1 else hits:
                label[i] = 1
        return label, numpy.where(numpy.isnan(label), 0, 0.03), blocks
    wanted = tokens(truth['text'])
    grams = collections.Counter(zip(*(wanted[i:] for i in range(SHINGLE))))
    lines = collections.Counter(' '.join(tokens(line)) for line in re.split(r'\n+|(?<=[。！？])', truth['text']))
    words = collections.Counter(wanted)
    label = numpy.zeros(len(blocks))
    for i, block in enumerate(blocks):
        if len(block) >= 2 * SHINGLE:
            own = list(zip(*(block[i:] for i in range(SHINGLE))))
            label[i] = sum(gram in grams for gram in own) / len(own)
        elif lines[' '.join(block)] > 0:
            label[i] = 1
        elif block:
            label[i] = 0.5 if len(block) >= SHINGLE and all(
                gram in grams for gram in zip(*(block[i:] for i in range(SHINGLE)))) else 0
    # Short blocks are main text by their neighbours: a menu item may say what a line of the text says.
    for i, block in enumerate(blocks):
        if len(block) < 2 * SHINGLE and label[i] > 0:
            near = [label[j] for j in range(max(0, i - 3), min(len(blocks), i + 4)) if j != i and len(blocks[j]) >= SHINGLE]
            if not near or max(near) < 0.5:
                label[i] = min(label[i], 0.3) if len(wanted) > 50 else label[i]
        elif len(block) < SHINGLE and block and all(words[w] for w in block):
            before = label[i - 1] if i else 0
            after = label[i + 1] if i + 1 < len(blocks) else 0
            label[i] = 0.5 if min(before, after) > 0.7 else label[i]
    label[follows(blocks, label, wanted)] = 1
    sizes = numpy.array([min(len(block), 300) for block in blocks], float)
    weight = (sizes + 1) / (min(len(wanted), 3000) + 60)
    return label, weight, blocks


def follows(blocks, label, wanted):
    """Short blocks that stand in the main text beside one of the four blocks before or behind them, as in lists of products."""
    text = f" {' '.join(wanted)} "
    filled = [i for i, block in enumerate(blocks) if block]
    found = []
    for k, i in enumerate(filled):
        block = blocks[i]
        if len(block) >= 2 * SHINGLE or label[i] == 1 or f" {' '.join(block)} " not in text:
            continue
        pairs = [blocks[j][-SHINGLE:] + block for j in filled[max(0, k - 4):k]]
        pairs += [block + blocks[j][:SHINGLE] for j in filled[k + 1:k + 5]]
        if any(len(pair) >= 3 and f" {' '.join(pair)} " in text for pair in pairs):
            found.append(i)
    return found


def fit_words(pages):
    """Log-odds of words of class and id names, a page counting once for each side of a word."""
    good, bad = collections.Counter(), collections.Counter()
    totals = [0, 0]
    for page in pages:
        seen = collections.defaultdict(lambda: [0.0, 0.0])
        for names, label, weight in zip(page['names'], page['label'], page['weight']):
            if weight > 0:
                for word in set(names):
                    seen[word][0] += label * weight
                    seen[word][1] += (1 - label) * weight
        for word, (yes, no) in seen.items():
            share = yes / (yes + no)
            good[word] += share
            bad[word] += 1 - share
    totals = sum(good.values()), sum(bad.values())
    prior = numpy.log(totals[0] / totals[1])
    words = {}
    for word in set(good) | set(bad):
        if good[word] + bad[word] >= 4:
            odds = numpy.log((good[word] + 1.5) / (bad[word] + 1.5)) - prior
            if abs(odds) > 0.3:
                words[word] = round(float(odds), 2)
    return words


def fit_phrases(pages):
    """Log-odds of words in short blocks, a page counting once for each word."""
    good, bad = collections.Counter(), collections.Counter()
    for page in pages:
        seen = collections.defaultdict(lambda: [0.0, 0.0])
        for phrases, label, weight in zip(page['phrases'], page['label'], page['weight']):
            if weight > 0:
                for word in set(phrases):
                    seen[word][0] += label
                    seen[word][1] += 1 - label
        for word, (yes, no) in seen.items():
            good[word] += yes / (yes + no)
            bad[word] += no / (yes + no)
    prior = numpy.log(sum(good.values()) / sum(bad.values()))
    words = {}
    for word in set(good) | set(bad):
        if good[word] + bad[word] >= 6:
            odds = numpy.log((good[word] + 2) / (bad[word] + 2)) - prior
            if abs(odds) > 0.5:
                words[word] = round(float(odds), 2)
    return words


def fit(rows, label, weight, trees, leaves, seed=1):
    """Trees for soft labels: each row stands for main text by its label and for the rest by what is left."""
    # Blocks that are surely no main text are many and light: one in three stands for all.
    draw = numpy.random.default_rng(seed).random(len(rows)) < 1 / 3
    light = (label == 0) & (weight < 0.02)
    known = (weight > 0) & (draw | ~light)
    weight = numpy.where(light, 3 * weight, weight)
    rows, label, weight = rows[known], label[known], weight[known]
    x = numpy.concatenate([rows, rows])
    y = numpy.concatenate([numpy.ones(len(rows)), numpy.zeros(len(rows))])
    w = numpy.concatenate([weight * label, weight * (1 - label)])
    used = w > 0
    options = dict(objective='binary', extra_trees=True, learning_rate=0.07, num_leaves=leaves, max_depth=8, min_data_in_leaf=60, feature_fraction=0.4,
                   bagging_fraction=0.8, bagging_freq=1, lambda_l2=5.0, verbose=-1, seed=seed, deterministic=True,
                   force_row_wise=True, max_bin=63, num_threads=2, min_sum_hessian_in_leaf=0.02)
    return lightgbm.train(options, lightgbm.Dataset(x[used], y[used], weight=w[used] * used.sum() / w.sum()), trees)


def fit_second(pages, hopeless, args):
    """The second model, from the blocks that it will be asked about."""
    doubtful = stack('first', pages) >= hopeless
    return fit(*(stack(key, pages)[doubtful] for key in ('xx', 'label', 'weight')), *args.second)


def stack(key, pages):
    return numpy.concatenate([page[key] for page in pages])


def f1(page, keep):
    if page['truth'].get('text') is None:
        return None
    got = collections.Counter(t for block, k in zip(page['tokens'], keep) if k for t in block)
    want = collections.Counter(tokens(page['truth']['text']))
    hit = sum((got & want).values())
    return 2 * hit / (sum(got.values()) + sum(want.values())) if hit else 0.0


def kept(page):
    return page['probability'] >= page['least']


class Fold:
    """The tables that are fitted without one fold, and what they make of its pages."""

    def __init__(self, number, pages, header, args, folder):
        self.pages = [page for page in pages if page['fold'] == number]
        self.rest = [page for page in pages if page['fold'] != number]
        self.header, self.args, self.folder = header, args, folder / str(number)
        self.folder.mkdir()
        write_all(self.folder, header, fit_words(self.rest), fit_phrases(self.rest))

    def write(self, name, model):
        write_model(self.folder, self.header, name, model)

    def export(self):
        requests = [page['request'] for page in self.pages]
        _, answers = export(self.args.taojin, 'page', requests, root=self.args.root, tables=self.folder)
        for page, answer in zip(self.pages, answers):
            rows = numpy.array(answer['rows'], numpy.float32)
            page['x'], page['xx'] = rows[:, :self.header['own']], rows
            for key in ('first', 'probability', 'least'):
                page[key] = numpy.array(answer[key])


def write_model(folder, header, name, model=None):
    names = header['names'][:header['own']] if name == 'first' else header['names']
    write_trees(folder / f'{name}.txt', f'page.{name}', header['version'], names, model)


def write_all(folder, header, names, phrases, first=None, second=None):
    write_words(folder / 'names.tsv', 'page.names', header['version'], names, ['word'])
    write_words(folder / 'phrases.tsv', 'page.phrases', header['version'], phrases)
    write_model(folder, header, 'first', first)
    write_model(folder, header, 'second', second)


def report(pages, args, best):
    """Prints how well models judge pages whose fold they have not seen."""
    sets = sorted(set(page['set'] for page in pages))
    for name in sets:
        some = [p for p in pages if p['set'] == name and p['truth'].get('text') is not None]
        if some:
            scores = numpy.array([f1(p, kept(p)) for p in some])
            print(f'{name}: F1 {scores.mean():.4f}, under .5 {(scores < .5).mean():.3f}, {len(some)} pages', flush=True)
    print('labels ', '  '.join(f"{name} {numpy.mean([b for b, p in zip(best, pages) if p['set'] == name and b is not None]):.4f}" for name in sets if name != 'trafeval'))
    if args.texts:
        with open(args.texts, 'w') as out:
            for page in pages:
                text = '\n'.join(text for text, k in zip(page['texts'], kept(page)) if k)
                out.write(json.dumps({'id': page['id'], 'text': text}, ensure_ascii=False) + '\n')
    if args.predictions:
        with open(args.predictions, 'w') as out:
            for page in pages:
                blocks = [[round(float(a), 2), round(float(b), 2), round(float(l), 2), round(float(w), 3), t[:60]] for a, b, l, w, t in
                          zip(page['first'], page['second'], page['label'], page['weight'], page['texts'])]
                out.write(json.dumps({'id': page['id'], 'f1': f1(page, kept(page)), 'blocks': blocks}, ensure_ascii=False) + '\n')
    if args.worst:
        some = [(f1(p, kept(p)), b, p['id']) for p, b in zip(pages, best) if b is not None]
        for score, top, name in sorted(some)[:args.worst]: print(f'{score:.3f} {top:.3f} {name}')


def load(args):
    """The header of the features, and the pages with their labels."""
    boost = {'zhnews': 2.0, 'cwced': 2.0, 'mozilla': 0.5, 'trafeval': 2.0}
    rows = [json.loads(line) for path in args.pages for line in open(path)]
    rows = [row for row in rows if row['id'].split('/')[0] not in args.omit.split(',')]
    requests = [{key: row.get(key) for key in ('id', 'html', 'charset')} for row in rows]
    header, answers = export(args.taojin, 'page', requests, root=args.root)
    pages = []
    for row, request, answer in zip(rows, requests, answers):
        if not answer['texts']:
            continue
        kind = row['id'].split('/')[0]
        page = dict(id=row['id'], set=kind, truth=row, request=request,
                    **{key: answer[key] for key in ('texts', 'names', 'phrases')})
        page['label'], page['weight'], page['tokens'] = labels(page, row)
        page['weight'] = page['weight'] * boost.get(kind, 1.0)
        page['label'] = numpy.nan_to_num(page['label'])
        site = re.sub(r'[-_]?\d+.*', '', row['id']) if kind in ('zhnews', 'fundus') else row['id']
        page['fold'] = zlib.crc32((args.salt + site).encode()) % args.folds
        pages.append(page)
    return header, pages


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('taojin'); parser.add_argument('root'); parser.add_argument('pages', nargs='+')
    parser.add_argument('-o', '--out', type=pathlib.Path); parser.add_argument('--folds', type=int, default=5)
    parser.add_argument('--first', type=int, nargs=2, default=[150, 32]); parser.add_argument('--second', type=int, nargs=2, default=[150, 32])
    parser.add_argument('--check', action='store_true'); parser.add_argument('--worst', type=int, default=0)
    parser.add_argument('--salt', default=''); parser.add_argument('--omit', default=''); parser.add_argument('--predictions')
    parser.add_argument('--texts')
    args = parser.parse_args()
    header, pages = load(args)
    best = [f1(page, page['label'] >= 0.5) for page in pages]
    fit_first = lambda some: fit(*(stack(key, some) for key in ('x', 'label', 'weight')), *args.first)
    with tempfile.TemporaryDirectory() as folder:
        folds = [Fold(number, pages, header, args, pathlib.Path(folder)) for number in range(args.folds)]
        folds = [fold for fold in folds if fold.pages]
        # The words of a page are weighed by tables that have not seen it, then the first model sees them, then the second.
        for fold in folds:
            fold.export()
        for fold in folds:
            fold.write('first', fit_first(fold.rest))
        for fold in folds:
            fold.export()
        if args.check:
            for fold in folds:
                fold.write('second', fit_second(fold.rest, header['hopeless'], args))
                fold.export()
            report(pages, args, best)
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        second = fit_second(pages, header['hopeless'], args)
        write_all(args.out, header, fit_words(pages), fit_phrases(pages), fit_first(pages), second)


if __name__ == '__main__':
    main()
