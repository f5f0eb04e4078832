import { expect, test } from 'vitest';
import type { OptimizerSpec } from '../../backend';
import { type Plan } from '../../plan';
import { planOf } from '../../plan/testing-session';
import { cnn, mlp } from '../../testing-models';
import { updateRule } from '../../update-rule';
import { FreshTensors } from '../lower/fresh-tensors';
import { lower } from '../lower/lower';
import { inlineMaps } from './inline';
import { type Segment, segmentsOf, tensorsIn } from './segments';

const LESSON = { inputs: 784, hidden: 256, classes: 10, rate: 0.2 };

function segmentsOfStep(plan: Plan): Segment[] {
  const rule = updateRule(plan.optimizer as OptimizerSpec);
  const items = lower(plan.step.ops, rule, new FreshTensors(plan.tensors.length));
  return segmentsOf(inlineMaps(items, plan.step.results));
}

function kindsByLevel(segments: readonly Segment[]): string[][] {
  const levels: string[][] = [];
  for (const segment of segments) {
    const kind = segment.kind === 'group' ? segment.mode : segment.kind;
    (levels[segment.level] ??= []).push(kind);
  }
  return levels.map((level) => level.sort());
}

test("the lesson's step: the layer, the head with the way back, all updates beside the totals", () => {
  const levels = kindsByLevel(segmentsOfStep(planOf(mlp(LESSON).program)));
  expect(levels).toEqual([['gemm'], ['rows'], ['gemm', 'gemm', 'whole', 'whole']]);
});

test('no segment writes what another one of its level reads or writes', () => {
  for (const { program } of [mlp(LESSON), cnn([16, 32])]) {
    const segments = segmentsOfStep(planOf(program));
    for (const segment of segments) {
      const written = new Set(tensorsIn(segment).writes.map(({ id }) => id));
      const others = segments.filter((one) => one !== segment && one.level === segment.level);
      for (const other of others) {
        const { reads, writes } = tensorsIn(other);
        expect([...reads, ...writes].filter(({ id }) => written.has(id))).toEqual([]);
      }
    }
  }
});

test('weights change only behind the last level that reads them', () => {
  const plan = planOf(cnn([16, 32]).program);
  const segments = segmentsOfStep(plan);
  for (const { id } of plan.variables) {
    const levelsOf = (key: 'reads' | 'writes') =>
      segments
        .filter((segment) => tensorsIn(segment)[key].some((tensor) => tensor.id === id))
        .map(({ level }) => level);
    expect(Math.max(...levelsOf('reads'))).toBe(Math.max(...levelsOf('writes')));
    expect(levelsOf('writes')).toHaveLength(1);
  }
});
