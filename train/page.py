#!/usr/bin/env python3
"""Fits the models of `strip.page` and writes words.tsv, first.txt and second.txt.

usage: fit_page.py ROWS.jsonl TRUTH.jsonl... [-o src/strip/page] [--folds 5] [--check]

ROWS holds a line a page as `cargo run --release --example page_rows` prints it; TRUTH the pages' ids with their main text
(`text`), or with pieces that must be in it (`with`) and must not (`without`). Every page is judged by models that have
not seen its site's fold; --check prints the F1 of tokens reached so, --texts writes what was kept of each page, as the
scorers of the sets read it, --out writes models fitted on all pages.
"""
import argparse, collections, json, re, zlib
import lightgbm, numpy
from trees import dump

CJK = '\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\u31f0-\u31ff'
TOKEN = re.compile(rf'[{CJK}]|[^\W{CJK}]+')
WORD = re.compile(r'[^\W\d_]{2,}')
WORD1 = re.compile(r'[^\W\d_]+')
SHORT = 240
SHINGLE = 4
# The last columns depend on the words, which are fitted too.
SIGNS = 17
# Blocks that the first model finds less likely are not asked about again.
HOPELESS = 0.02
WIDEST = 400.0


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


def groups(names):
    return [WORD.findall(group) for group in names.split('/')]


def fit_words(pages):
    """Log-odds of words of class and id names, a page counting once for each side of a word."""
    good, bad = collections.Counter(), collections.Counter()
    totals = [0, 0]
    for page in pages:
        seen = collections.defaultdict(lambda: [0.0, 0.0])
        for names, label, weight in zip(page['names'], page['label'], page['weight']):
            if weight > 0:
                for word in set(w for group in groups(names) for w in group):
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


def phrase_tokens(text):
    """The same as src/strip/page/words.rs."""
    for run in WORD1.findall(text.lower()):
        if '\u3400' <= run[0] <= '\u9fff':
            yield from (run[i:i + 2] for i in range(len(run) - 1))
        elif len(run.encode()) > 1:
            yield run


def fit_phrases(pages):
    """Log-odds of words in short blocks, a page counting once for each word."""
    good, bad = collections.Counter(), collections.Counter()
    for page in pages:
        seen = collections.defaultdict(lambda: [0.0, 0.0])
        for text, label, weight in zip(page['texts'], page['label'], page['weight']):
            if weight > 0 and len(text.encode()) <= SHORT:
                for word in set(phrase_tokens(text)):
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


def phrase_score(words, text):
    if len(text.encode()) > SHORT:
        return 0, 0, 0
    weights = [words.get(word, 0) for word in phrase_tokens(text)]
    return (sum(weights) / len(weights), min(0, *weights), max(0, *weights)) if weights else (0, 0, 0)


def score(words, names):
    own = parent = total = least = most = 0.0
    for up, group in enumerate(reversed(groups(names))):
        for word in group:
            weight = words.get(word)
            if weight is not None:
                if up < 2: own += weight
                elif up < 5: parent += weight
                total += weight
                least, most = min(least, weight), max(most, weight)
    return own, parent, total, least, most


def with_words(page, words, phrases):
    """The rows with the columns of src/strip/page/signs.rs computed anew."""
    said = numpy.array([phrase_score(phrases, text) for text in page['texts']], float)
    known = {names: score(words, names) for names in set(page['names'])}
    names = numpy.array([known[names] for names in page['names']], float)
    brief = numpy.concatenate([numpy.stack([said[:, 0], said[:, 1], names[:, 2]], 1), numpy.zeros((1, 3))])
    n = len(said)
    index = numpy.arange(n)
    headings = numpy.where([kind == 'heading' for kind in page['kinds']], index, -1)
    above = numpy.concatenate([[-1], numpy.maximum.accumulate(headings)[:-1]])
    above, after = brief[above], brief[index + 1]
    before = numpy.concatenate([numpy.zeros((1, 3)), brief[:n - 1]])
    signs = [names, said, above, before[:, :1], after[:, :1], before[:, 2:], after[:, 2:], before[:, 1:2], after[:, 1:2]]
    return numpy.concatenate([page['rows'][:, :-SIGNS]] + signs, 1).astype(numpy.float32)


def context(page, first):
    """The same as src/strip/page/context.rs."""
    n = len(first)
    weight = numpy.minimum(page['widths'], WIDEST) + 1
    a = numpy.concatenate([[0], numpy.cumsum(weight * first)])
    b = numpy.concatenate([[0], numpy.cumsum(weight)])
    i = numpy.arange(n)
    def mean(start, end):
        start, end = numpy.clip(start, 0, n), numpy.clip(end, 0, n)
        end = numpy.maximum(start, end)
        d = b[end] - b[start]
        return numpy.where(d > 0, (a[end] - a[start]) / numpy.maximum(d, 1e-9), 0)
    def at(index):
        ok = (index >= 0) & (index < n)
        return numpy.where(ok, first[numpy.clip(index, 0, n - 1)], 0)
    around = page['around']
    columns = [first, at(i - 1), at(i - 2), at(i + 1), at(i + 2), mean(i - 3, i), mean(i + 1, i + 4), mean(i - 10, i),
               mean(i + 1, i + 11), mean(around[:, 0, 0], around[:, 0, 1]), mean(around[:, 1, 0], around[:, 1, 1]),
               mean(around[:, 2, 0], around[:, 2, 1]), numpy.log1p(a[i]), numpy.log1p(a[n] - a[i + 1]),
               mean(0 * i, 0 * i + n), numpy.log1p(a[n] + 0 * i), first / max(0.01, first.max()),
               numpy.log1p((weight * (first >= 0.5)).sum()) + 0 * i]
    return numpy.stack(columns, 1)


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


def fit_second(pages, stack, args):
    """The second model, from the blocks that it will be asked about."""
    doubtful = stack('first', pages) >= HOPELESS
    return fit(*(stack(key, pages)[doubtful] for key in ('xx', 'label', 'weight')), *args.second)


def f1(page, keep):
    if page['truth'].get('text') is None:
        return None
    got = collections.Counter(t for block, k in zip(page['tokens'], keep) if k for t in block)
    want = collections.Counter(tokens(page['truth']['text']))
    hit = sum((got & want).values())
    return 2 * hit / (sum(got.values()) + sum(want.values())) if hit else 0.0


def kept(page):
    """The same as src/strip/page/verdict.rs."""
    p, beside = page['second'].copy(), page['beside']
    if page['widths'][(p >= 0.5) & ~beside].sum() >= 200:
        p[beside] *= 0.1
    weight = numpy.minimum(page['widths'], 4000) + 1
    order = numpy.argsort(-p, kind='stable')
    hits = numpy.cumsum((p * weight)[order])
    best = p[order][(2 * hits / (numpy.cumsum(weight[order]) + hits[-1])).argmax()]
    if best <= 0.45:
        return p >= best
    clear = min(0.5, p.max())
    sums = numpy.concatenate([[0], numpy.cumsum(p * weight * (p >= clear))])
    holds = [(e - s, s, e) for s, e in page['around'][p >= clear].reshape(-1, 2) if sums[e] - sums[s] >= 0.7 * sums[-1]]
    _, start, end = min(holds, default=(0, 0, len(p)))
    index = numpy.arange(len(p))
    return p >= numpy.where((index >= start) & (index < end), clear, clear + 0.15)


def check(pages, args, stack, best):
    """Judges every page by models that have not seen its fold, and prints how well."""
    for fold in range(args.folds):
        rest = [page for page in pages if page['fold'] != fold]
        second = fit_second(rest, stack, args)
        for page in pages:
            if page['fold'] == fold:
                page['second'] = numpy.where(page['first'] < HOPELESS, page['first'], second.predict(page['xx']))
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('rows'); parser.add_argument('truth', nargs='+')
    parser.add_argument('-o', '--out'); parser.add_argument('--folds', type=int, default=5)
    parser.add_argument('--first', type=int, nargs=2, default=[150, 32]); parser.add_argument('--second', type=int, nargs=2, default=[150, 32])
    parser.add_argument('--check', action='store_true'); parser.add_argument('--worst', type=int, default=0)
    parser.add_argument('--salt', default=''); parser.add_argument('--omit', default=''); parser.add_argument('--predictions')
    parser.add_argument('--texts')
    args = parser.parse_args()
    truths = {}
    for path in args.truth:
        for line in open(path):
            row = json.loads(line)
            truths[row['id']] = row
    pages = []
    boost = {'zhnews': 2.0, 'cwced': 2.0, 'mozilla': 0.5, 'trafeval': 2.0}
    for line in open(args.rows):
        row = json.loads(line)
        truth = truths.get(row['id'])
        kind = row['id'].split('/')[0]
        if truth is None or not row['texts'] or kind in args.omit.split(','): continue
        page = dict(id=row['id'], set=kind, truth=truth, rows=numpy.array(row['rows'], numpy.float32), names=row['names'],
                    texts=row['texts'], widths=numpy.array(row['widths']), around=numpy.array(row['around']), kinds=row['kinds'],
                    beside=numpy.array(row['comments']) | numpy.array(row['related']))
        page['label'], page['weight'], page['tokens'] = labels(page, truth)
        page['weight'] = page['weight'] * boost.get(kind, 1.0)
        page['label'] = numpy.nan_to_num(page['label'])
        site = re.sub(r'[-_]?\d+.*', '', row['id']) if kind in ('zhnews', 'fundus') else row['id']
        page['fold'] = zlib.crc32((args.salt + site).encode()) % args.folds
        pages.append(page)
    stack = lambda key, some: numpy.concatenate([page[key] for page in some])
    best = [f1(page, page['label'] >= 0.5) for page in pages]
    for fold in range(args.folds):
        rest = [page for page in pages if page['fold'] != fold]
        words, phrases = fit_words(rest), fit_phrases(rest)
        for page in pages:
            if page['fold'] == fold:
                page['x'] = with_words(page, words, phrases)
    for fold in range(args.folds):
        rest = [page for page in pages if page['fold'] != fold]
        first = fit(stack('x', rest), stack('label', rest), stack('weight', rest), *args.first)
        for page in pages:
            if page['fold'] == fold:
                page['first'] = first.predict(page['x'])
                page['xx'] = numpy.concatenate([page['x'], context(page, page['first'])], 1)
    if args.check:
        check(pages, args, stack, best)
    if args.out:
        words = fit_words(pages)
        for name, table in (('words', words), ('phrases', fit_phrases(pages))):
            open(f'{args.out}/{name}.tsv', 'w').write(''.join(f'{word}\t{weight}\n' for word, weight in sorted(table.items())))
        dump(fit(stack('x', pages), stack('label', pages), stack('weight', pages), *args.first), f'{args.out}/first.txt')
        dump(fit_second(pages, stack, args), f'{args.out}/second.txt')


main()
