/** `model.weights.h5`: between the tree of named datasets and lists in index order. */
import type { Hdf5Tree } from '#containers/hdf5';
import { ValueError } from '#errors';
import type { NDArray } from '#tensor';
import type { WeightTree } from './schema';

const INDEX = /^(0|[1-9]\d*)$/;

/**
 * Datasets named "0", "1", … become a list; those with other names are no weights of Keras's and are left out.
 * @throws ValueError when an index is missing
 */
export function toWeightTree(tree: Hdf5Tree, filename: string): WeightTree {
  const weights = new Map<string, readonly NDArray[]>();
  for (const [path, datasets] of tree) {
    const count = [...datasets.keys()].filter((name) => INDEX.test(name)).length;
    const list: NDArray[] = [];
    for (let i = 0; i < count; i++) {
      const array = datasets.get(String(i));
      if (!array) throw missing(filename, path, i, count);
      list.push(array);
    }
    weights.set(path, list);
  }
  return weights;
}

function missing(filename: string, path: string, index: number, count: number): ValueError {
  const message = `${filename}: model.weights.h5: group "${path}" holds ${count} weights but none named "${index}".`;
  const hint = 'A weight was taken out of the file, or it was not written by Keras.';
  return new ValueError(message, { place: `model.weights.h5/${path}`, hint });
}

/** Adds the root's `vars`, without which Keras up to 3.5 cannot load the file. */
export function toHdf5Tree(weights: WeightTree): Hdf5Tree {
  const tree = new Map<string, Map<string, NDArray>>([['vars', new Map()]]);
  for (const [path, list] of weights) {
    tree.set(path, new Map(list.map((array, i) => [String(i), array])));
  }
  return tree;
}
