/** One traced step with its data and its open session: what `fit` has for training and for validation. */
import { FunctionLoss, type Loss } from '../losses';
import { sparseCategoricalCrossentropy } from '../losses';
import type { Model } from '../models';
import type { Shape } from '#graph';
import type { NDArray } from '#tensor';
import type { Logs } from '../utils/progbar';
import type { CompiledState } from './compiled-state';
import { checkLabels, type TrainingData } from './data';
import { hostState } from './host-state';
import type { Patience } from './patience';
import { ProgramSession, type BatchSums } from './program-session';
import { traceStep, type TracedStep } from './trace-step';

export interface Phase {
  readonly step: TracedStep;
  readonly session: ProgramSession;
  readonly samples: number;
  /** Values by name, in the order in which they were compiled. */
  logs(result: { readonly sums: BatchSums; readonly samples: number }): Logs;
}

export interface PhaseOptions {
  readonly training: boolean;
  readonly what: string;
  readonly patience: Patience;
}

/** Traces the step, checks the labels, opens a session and binds the data. The caller closes the session. */
export async function openPhase(
  model: Model,
  state: CompiledState,
  data: TrainingData,
  { training, what, patience }: PhaseOptions,
): Promise<Phase> {
  const step = traceStep(model, state, {
    training,
    inputShapes: data.inputShapes,
    outputNames: data.outputNames,
    targets: data.targets.map(shapeOfRows),
    weights: data.weights.map(shapeOfRows),
  });
  step.objectives.forEach(({ loss }, i) => {
    if (takesClassNumbers(loss)) checkLabels(data.targets[i]!, step.outputShapes[i]!.at(-1)!);
  });
  const session = await ProgramSession.open({
    program: step.program,
    arrays: [...data.inputs, ...data.targets, ...data.weights],
    state: hostState(step.program, state.optimizer),
    what,
    patience,
  });
  return {
    step,
    session,
    samples: data.samples,
    logs: ({ sums, samples }) => step.totals.logs(sums, samples),
  };
}

function shapeOfRows({ shape }: NDArray): Shape {
  return [null, ...shape.slice(1)];
}

function takesClassNumbers(loss: Loss | undefined): boolean {
  if (!(loss instanceof FunctionLoss)) return false;
  return (
    loss.className === 'SparseCategoricalCrossentropy' || loss.fn === sparseCategoricalCrossentropy
  );
}
