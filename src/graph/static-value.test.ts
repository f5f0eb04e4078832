import { expect, test } from 'vitest';
import { GraphBuilder, SymbolicTensor } from '.';

const builder = new GraphBuilder();
const image = builder.placeholder('image', { dtype: 'float32', shape: [null, 28, 28, 3] });
const sizes = builder.addNode('Shape', [image]);
const one = (index: number) => sizes.at(index);
const reshaped = (target: SymbolicTensor) => builder.addNode('Reshape', [image, target]).shape;

test('sizes that are sliced, multiplied and packed again are known where their sources are', () => {
  const area = one(1).mul(one(2)).mul(one(3));
  expect(reshaped(builder.addNode('Pack', [one(0), area]))).toEqual([null, 2352]);
  expect(reshaped(builder.addNode('Pack', [-1, area.floordiv(2)]))).toEqual([null, 1176]);
});

test('sizes of a tensordot are known: gathered, folded to a product, joined', () => {
  const free = builder.addNode('GatherV2', [sizes, [0, 1], 0]);
  const inner = builder.addNode('Prod', [builder.addNode('GatherV2', [sizes, [2, 3], 0]), [0]]);
  const both = builder.addNode('ConcatV2', [free, builder.addNode('Pack', [inner]), 0]);
  expect(reshaped(both)).toEqual([null, 28, 84]);
});

test('every output of a split of sizes is known', () => {
  const { node } = builder.addNode('Unpack', [sizes], { num: 4 });
  const [rows, channels] = [1, 3].map((index) => new SymbolicTensor(builder, node, index));
  expect(reshaped(builder.addNode('Pack', [-1, rows!, channels!]))).toEqual([null, 28, 3]);
});

test('axes counted up to the rank are constants', () => {
  const rank = builder.addNode('Rank', [image]);
  const axes = builder.addNode('Range', [1, rank, 1]);
  expect(builder.addNode('Sum', [image, axes], { keep_dims: true }).shape).toEqual([null, 1, 1, 1]);
});

test('sizes may be doubled as whole numbers or as floats', () => {
  const space = builder.addNode('StridedSlice', [sizes, [1], [3], [1]]);
  const doubled = space.mul(builder.constant([2, 2]));
  const halved = builder.addNode('RealDiv', [space.astype('float32'), 2]).astype('int32');
  const resized = (size: SymbolicTensor) => builder.addNode('ResizeBilinear', [image, size]).shape;
  expect(resized(doubled)).toEqual([null, 56, 56, 3]);
  expect(resized(halved)).toEqual([null, 14, 14, 3]);
});

test('what is computed from data is not known', () => {
  const largest = builder.addNode('Max', [image, [0, 1, 2, 3]]).astype('int32');
  const target = builder.addNode('Pack', [one(0), largest, 3]);
  expect(reshaped(target)).toEqual([null, null, 3]);
});
