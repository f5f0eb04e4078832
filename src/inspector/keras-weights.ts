/** The weights of a `.keras` archive, by the names of layers and variables. */
import { readHdf5 } from '#containers/hdf5';
import type { NamedArray } from './arrays';
import { attempt, note, type Draft } from './blocks';
import { datasets } from './hdf5-tree';
import { weightName, type NamedLayer } from './keras-names';

const WEIGHTS = 'model.weights.h5';

export interface KerasWeights {
  readonly weights: readonly NamedArray[];
  readonly optimizer: readonly NamedArray[];
  /** Why they could not be read. */
  readonly problems: readonly Draft[];
}

/** Everything in `model.weights.h5`, with the names that the learner gave. */
export async function readWeights(
  members: ReadonlyMap<string, Uint8Array>,
  path: string,
  layers: ReadonlyMap<string, NamedLayer>,
): Promise<KerasWeights> {
  const bytes = members.get(WEIGHTS);
  if (!bytes) {
    const text = `${path} holds no ${WEIGHTS}: a model saved with model.save() does.`;
    return { weights: [], optimizer: [], problems: [note(text, 'bad')] };
  }
  let all: readonly NamedArray[] = [];
  const problems = await attempt('', async () => {
    all = datasets(await readHdf5(bytes, `${path}: ${WEIGHTS}`));
    return [];
  });
  const isOptimizer = ({ place }: NamedArray) => place.startsWith('optimizer/');
  return {
    weights: byIndex(
      all.filter((array) => !isOptimizer(array)),
      layers,
    ),
    optimizer: byIndex(all.filter(isOptimizer), new Map()).map(nameOptimizerVariable),
    problems,
  };
}

/** HDF5 orders names as text, so `10` before `2`; here they come in the order that they have in the model. */
function byIndex(
  arrays: readonly NamedArray[],
  layers: ReadonlyMap<string, NamedLayer>,
): NamedArray[] {
  const order = [...layers.keys()];
  const placed = arrays.map((array) => {
    const end = array.place.lastIndexOf('/');
    const group = array.place.slice(0, Math.max(0, end));
    return { array, group, index: Number(array.place.slice(end + 1)) };
  });
  const siblings = new Map<string, number>();
  for (const { group } of placed) siblings.set(group, (siblings.get(group) ?? 0) + 1);
  const rank = (group: string) =>
    order.findLastIndex((key) => group === key || group.startsWith(`${key}/`));
  return placed
    .map((each) => ({ ...each, rank: rank(each.group) }))
    .sort((a, b) => a.rank - b.rank || compare(a.group, b.group) || a.index - b.index)
    .map(({ array, group, index }) => ({
      ...array,
      name: weightName(layers, group, index, siblings.get(group)!),
    }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every optimizer of Keras's begins with the step and, unless it follows a schedule, the learning rate. */
function nameOptimizerVariable(array: NamedArray, index: number): NamedArray {
  if (array.place === 'optimizer/vars/0') return { ...array, name: 'iteration' };
  const isRate = array.place === 'optimizer/vars/1' && array.array.ndim === 0;
  return { ...array, name: isRate ? 'learning_rate' : `slot ${index}` };
}
