/** Every case there is, for this room's own tests and for those of the engines. */
import type { OptimizerSpec } from '../backend';
import { type PlanCase, planCase } from './testing-case';
import { ELEMENTWISE_CASES } from './testing-cases-elementwise';
import { LINEAR_CASES } from './testing-cases-linear';
import { ROW_CASES } from './testing-cases-rows';

export { CASE_BATCH, type PlanCase } from './testing-case';

const RATE = { learning_rate: 0.05 };

const OPTIMIZERS: readonly OptimizerSpec[] = [
  { className: 'SGD', config: { ...RATE, momentum: 0.9 } },
  { className: 'SGD', config: { ...RATE, momentum: 0.9, nesterov: true, weight_decay: 0.1 } },
  { className: 'RMSprop', config: RATE },
  { className: 'RMSprop', config: { ...RATE, momentum: 0.5, centered: true } },
  { className: 'Adam', config: RATE },
  { className: 'AdamW', config: { ...RATE, weight_decay: 0.01 } },
  { className: 'Adam', config: { ...RATE, clipnorm: 0.5 } },
  { className: 'Adam', config: { ...RATE, global_clipnorm: 0.5 } },
  { className: 'SGD', config: { ...RATE, clipvalue: 0.02 } },
];

const TRAINED: readonly PlanCase[] = OPTIMIZERS.map((optimizer) =>
  planCase(
    `a layer with ${optimizer.className} ${JSON.stringify(optimizer.config)}`,
    (b) => b.op('BiasAdd', [b.op('MatMul', [b.input(5), b.weight(5, 4)]), b.weight(4)]),
    { optimizer, isSmooth: false },
  ),
);

export const PLAN_CASES: readonly PlanCase[] = [
  ...ELEMENTWISE_CASES,
  ...ROW_CASES,
  ...LINEAR_CASES,
  ...TRAINED,
];
