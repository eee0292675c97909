"""Writes gradient-boosted trees as src/strip/page/trees.rs reads them."""


def dump(model, path):
    with open(path, 'w') as out:
        for tree in model.dump_model()['tree_info']:
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
            out.write('tree\n' + ''.join(node + '\n' for node in nodes))
