/** Ops that move blocks of an image into its channels or its batch, and back. */
import type { Kernel } from '../kernel';
import type { Node } from '../node';
import { moveByAxis, NOWHERE, zeroOf } from './places';

export const depthToSpace: Kernel = {
  prepare: (node) => {
    const { blockSize: block } = node.options('DepthToSpaceOptions');
    const [b, h, w, c] = imageShape(node, block);
    const depth = c / (block * block);
    node.ensure(Number.isInteger(depth), `${c} channels do not make blocks of ${block}.`);
    return moveByAxis(
      node,
      node.input(0),
      [b, h * block, w * block, depth],
      [
        (i) => i[0]!,
        (i) => Math.floor(i[1]! / block),
        (i) => Math.floor(i[2]! / block),
        (i) => ((i[1]! % block) * block + (i[2]! % block)) * depth + i[3]!,
      ],
    );
  },
};

export const spaceToDepth: Kernel = {
  prepare: (node) => {
    const { blockSize: block } = node.options('SpaceToDepthOptions');
    const [b, h, w, c] = imageShape(node, block);
    node.ensure(
      h % block === 0 && w % block === 0,
      `${h} x ${w} cannot be cut into blocks of ${block}.`,
    );
    const part = (i: readonly number[]) => Math.floor(i[3]! / c);
    return moveByAxis(
      node,
      node.input(0),
      [b, h / block, w / block, c * block * block],
      [
        (i) => i[0]!,
        (i) => i[1]! * block + Math.floor(part(i) / block),
        (i) => i[2]! * block + (part(i) % block),
        (i) => i[3]! % c,
      ],
    );
  },
};

function imageShape(node: Node, block: number): readonly [number, number, number, number] {
  const { shape } = node.input(0);
  node.ensure(
    shape.length === 4 && block > 0,
    `Blocks of ${block} need 4 dimensions, not ${shape.length}.`,
  );
  return shape as unknown as readonly [number, number, number, number];
}

/** The batch goes through the blocks; what lies outside the image is padding. */
export const spaceToBatch: Kernel = {
  values: [1, 2],
  prepare: (node) => {
    const input = node.input(0);
    const { blocks, edges } = spaces(node);
    const [batches, ...rest] = input.shape as [number, ...number[]];
    const padded = blocks.map((_, axis) => rest[axis]! + edges[2 * axis]! + edges[2 * axis + 1]!);
    const fits = padded.every((length, axis) => length % blocks[axis]! === 0);
    node.ensure(
      fits,
      `[${padded.join(', ')}] cannot be cut into blocks of [${blocks.join(', ')}].`,
    );
    const count = blocks.reduce((product, block) => product * block, 1);
    const shape = [
      batches * count,
      ...padded.map((n, axis) => n / blocks[axis]!),
      ...rest.slice(blocks.length),
    ];
    const along = input.shape.map((length, axis) => (index: readonly number[]) => {
      if (axis === 0) return index[0]! % batches;
      if (axis > blocks.length) return index[axis]!;
      const part = partOf(Math.floor(index[0]! / batches), blocks, axis - 1);
      const at = index[axis]! * blocks[axis - 1]! + part - edges[2 * axis - 2]!;
      return at >= 0 && at < length ? at : NOWHERE;
    });
    return moveByAxis(node, input, shape, along, zeroOf(node));
  },
};

export const batchToSpace: Kernel = {
  values: [1, 2],
  prepare: (node) => {
    const input = node.input(0);
    const { blocks, edges } = spaces(node);
    const [all, ...rest] = input.shape as [number, ...number[]];
    const count = blocks.reduce((product, block) => product * block, 1);
    const batches = all / count;
    node.ensure(Number.isInteger(batches), `A batch of ${all} is no multiple of ${count}.`);
    const cut = blocks.map(
      (block, axis) => rest[axis]! * block - edges[2 * axis]! - edges[2 * axis + 1]!,
    );
    const shape = [batches, ...cut, ...rest.slice(blocks.length)];
    const from = (index: readonly number[], axis: number) => index[axis]! + edges[2 * axis - 2]!;
    const along = input.shape.map((_, axis) => (index: readonly number[]) => {
      if (axis > blocks.length) return index[axis]!;
      if (axis > 0) return Math.floor(from(index, axis) / blocks[axis - 1]!);
      const parts = blocks.reduce((sum, block, i) => sum * block + (from(index, i + 1) % block), 0);
      return parts * batches + index[0]!;
    });
    return moveByAxis(node, input, shape, along);
  },
};

/** Block sizes, and what is added or cut before and after each axis. */
function spaces(node: Node): {
  readonly blocks: readonly number[];
  readonly edges: readonly number[];
} {
  const blocks = node.integers(1);
  const edges = node.integers(2);
  const { shape } = node.input(0);
  const isSound =
    shape.length > blocks.length &&
    edges.length === 2 * blocks.length &&
    blocks.every((block) => block > 0) &&
    edges.every((edge) => edge >= 0);
  node.ensure(
    isSound,
    `Blocks [${blocks.join(', ')}] with edges [${edges.join(', ')}] do not fit [${shape.join(', ')}].`,
  );
  return { blocks, edges };
}

/** The place within the block, along one axis, of the n-th part. */
function partOf(n: number, blocks: readonly number[], axis: number): number {
  const later = blocks.slice(axis + 1).reduce((product, block) => product * block, 1);
  return Math.floor(n / later) % blocks[axis]!;
}
