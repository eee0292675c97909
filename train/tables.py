"""The tables of fitted models as src/model reads them: a header of four lines and an empty one, then the entries."""


def write(path, table, version, features, entries, body):
    """Writes `body`, bytes with so many entries, under the header of `table`."""
    header = f"model {table}\nversion {version}\nfeatures {' '.join(features)}\nentries {entries}\n\n"
    path.write_bytes(header.encode() + body)


def write_words(path, table, version, words, features=('word', 'pair')):
    """Writes words with their weights."""
    body = ''.join(f'{word}\t{weight}\n' for word, weight in sorted(words.items()))
    write(path, table, version, features, len(words), body.encode())


def write_trees(path, table, version, features, model=None):
    """Writes gradient-boosted trees of LightGBM; without a model, no tree."""
    trees = model.dump_model()['tree_info'] if model else []
    write(path, table, version, features, len(trees), ''.join(map(tree_lines, trees)).encode())


def tree_lines(tree):
    """A tree: a line a node, parents before children; the left child of a split is the next line."""
    nodes = []

    def walk(node):
        index = len(nodes)
        nodes.append(None)
        if 'leaf_value' in node:
            nodes[index] = f"{node['leaf_value']:.4g}"
        else:
            walk(node['left_child'])
            right = walk(node['right_child'])
            nodes[index] = f"{node['split_feature']} {node['threshold']:.5g} {right}"
        return index

    walk(tree['tree_structure'])
    return 'tree\n' + ''.join(node + '\n' for node in nodes)
