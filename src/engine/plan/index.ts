export * from './plan';
export { buildPlan, isUncovered, type Uncovered } from './build-plan';
export { tensorsOf, type Operands } from './operands';
export { placeTensors, type Placement } from './placement';
export { runRoutine, type Run, type TrainingRun } from './reference';
