#!/usr/bin/env python3
"""Fits the models of `strip.edge` and writes words.tsv, first.txt and second.txt.

    edge.py TAOJIN CORPUS [--natural TEXTS.jsonl ...] [-o models/edge] [--check]

CORPUS holds the documents of tests/labels/labels.jsonl, wherever below it they are; TEXTS a line {"id", "text"} a text
that has nothing around it. Every document is looked at as the rules leave it, and as chosen halves of the rules leave it:
what rules do not know on other sites is like what is left when some are missing. All is judged by models that have not
seen its source (a site and account, a journal, a repository); --check prints how well. All features come from
`taojin features edge`, with the tables of each fold.
"""
import argparse
import collections
import hashlib
import json
import math
import pathlib
import random
import re
import subprocess
import tempfile
import zlib

import lightgbm
import numpy

from features import export
from tables import write_trees, write_words

LABELS = pathlib.Path(__file__).parent.parent / 'tests' / 'labels' / 'labels.jsonl'
# A title is the text's own here: where it has no column yet, its line is all there is of it.
OWN, NEUTRAL = {'title'}, {'toc', 'unsure'}
FOLDS = 5
HOST = re.compile(r'(?:[a-z0-9-]+\.)+(?:com|cn|net|org|io|ai|edu|me)')


def source(path, texts):
    """Where a document comes from: host and account, journal, or repository."""
    for text in texts[:4]:
        host = HOST.match(text)
        if host:
            account = text[host.end():].split()[-1:] if 'weixin' in host.group() else []
            return ' '.join([host.group(), *account])
        journal = re.search(r'原文出处】\s*《?([^ 》]{2,12})', text)
        if journal:
            return journal.group(1)
    parts = path.parts
    if parts[0] == 'g_plain':
        return texts[0] if texts and len(texts[0]) < 20 else str(path)
    return parts[1] if len(parts) > 1 else str(path)


def document(answer, labels, **more):
    """A document as arrays: how much of each line is not its text (0 to 1), and how many characters that is judged by."""
    count = len(answer['ranges'])
    share, chars = numpy.zeros(count), numpy.zeros(count)
    for at, (start, end) in enumerate(answer['ranges']):
        size = end - start
        over = [(min(b, end) - max(a, start), kind) for a, b, kind in labels if min(b, end) > max(a, start) and kind not in OWN]
        neutral = sum(n for n, kind in over if kind in NEUTRAL)
        chars[at] = max(0, size - neutral)
        if neutral * 2 > size:
            chars[at] = 0
        share[at] = min(1.0, sum(n for n, kind in over if kind not in NEUTRAL) / max(1, size - neutral))
    return dict(share=share, chars=chars, texts=answer['texts'], words=answer['words'],
                taken=numpy.array(answer['taken'], bool), edge=numpy.array(answer['edge'], bool), **more)


def fit_words(documents):
    """Log-odds of words in lines, a document counting once for each side of a word, a source as three documents at most."""
    sides = collections.defaultdict(lambda: collections.defaultdict(lambda: [0.0, 0.0]))
    for doc in documents:
        if doc['view']:
            continue
        seen = collections.defaultdict(lambda: [0.0, 0.0])
        for found, share, chars in zip(doc['words'], doc['share'], doc['chars']):
            if chars > 0:
                for word in set(found):
                    seen[word][0] += share
                    seen[word][1] += 1 - share
        for word, (yes, no) in seen.items():
            sides[word][doc['group']][0] += yes / (yes + no)
            sides[word][doc['group']][1] += no / (yes + no)
    cap = lambda pair: [value * min(1.0, 3 / sum(pair)) for value in pair]
    counts = {}
    for word, groups in sides.items():
        pairs = [cap(pair) for pair in groups.values()]
        counts[word] = sum(p[0] for p in pairs), sum(p[1] for p in pairs), len(pairs)
    totals = [sum(c[side] for c in counts.values()) for side in (0, 1)]
    prior = math.log(totals[0] / totals[1])
    words = {}
    for word, (yes, no, groups) in counts.items():
        if groups >= 3 and yes + no >= 4:
            odds = math.log((yes + 2 * totals[0] / sum(totals) + 0.5) / (no + 2 * totals[1] / sum(totals) + 0.5)) - prior
            if abs(odds) > 0.5:
                words[word] = round(odds, 2)
    return words


def weights(doc):
    """How much the lines of a document count: by their length, little for what no verdict is asked on."""
    size = numpy.minimum(doc['chars'], 200) / 40 + 0.5
    wanted = numpy.where(doc['taken'] | (doc['chars'] == 0), 0, numpy.where(doc['edge'], 1.0, 0.2))
    return size * wanted * doc['weight']


def fit(documents, key, trees, leaves, seed=5):
    x = numpy.concatenate([doc[key] for doc in documents])
    label = numpy.concatenate([doc['share'] for doc in documents])
    weight = numpy.concatenate([weights(doc) for doc in documents])
    used = weight > 0
    options = dict(objective='cross_entropy', learning_rate=0.08, num_leaves=leaves, min_data_in_leaf=40, feature_fraction=0.4,
                   bagging_fraction=0.8, bagging_freq=1, lambda_l2=8.0, verbose=-1, seed=seed, deterministic=True,
                   force_row_wise=True, max_bin=63, num_threads=2, min_sum_hessian_in_leaf=2.0, max_depth=6)
    return lightgbm.train(options, lightgbm.Dataset(x[used], label[used], weight=weight[used]), trees)


class Fold:
    """The tables that are fitted without one fold, and what they make of its documents."""

    def __init__(self, number, documents, header, args, folder):
        self.documents = [doc for doc in documents if doc['fold'] == number]
        self.rest = [doc for doc in documents if doc['fold'] != number]
        self.header, self.args, self.folder = header, args, folder / str(number)
        self.folder.mkdir()
        write_all(self.folder, header, fit_words(self.rest))

    def write(self, name, model):
        write_model(self.folder, self.header, name, model)

    def export(self):
        views = collections.defaultdict(list)
        for doc in self.documents:
            views[doc['settings']].append(doc)
        for settings, some in views.items():
            requests = [doc['request'] for doc in some]
            _, answers = export(self.args.taojin, 'edge', requests, self.args.corpus, self.folder, settings)
            for doc, answer in zip(some, answers):
                rows = numpy.array(answer['rows'], numpy.float32)
                doc['x'], doc['xx'] = rows[:, :self.header['own']], rows
                doc['odds'], doc['chosen'] = numpy.array(answer['odds']), answer['chosen']


def write_model(folder, header, name, model=None):
    names = header['names'][:header['own']] if name == 'first' else header['names']
    write_trees(folder / f'{name}.txt', f'edge.{name}', header['version'], names, model)


def write_all(folder, header, words, first=None, second=None):
    write_words(folder / 'words.tsv', 'edge.words', header['version'], words)
    write_model(folder, header, 'first', first)
    write_model(folder, header, 'second', second)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('taojin'); parser.add_argument('corpus', type=pathlib.Path)
    parser.add_argument('--natural', nargs='*', default=[]); parser.add_argument('-o', '--out', type=pathlib.Path)
    parser.add_argument('--first', type=int, nargs=2, default=[60, 12]); parser.add_argument('--second', type=int, nargs=2, default=[60, 12])
    parser.add_argument('--views', type=int, default=2); parser.add_argument('--check', action='store_true')
    parser.add_argument('--predictions')
    args = parser.parse_args()
    header, documents = load(args)
    with tempfile.TemporaryDirectory() as folder:
        folds = [Fold(number, documents, header, args, pathlib.Path(folder)) for number in range(FOLDS)]
        folds = [fold for fold in folds if fold.documents]
        # The words of a document are weighed by a table that has not seen it, then the first model sees them, then the second.
        for fold in folds:
            fold.export()
        for fold in folds:
            fold.write('first', fit(fold.rest, 'x', *args.first))
        for fold in folds:
            fold.export()
        if args.check or args.predictions:
            for fold in folds:
                fold.write('second', fit(fold.rest, 'xx', *args.second))
                fold.export()
    if args.check:
        calibrate(documents, header)
        report(documents, header)
    if args.predictions:
        with open(args.predictions, 'w') as out:
            for doc in documents:
                if not doc['view']:
                    lines = [[round(float(o), 2), round(float(s), 2), int(c), int(e), int(t), text[:80]] for o, s, c, e, t, text in
                             zip(doc['odds'], doc['share'], doc['chars'], doc['edge'], doc['taken'], doc['texts'])]
                    out.write(json.dumps(dict(id=doc['request']['id'], group=doc['group'], draw=doc['draw'], lines=lines), ensure_ascii=False) + '\n')
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        write_all(args.out, header, fit_words(documents), fit(documents, 'x', *args.first), fit(documents, 'xx', *args.second))


def load(args):
    """The header of the features, and the documents with their labels."""
    labels = {row['sha256']: row for row in map(json.loads, LABELS.open())}
    paths = {}
    for path in sorted(args.corpus.rglob('*')):
        if path.is_file():
            paths.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), path.relative_to(args.corpus))
    wanted = [sha for sha, row in labels.items() if sha in paths and row['class'] != 'd_html']
    requests = [dict(id=sha, file=str(paths[sha])) for sha in wanted]
    table = subprocess.run([args.taojin, 'rules', '--markdown'], stdout=subprocess.PIPE, check=True).stdout.decode()
    rules = sorted(set(re.findall(r'strip\.(?!page|title|repeated|edge)\w+', table)))
    documents, names = [], {}
    for view in range(1 + args.views):
        drawn = random.Random(view)
        without = [rule for rule in rules if view and drawn.random() < 0.5]
        settings = (f'strip.keep={json.dumps(without)}',)
        header, answers = export(args.taojin, 'edge', requests, args.corpus, settings=settings)
        for request, answer in zip(requests, answers):
            row = labels[request['id']]
            if not view:
                names[request['id']] = source(paths[request['id']], answer['texts'])
            documents.append(document(answer, row['labels'], view=view, group=names[request['id']], draw=row['draw'],
                                      kind=row['class'], weight=0.5 if view else 1.0, request=request, settings=settings))
    for path in args.natural:
        texts = [json.loads(line) for line in open(path)]
        for text, answer in zip(texts, export(args.taojin, 'edge', texts)[1]):
            documents.append(document(answer, [], view=0, group=str(text['id']), draw=0, kind='natural', weight=0.5,
                                      request=text, settings=()))
    for doc in documents:
        doc['fold'] = zlib.crc32(doc['group'].encode()) % FOLDS
    return header, [doc for doc in documents if len(doc['texts'])]


def taken(doc, header, odds):
    """Which lines are taken at log-odds of `odds` and more."""
    chosen = numpy.zeros(len(doc['odds']), bool)
    chosen[doc['chosen'][header['least'].index(odds)]] = True
    return chosen


def calibrate(documents, header):
    """The share of characters that are not text, by log-odds, of what may be taken."""
    bins = collections.defaultdict(lambda: [0.0, 0.0])
    for doc in documents:
        if doc['draw'] and not doc['view']:
            for at in numpy.flatnonzero(taken(doc, header, 0.0)):
                bin = bins[math.floor(doc['odds'][at] * 2) / 2]
                bin[0] += doc['chars'][at] * doc['share'][at]
                bin[1] += doc['chars'][at]
    for odds, (right, all) in sorted(bins.items()):
        print(f'log-odds {odds:4} to {odds + 0.5:4}: {right / max(1, all):.2f} of {all:.0f} characters')


def report(documents, header):
    """Precision and recall by characters over what the rules left at the edges, by the log-odds asked for."""
    documents = [doc for doc in documents if not doc['view']]
    sets = {'labelled': lambda d: d['draw'], 'draw 1': lambda d: d['draw'] == 1, 'draw 2': lambda d: d['draw'] == 2,
            'draw 3': lambda d: d['draw'] == 3, 'a_md': lambda d: d['kind'] == 'a_md', 'g_plain': lambda d: d['kind'] == 'g_plain',
            'e_multi': lambda d: d['kind'] == 'e_multi', 'natural': lambda d: d['kind'] == 'natural'}
    for name, some in sets.items():
        some = [doc for doc in documents if some(doc)]
        for odds in header['least'][1:]:
            right = wrong = missed = harmed = touched = 0
            for doc in some:
                asked = taken(doc, header, odds)
                text = doc['chars'] * (1 - doc['share'])
                other = doc['chars'] * doc['share']
                wrong += text[asked].sum()
                touched += text[asked].sum() > 0
                harmed += text[asked].sum() > 0.02 * max(1, text.sum())
                right += other[asked].sum()
                missed += other[~doc['taken'] & ~asked].sum()
            print(f'{name:9} {odds:4} precision {right / max(1, right + wrong):.3f} recall {right / max(1, right + missed):.3f} '
                  f'right {right:6.0f} wrong {wrong:6.0f} missed {missed:6.0f}; text lost in {touched}, over 2 % in {harmed} of {len(some)}')


if __name__ == '__main__':
    main()
