/** Resizing images, and moving blocks of pixels between space, depth and batch. */
import { sizeOf } from '#tensor';
import { bool, int, text, type } from './attr-declaration';
import { declare, INDEX, NUMBERS, type InferContext, type OpDeclaration } from './declaration';
import type { Shape } from './graph';
import { requireRank, requireRankAtLeast, ShapeError, type Dim } from './shapes';

function inferResize(node: InferContext): Shape {
  const images = node.shape(0);
  requireRank(images, 4);
  const sizes = node.sizes(1);
  if (sizes.length !== 2) throw new ShapeError(`Dimension must be 2 but is ${sizes.length}`);
  if (sizes.some((size) => size !== null && size <= 0))
    throw new ShapeError('output dimensions must be positive');
  return [images[0]!, sizes[0]!, sizes[1]!, images[3]!];
}

const divided = (dim: Dim, by: number): Dim => {
  if (dim === null) return null;
  if (dim % by !== 0)
    throw new ShapeError(`Dimension size must be evenly divisible by ${by} but is ${dim}`);
  return dim / by;
};
const multiplied = (dim: Dim, by: number): Dim => (dim === null ? null : dim * by);

/** @param space what happens to rows and columns @param depth what happens to channels, given the block's area */
const inferBlocks =
  (space: typeof divided, depth: typeof divided) =>
  (node: InferContext): Shape => {
    const input = node.shape(0);
    requireRank(input, 4);
    const block = node.attrs['block_size'] as number;
    if (block < 2) throw new ShapeError(`Block size should be > 1, but was: ${block}`);
    const isFirst = node.attrs['data_format'] === 'NCHW';
    const channel = isFirst ? 1 : 3;
    return input.map((dim, axis) => {
      if (axis === 0) return dim;
      return axis === channel ? depth(dim, block * block) : space(dim, block);
    });
  };

/** Block sizes, and zeros added or dropped before and after, of the dimensions behind the batch. */
function blocksOf(
  node: InferContext,
): { blocks: readonly number[]; edges: readonly number[] } | undefined {
  const [blocks, edges] = [node.constant(1), node.constant(2)];
  if (!blocks || !edges) return undefined;
  if (edges.length !== 2 * blocks.length || blocks.some((block) => block < 1))
    throw new ShapeError('block_shape must be positive, with a pair of edges each');
  if (edges.some((edge) => edge < 0)) throw new ShapeError('paddings must be non-negative');
  return { blocks, edges };
}

const inferBatchBlocks =
  (isToBatch: boolean) =>
  (node: InferContext): Shape => {
    const input = node.shape(0);
    const count = node.shape(1)[0] ?? 0;
    requireRankAtLeast(input, count + 1);
    const known = blocksOf(node);
    const rest = input.slice(count + 1);
    if (!known) return [...input.slice(0, count + 1).map(() => null), ...rest];
    const area = sizeOf(known.blocks);
    const space = known.blocks.map((block, i) => {
      const dim = input[i + 1]!;
      const edge = known.edges[2 * i]! + known.edges[2 * i + 1]!;
      if (isToBatch) return divided(dim === null ? null : dim + edge, block);
      return dim === null ? null : dim * block - edge;
    });
    if (space.some((dim) => dim !== null && dim < 0))
      throw new ShapeError('Negative dimension size caused by cropping');
    const batch = isToBatch ? multiplied(input[0]!, area) : divided(input[0]!, area);
    return [batch, ...space, ...rest];
  };

const RESIZE = { align_corners: bool(false), half_pixel_centers: bool(false) };
const IMAGES = NUMBERS.filter((dtype) => dtype !== 'uint32');
const BLOCKS = { T: type(), block_size: int(), data_format: text('NHWC') };

export const IMAGE: Readonly<Record<string, OpDeclaration>> = {
  ResizeBilinear: declare(
    'images:T size:int32 -> resized_images:float32',
    { T: type(IMAGES), ...RESIZE },
    inferResize,
  ),
  ResizeNearestNeighbor: declare(
    'images:T size:int32 -> resized_images:T',
    { T: type(IMAGES), ...RESIZE },
    inferResize,
  ),
  DepthToSpace: declare('input:T -> output:T', BLOCKS, inferBlocks(multiplied, divided)),
  SpaceToDepth: declare('input:T -> output:T', BLOCKS, inferBlocks(divided, multiplied)),
  SpaceToBatchND: declare(
    'input:T block_shape:Tblock_shape paddings:Tpaddings -> output:T',
    { T: type(), Tblock_shape: type(INDEX), Tpaddings: type(INDEX) },
    inferBatchBlocks(true),
  ),
  BatchToSpaceND: declare(
    'input:T block_shape:Tblock_shape crops:Tcrops -> output:T',
    { T: type(), Tblock_shape: type(INDEX), Tcrops: type(INDEX) },
    inferBatchBlocks(false),
  ),
};
