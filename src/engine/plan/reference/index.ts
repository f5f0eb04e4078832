/** Plans computed in plain TypeScript, each operation rounded to float32: what the engines are measured against. */
export { runOp, runRoutine } from './run';
export type { Run, TrainingRun } from './kernel';
