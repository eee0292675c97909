#!/usr/bin/env python3
"""Fits the models of `strip.edge` and writes words.tsv, first.txt and second.txt.

    fit_edge.py TAOJIN CORPUS [--natural TEXTS.jsonl ...] [-o src/strip/edge] [--check]

CORPUS holds the documents of tests/labels/labels.jsonl, wherever below it they lie; TEXTS a line {"id", "text"} a text
that has nothing around it. Every document is looked at as the rules leave it, and as chosen halves of the rules leave it:
what rules do not know on other sites is like what is left when some are missing. All is judged by models that have not
seen its source (a site and account, a journal, a repository); --check prints how well.
"""
import argparse, collections, hashlib, json, math, pathlib, random, re, subprocess, zlib
import lightgbm, numpy
from trees import dump

LABELS = pathlib.Path(__file__).parent.parent / 'tests' / 'labels' / 'labels.jsonl'
# A title is the text's own here: where it has no column yet, its line is all there is of it.
OWN, NEUTRAL = {'title'}, {'toc', 'unsure'}
FOLDS = 5
# The same as in src/strip/edge/lexicon.rs and context.rs.
LOOK, SURE = 1200, 5.0
WORD = re.compile(r'[^\W\d_]+')
HOST = re.compile(r'(?:[a-z0-9-]+\.)+(?:com|cn|net|org|io|ai|edu|me)')


def tokens(text):
    """The same as src/strip/page/words.rs."""
    for run in WORD.findall(text.encode()[:LOOK].decode(errors='ignore').lower()):
        if '\u3400' <= run[0] <= '\u9fff':
            yield from (run[i:i + 2] for i in range(len(run) - 1))
        elif len(run.encode()) > 1:
            yield run


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


def sights(taojin, root, requests, without=()):
    command = [taojin, '--set', f'strip.keep={json.dumps(list(without))}', 'stage', 'edges', '--root', str(root)]
    lines = ''.join(json.dumps(request) + '\n' for request in requests)
    answer = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line) for line in answer.decode().splitlines()]


def document(sight, labels, **more):
    """A document as arrays: how much of each line is not its text (0 to 1), and how many characters that is judged by."""
    lines = sight['lines']
    share, chars = numpy.zeros(len(lines)), numpy.zeros(len(lines))
    for at, line in enumerate(lines):
        start, end = line['range']
        size = end - start
        over = [(min(b, end) - max(a, start), kind) for a, b, kind in labels if min(b, end) > max(a, start) and kind not in OWN]
        neutral = sum(n for n, kind in over if kind in NEUTRAL)
        chars[at] = max(0, size - neutral)
        if neutral * 2 > size:
            chars[at] = 0
        share[at] = min(1.0, sum(n for n, kind in over if kind not in NEUTRAL) / max(1, size - neutral))
    return dict(id=sight['id'], share=share, chars=chars, texts=[line['text'] for line in lines],
                tokens=[list(tokens(line['text'])) for line in lines],
                taken=numpy.array([line['taken'] for line in lines], bool), edge=numpy.array([line['edge'] for line in lines], bool),
                rows=numpy.array([line['row'] for line in lines], numpy.float32).reshape(len(lines), -1), **more)


def fit_words(documents):
    """Log-odds of words in lines, a document counting once for each side of a word, a source as three documents at most."""
    sides = collections.defaultdict(lambda: collections.defaultdict(lambda: [0.0, 0.0]))
    for doc in documents:
        if doc['view']:
            continue
        seen = collections.defaultdict(lambda: [0.0, 0.0])
        for found, share, chars in zip(doc['tokens'], doc['share'], doc['chars']):
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


def said(words, found):
    """The same as src/strip/edge/lexicon.rs: sum, mean, least, most, two."""
    weights = [words.get(word, 0.0) for word in found]
    if not weights:
        return [0.0] * 5
    total, order = sum(weights), sorted(weights)[::-1]
    most = max(0.0, order[0])
    return [8 * total / (8 + len(weights)), total / len(weights), min(0.0, order[-1]), most, most + max(0.0, order[1] if len(order) > 1 else 0)]


def with_words(doc, words, columns):
    rows, count = doc['rows'].copy(), len(doc['texts'])
    own = numpy.array([said(words, found) for found in doc['tokens']]).reshape(count, 5)
    for offset, name in enumerate(('sum', 'mean', 'least', 'most', 'two')):
        rows[:, columns['words_' + name]] = own[:, offset]
    sums = own[:, 0]
    held = numpy.where(doc['taken'], 1.0, numpy.clip(sums, -3, 3))
    running = numpy.concatenate([[0], numpy.cumsum(held)])
    heading = rows[:, columns['level']] > 0
    last = None
    for at in range(count):
        rows[at, columns['heading_words']] = 0 if last is None else sums[last]
        rows[at, columns['before_words']] = sums[at - 1] if at else 0
        rows[at, columns['after_words']] = sums[at + 1] if at + 1 < count else 0
        for name, by in (('near_words', 2), ('wide_words', 6)):
            start, end = max(0, at - by), min(count, at + by + 1)
            rows[at, columns[name]] = (running[end] - running[start]) / (end - start)
        last = at if heading[at] else last
    return rows


def context(doc, first):
    """The same as src/strip/edge/context.rs."""
    opinion = numpy.where(doc['taken'], SURE, numpy.clip(first, -SURE, SURE))
    count = len(opinion)
    at = lambda i: opinion[i] if 0 <= i < count else 0.0
    mean = lambda a, b: opinion[max(0, a):min(b, count)].mean() if min(b, count) > max(0, a) else 0.0
    return numpy.array([[at(i), at(i - 1), at(i - 2), at(i + 1), at(i + 2), mean(i - 3, i), mean(i + 1, i + 4),
                         mean(i - 8, i), mean(i + 1, i + 9)] for i in range(count)], numpy.float32).reshape(count, 9)


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


def fit_all(documents, columns, args):
    """Fits words and both models. Each document is then judged by models that have not seen its fold, and has their
    log-odds; what is given back has seen all."""
    folds = range(FOLDS)
    rest = lambda fold: [doc for doc in documents if doc['fold'] != fold]
    own = lambda fold: [doc for doc in documents if doc['fold'] == fold]
    for fold in folds:
        words = fit_words(rest(fold))
        for doc in own(fold):
            doc['x'] = with_words(doc, words, columns)
    for fold in folds:
        first = fit(rest(fold), 'x', *args.first)
        for doc in own(fold):
            doc['xx'] = numpy.concatenate([doc['x'], context(doc, first.predict(doc['x'], raw_score=True))], 1)
    if args.check:
        for fold in folds:
            second = fit(rest(fold), 'xx', *args.second)
            for doc in own(fold):
                doc['odds'] = second.predict(doc['xx'], raw_score=True)
    if args.out:
        return fit_words(documents), fit(documents, 'x', *args.first), fit(documents, 'xx', *args.second)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('taojin'); parser.add_argument('corpus', type=pathlib.Path)
    parser.add_argument('--natural', nargs='*', default=[]); parser.add_argument('-o', '--out')
    parser.add_argument('--first', type=int, nargs=2, default=[60, 12]); parser.add_argument('--second', type=int, nargs=2, default=[60, 12])
    parser.add_argument('--views', type=int, default=2); parser.add_argument('--check', action='store_true')
    parser.add_argument('--predictions')
    args = parser.parse_args()
    documents, columns = load(args)
    fitted = fit_all(documents, columns, args)
    if args.check:
        calibrate(documents, columns)
        report(documents, columns)
    if args.predictions:
        with open(args.predictions, 'w') as out:
            for doc in documents:
                if not doc['view']:
                    lines = [[round(float(o), 2), round(float(s), 2), int(c), int(e), int(t), text[:80]] for o, s, c, e, t, text in
                             zip(doc['odds'], doc['share'], doc['chars'], doc['edge'], doc['taken'], doc['texts'])]
                    out.write(json.dumps(dict(id=doc['id'], group=doc['group'], draw=doc['draw'], lines=lines), ensure_ascii=False) + '\n')
    if args.out:
        words, first, second = fitted
        with open(f'{args.out}/words.tsv', 'w') as out:
            out.write(''.join(f'{word}\t{weight}\n' for word, weight in sorted(words.items())))
        dump(first, f'{args.out}/first.txt')
        dump(second, f'{args.out}/second.txt')


def load(args):
    labels = {row['sha256']: row for row in map(json.loads, LABELS.open())}
    paths = {}
    for path in sorted(args.corpus.rglob('*')):
        if path.is_file():
            paths.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), path.relative_to(args.corpus))
    wanted = [sha for sha, row in labels.items() if sha in paths and row['class'] != 'd_html']
    requests = [dict(id=sha, file=str(paths[sha])) for sha in wanted]
    table = subprocess.run([args.taojin, 'rules', '--markdown'], stdout=subprocess.PIPE, check=True).stdout.decode()
    rules = sorted(set(re.findall(r'strip\.(?!page|title|repeated|edge)\w+', table)))
    documents, columns, names = [], None, {}
    for view in range(1 + args.views):
        drawn = random.Random(view)
        without = [rule for rule in rules if view and drawn.random() < 0.5]
        for sight in sights(args.taojin, args.corpus, requests, without):
            columns = {name: at for at, name in enumerate(sight['features'])}
            row = labels[sight['id']]
            if not view:
                names[sight['id']] = source(paths[sight['id']], [line['text'] for line in sight['lines']])
            group = names[sight['id']]
            documents.append(document(sight, row['labels'], view=view, group=group, draw=row['draw'], kind=row['class'],
                                      weight=0.5 if view else 1.0))
    for path in args.natural:
        texts = [json.loads(line) for line in open(path)]
        for sight in sights(args.taojin, args.corpus, texts):
            documents.append(document(sight, [], view=0, group=sight['id'], draw=0, kind='natural', weight=0.5))
    for doc in documents:
        doc['fold'] = zlib.crc32(doc['group'].encode()) % FOLDS
    return [doc for doc in documents if len(doc['texts'])], columns


REFERENCE = re.compile(r'参考|參考|文献|文獻|资料|資料|注释|注釋|脚注|附录|附錄|references|bibliography|notes|sources|reading|resources', re.I)
NUMBERED = re.compile(r'[\[［(（【〔]\d')


def may_go(text, row, columns):
    """The same as in src/strip/edge/verdict.rs."""
    value = lambda name: row[columns[name]]
    return not (value('code') or value('row') or NUMBERED.match(text) or value('digits') > 0.4
                or re.match(r'(https?://|www\.)\S*$', text))


def verdict(doc, columns, odds):
    """The lines taken at log-odds of `odds` and more; the same as src/strip/edge/verdict.rs."""
    column = lambda name: doc['rows'][:, columns[name]]
    count, kept, taken = len(doc['odds']), ~doc['taken'], doc['taken']
    asked = doc['edge'] & (doc['odds'] >= odds)
    asked &= [may_go(text, row, columns) for text, row in zip(doc['texts'], doc['rows'])]
    def runs(flags, spare):
        start = 0
        while start < count:
            end = start
            while end < count and flags[end]:
                end += 1
            if spare(start, end):
                asked[start:end] = False
            start = max(end, start + 1)
    runs(kept & (column('list') > 0), lambda start, end: not asked[start:end].all())
    runs(asked & (column('prose') == 0), lambda start, end: end - start > 8)
    stays = kept & ~asked
    prose = numpy.flatnonzero(stays & (column('prose') > 0))
    if len(prose) < 3:
        return numpy.zeros(count, bool)
    index = numpy.arange(count)
    before = numpy.searchsorted(prose, index)
    asked &= numpy.minimum(before, len(prose) - before) <= 2
    named = numpy.array([bool(REFERENCE.search(text)) and len(text.encode()) <= 48 for text in doc['texts']])
    headings = index[kept & ((stays & (column('level') > 0)) | named) & (index >= prose[-1])]
    if len(headings):
        asked &= index < headings[0]
    following = numpy.append(asked[1:] | taken[1:], True)
    asked &= ~((column('level') > 0) & ((index < prose[0]) | ~following))
    gone = doc['chars'][asked].sum()
    return asked if gone * 4 <= doc['chars'][kept].sum() else numpy.zeros(count, bool)


def calibrate(documents, columns):
    """The share of characters that are not text, by log-odds, of what may be taken."""
    bins = collections.defaultdict(lambda: [0.0, 0.0])
    for doc in documents:
        if doc['draw'] and not doc['view']:
            for at in numpy.flatnonzero(verdict(doc, columns, 0.0)):
                bin = bins[math.floor(doc['odds'][at] * 2) / 2]
                bin[0] += doc['chars'][at] * doc['share'][at]
                bin[1] += doc['chars'][at]
    for odds, (right, all) in sorted(bins.items()):
        print(f'log-odds {odds:4} to {odds + 0.5:4}: {right / max(1, all):.2f} of {all:.0f} characters')


def report(documents, columns):
    """Precision and recall by characters over what the rules left at the edges, by the log-odds asked for."""
    documents = [doc for doc in documents if not doc['view']]
    sets = {'labelled': lambda d: d['draw'], 'draw 1': lambda d: d['draw'] == 1, 'draw 2': lambda d: d['draw'] == 2,
            'draw 3': lambda d: d['draw'] == 3, 'a_md': lambda d: d['kind'] == 'a_md', 'g_plain': lambda d: d['kind'] == 'g_plain',
            'e_multi': lambda d: d['kind'] == 'e_multi', 'natural': lambda d: d['kind'] == 'natural'}
    for name, some in sets.items():
        some = [doc for doc in documents if some(doc)]
        for odds in (0.5, 1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5):
            right = wrong = missed = harmed = touched = 0
            for doc in some:
                asked = verdict(doc, columns, odds)
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
