/** The dense layers of the lesson's model (784-256-10). Run by hand: npx vitest bench --run --project node src/executor */
import { bench, describe } from 'vitest';
import { KernelCall, type KernelNode } from '../../kernel';
import { makeTensor, type Tensor } from '../../tensor';
import { MATMUL } from './matmul';

const node = { name: 'dense', op: 'MatMul', attr: {} } as unknown as KernelNode;

function random(rows: number, columns: number): Tensor {
  const data = Float32Array.from({ length: rows * columns }, () => Math.random() - 0.5);
  return makeTensor('float32', [rows, columns], data);
}

describe('784 by 256, then 256 by 10', () => {
  const [first, second] = [random(784, 256), random(256, 10)];
  for (const rows of [1, 3, 100]) {
    const images = random(rows, 784);
    bench(`${rows} images`, () => {
      const [hidden] = MATMUL.MatMul!(new KernelCall(node, [images, first]));
      MATMUL.MatMul!(new KernelCall(node, [hidden!, second]));
    });
  }
});
