/** What becomes of nodes that have no place in a plan. */
import { expect, test } from 'vitest';
import { GraphBuilder } from '#graph';
import { inference } from '../testing';
import { buildPlan } from './build-plan';

test('what comes after a shape that fits no batch is not covered either', () => {
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'float32', shape: [null, 8] });
  const best = g.addNode('ArgMax', [x, -1]).cast('float32');
  const out = x.add(best).exp();
  const program = inference(g.build(), [x], [out]);
  expect(buildPlan(program)).toEqual({ ops: ['AddV2 with a batch of a fixed size'] });
});
