/** HDF5 as data for blocks. */
import type { Hdf5Tree } from '#containers/hdf5';
import type { NDArray } from '#tensor';
import { bytesOf, type NamedArray } from './arrays';
import type { TreeItem } from './artifact';
import { count, counted, shapeText } from './text';
import { branch, leaf, root } from './tree/items';

/** Every dataset, in the file's order. */
export function datasets(file: Hdf5Tree): NamedArray[] {
  return [...file].flatMap(([path, members]) =>
    [...members].map(([name, array]) => {
      const place = path === '' ? name : `${path}/${name}`;
      return { name: place, place, array };
    }),
  );
}

/** Groups and datasets as they nest. */
export function hdf5Tree(file: Hdf5Tree): TreeItem {
  return root(groupItems(file, childGroups(file), ''));
}

/** Names of the groups in each group. */
function childGroups(file: Hdf5Tree): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const path of file.keys()) {
    if (path === '') continue;
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const list = children.get(parent) ?? [];
    list.push(path);
    children.set(parent, list);
  }
  return children;
}

function groupItems(
  file: Hdf5Tree,
  children: ReadonlyMap<string, readonly string[]>,
  path: string,
): TreeItem[] {
  const groups = (children.get(path) ?? []).map((child) => {
    const own = file.get(child)?.size ?? 0;
    const size = own + (children.get(child)?.length ?? 0);
    let items: TreeItem[] | undefined;
    return branch({
      label: child.slice(child.lastIndexOf('/') + 1),
      type: 'group',
      value: size === 0 ? 'empty' : counted(size, 'member'),
      count: size,
      child: (index) => (items ??= groupItems(file, children, child))[index]!,
    });
  });
  const arrays = [...(file.get(path) ?? [])].map(([name, array]) => datasetItem(name, array));
  return [...groups, ...arrays];
}

function datasetItem(name: string, array: NDArray): TreeItem {
  const value = `${shapeText(array.shape)}, ${count(bytesOf(array))} bytes`;
  return leaf(name, `dataset of ${array.dtype}`, value);
}
