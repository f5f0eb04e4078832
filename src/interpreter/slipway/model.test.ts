/** Models whose memory moves while they are open, as it does whenever another model needs room. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTflite } from '#formats/tflite';
import { loadLiteBinary, Simd, simdTier } from '#simd';
import { DTYPES, NDArray, sizeOf } from '#tensor';
import { SlipwayModel } from './model';

const FOLDER = 'tests/fixtures/tflite';
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => /^(branches|conv|depthwise)\/.*\.tflite$/.test(name))
  .sort();

const binary = await loadLiteBinary(simdTier()!);

/** The outputs for ones, three times: memory moves after the first and after the second. */
function answers(path: string): unknown[] {
  const model = readTflite(new Uint8Array(readFileSync(`${FOLDER}/${path}`)));
  const simd = new Simd(binary);
  const opened = new SlipwayModel(model, simd);
  const { tensors, inputs, outputs } = model.subgraphs[0]!;
  const ask = () => {
    inputs.forEach((index, position) => {
      const { type, shape } = tensors[index]!;
      const dtype = type.toLowerCase() as NDArray['dtype'];
      const data = new DTYPES[dtype].array(sizeOf(shape)).fill(1 as never);
      opened.setInput(position, new NDArray(data, shape, dtype));
    });
    opened.invoke();
    return outputs.map((_, position) => opened.output(position).data.slice());
  };
  return [0, 1, 2].map(() => {
    const answer = ask();
    simd.memory.grow(1);
    return answer;
  });
}

test.each(FILES)('%s answers the same after its memory has moved', (path) => {
  const [first, second, third] = answers(path);
  expect(second).toEqual(first);
  expect(third).toEqual(first);
});
