import { expect, test } from 'vitest';
import { OPS } from '#graph';
import fixture from '../../../../tests/fixtures/engine/op-registry.json?raw';
import { attrDefault } from './attr-defaults';

type TensorFlowOps = Record<string, { attrs: Record<string, { default?: unknown }> }>;

/** Defaults that no graph here can have: a shape of unknown rank, and uint64. */
const NOT_HERE = new Set(['Placeholder.shape', 'StatelessRandomUniformFullIntV2.dtype']);

test("what is left out is what TensorFlow's registry fills in", () => {
  const { ops } = JSON.parse(fixture) as { ops: TensorFlowOps };
  for (const [op, { attrs }] of OPS) {
    for (const attr of Object.keys(attrs)) {
      if (NOT_HERE.has(`${op}.${attr}`)) continue;
      expect(attrDefault(op, attr), `${op}.${attr}`).toEqual(ops[op]!.attrs[attr]!.default);
    }
  }
});
