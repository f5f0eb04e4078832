import { expect, test } from 'vitest';
import { loadFixture, runSignature, valuesOf } from '../../../tests/conformance/executor-fixtures';
import { makeTensor } from '../tensor';
import { Philox } from './philox';

/** Known answers of the generator's authors, for Philox 4x32-10. */
test('makes the words that its authors published', () => {
  const zeros = new Philox([0, 0], [0, 0, 0, 0]);
  expect(zeros.next()).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  const ones = new Philox([0xffffffff, 0xffffffff], new Array<number>(4).fill(0xffffffff));
  expect(ones.next()).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
  const pi = new Philox([0xa4093822, 0x299f31d0], [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]);
  expect(pi.next()).toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]);
});

test('skips as far as it would have gone', () => {
  const near = new Philox([1, 2], [0xfffffffe, 0xffffffff, 3, 4]);
  const far = near.clone();
  for (let i = 0; i < 5; i++) near.next();
  far.skip(5);
  expect(far.next()).toEqual(near.next());
});

async function noisy(seed: number | undefined): Promise<readonly (readonly (number | string)[])[]> {
  const session = await loadFixture('saved-model/dropout-alive', seed);
  const { inputs } = session.metaGraph.signatureDef['noisy']!;
  const [key, info] = Object.entries(inputs)[0]!;
  const shape = info.tensorShape!.dim.map(({ size }) => Math.max(Number(size), 4));
  const count = shape.reduce((product, size) => product * size, 1);
  const x = makeTensor('float32', shape, new Float32Array(count).fill(1));
  const answer = () =>
    Object.values(runSignature(session, 'noisy', { [key]: x })).flatMap(valuesOf);
  return [answer(), answer(), answer()];
}

test('a model with its dropout alive answers each request otherwise', async () => {
  const [first, second, third] = await noisy(undefined);
  expect(second).not.toEqual(first);
  expect(third).not.toEqual(second);
});

test('the same seed gives the same sequence of answers', async () => {
  expect(await noisy(5)).toEqual(await noisy(5));
});
