import { readFileSync } from 'node:fs';
import { test, expect } from 'vitest';
import { readTflite } from '#formats/tflite';
import { NDArray } from '#tensor';
import { startSlipway } from './slipway';
import { referenceRuntime } from './reference';
const pictures = new Uint8Array(readFileSync('/tmp/dd/x.bin'));
const runtimes = [await startSlipway(), referenceRuntime];
for (const name of ['mlp', 'cnn'])
  for (const mode of ['int8', 'dynamic', 'float'])
    test(`${name} ${mode}`, () => {
      const bytes = new Uint8Array(readFileSync(`/tmp/dd/${name}_${mode}.tflite`));
      const model = readTflite(bytes, 'x');
      const raw = new Uint8Array(readFileSync(`/tmp/dd/${name}_${mode}.out`));
      const wanted = mode === 'int8' ? raw : new Float32Array(raw.buffer);
      const count = wanted.length / 10;
      for (const runtime of runtimes) {
        if ((runtime.id === 'reference') !== (process.env.REF === '1')) continue;
        const m = runtime.load(bytes, model) as any;
        const shape = model.subgraphs[0]!.tensors[model.subgraphs[0]!.inputs[0]!]!.shape;
        let bad = 0,
          badFloat = 0;
        const input = (i: number) => {
          const p = pictures.subarray(i * 784, i * 784 + 784);
          return mode === 'int8'
            ? new NDArray(p, shape, 'uint8')
            : new NDArray(
                Float32Array.from(p, (v) => Math.fround(v) / Math.fround(255)),
                shape,
                'float32',
              );
        };
        for (let i = 0; i < count; i++) {
          m.setInput(0, input(i));
          m.invoke();
          const out = m.output(0).data;
          for (let j = 0; j < 10; j++) {
            const w = wanted[i * 10 + j]!;
            if (out[j] !== w) bad++;
            if (Math.abs(out[j] - w) > 1e-6 + 1e-5 * w) badFloat++;
          }
        }
        const N = Math.min(count, name === 'mlp' ? 2000 : 200);
        const inputs = Array.from({ length: N }, (_, i) => input(i));
        const times = [];
        for (let r = 0; r < 9; r++) {
          const t = performance.now();
          for (let i = 0; i < N; i++) {
            m.setInput(0, inputs[i]);
            m.invoke();
            m.output(0);
          }
          times.push(((performance.now() - t) / N) * 1000);
        }
        const t0 = performance.now();
        for (let i = 0; i < N; i++) m.invoke();
        const inv = ((performance.now() - t0) / N) * 1000;
        console.log(
          name,
          mode,
          runtime.id,
          runtime.device,
          'different',
          bad,
          badFloat,
          'of',
          count * 10,
          'us per picture',
          times.sort((a, b) => a - b)[4]!.toFixed(2),
          'min',
          times[0]!.toFixed(2),
          'invoke',
          inv.toFixed(2),
        );
      }
    }, 100000);
