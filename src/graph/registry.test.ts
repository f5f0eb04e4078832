/** Every declaration against TensorFlow's own registry (scripts/fixtures/make_op_registry_fixture.py). */
import { describe, expect, test } from 'vitest';
import { DTYPES } from '#tensor';
import fixture from '../../tests/fixtures/engine/op-registry.json?raw';
import { OPS } from '.';
import type { ArgDeclaration } from './declaration';

interface TensorFlowAttr {
  readonly kind: string;
  readonly default?: unknown;
  readonly allowed?: readonly string[];
}

interface TensorFlowOp {
  readonly inputs: readonly ArgDeclaration[];
  readonly outputs: readonly ArgDeclaration[];
  readonly attrs: Readonly<Record<string, TensorFlowAttr>>;
  readonly isStateful: boolean;
}

const { ops } = JSON.parse(fixture) as { readonly ops: Readonly<Record<string, TensorFlowOp>> };

test('the fixture holds every op that is declared, and no other', () => {
  expect([...OPS.keys()].sort()).toEqual(Object.keys(ops).sort());
});

describe.each(Object.entries(ops))('%s', (name, tensorFlow) => {
  const declared = OPS.get(name)!;

  test('has the arguments that TensorFlow declares', () => {
    expect(declared.inputs).toEqual(tensorFlow.inputs);
    expect(declared.outputs).toEqual(tensorFlow.outputs);
    expect(declared.isStateful).toBe(tensorFlow.isStateful);
  });

  test('has attributes of TensorFlow’s kinds, defaults and dtypes', () => {
    for (const [attr, { kind, default: value, allowed }] of Object.entries(declared.attrs)) {
      const there = tensorFlow.attrs[attr];
      expect(there?.kind, attr).toBe(kind);
      if (value !== undefined) expect(value, attr).toEqual(there?.default);
      const known = there?.allowed?.filter((dtype) => Object.hasOwn(DTYPES, dtype));
      expect(allowed && new Set(allowed), attr).toEqual(known && new Set(known));
    }
  });

  test('has every attribute that TensorFlow requires', () => {
    const counts = tensorFlow.inputs.map(({ count }) => count);
    const required = Object.entries(tensorFlow.attrs)
      .filter(([attr, { default: value }]) => value === undefined && !counts.includes(attr))
      .map(([attr]) => attr);
    expect(Object.keys(declared.attrs)).toEqual(expect.arrayContaining(required));
  });
});
