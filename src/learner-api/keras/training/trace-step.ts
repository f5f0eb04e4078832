/**
 * The graph of one step: the model, its losses and metrics, as a program for the engine. Feeds are the model's inputs,
 * then the targets of each output, then (if there are any) the sample weights of each output.
 */
import type { Program } from '#engine';
import { ValueError } from '#errors';
import { cast, shape, type GraphBuilder, type Shape, type SymbolicTensor } from '#graph';
import { reducedLoss } from '../losses';
import type { Metric, MetricTrace } from '../metrics';
import { traceModel, type Model } from '../models';
import type { CompiledState } from './compiled-state';
import { objectivesOf, type Objective } from './objectives';
import { Totals } from './totals';

export interface TracedStep {
  readonly program: Program;
  readonly totals: Totals;
  readonly objectives: readonly Objective[];
  /** Number of classes of each output. */
  readonly outputShapes: readonly Shape[];
}

export interface StepSpec {
  readonly training: boolean;
  readonly inputShapes: readonly Shape[] | undefined;
  readonly outputNames: readonly string[];
  /** Shapes of the targets, `null` for the batch. */
  readonly targets: readonly Shape[];
  /** Shapes of the sample weights; empty = none. */
  readonly weights: readonly Shape[];
}

interface Placed {
  readonly objective: Objective;
  /** Prefix of names in the logs, for models with several outputs. */
  readonly prefix: string;
  readonly target: SymbolicTensor;
  readonly output: SymbolicTensor;
  readonly weight: SymbolicTensor | undefined;
}

/**
 * Traces the model with its losses and metrics.
 *
 * @throws ValueError when there is no loss, or shapes do not fit, with Keras's message
 */
export function traceStep(model: Model, state: CompiledState, spec: StepSpec): TracedStep {
  const { builder, inputs, outputs, regularizationLosses } = traceModel(model, {
    training: spec.training,
    ...(spec.inputShapes ? { inputShapes: spec.inputShapes } : {}),
  });
  const targets = feedsOf(builder, 'y_true', spec.targets);
  const weights = feedsOf(builder, 'sample_weight', spec.weights);
  const pairs = outputs.map((output, i) => ({
    name: spec.outputNames[i]!,
    target: targets[i]!,
    output,
  }));
  const objectives = objectivesOf(state.options, pairs);
  const placed = pairs.map(({ target, output, name }, i) => ({
    objective: objectives[i]!,
    prefix: outputs.length > 1 ? `${name}_` : '',
    target,
    output,
    weight: weights[i],
  }));
  const totals = new Totals();
  const loss = addLosses(totals, placed, regularizationLosses);
  addMetrics(totals, placed, state.directions);
  if (spec.training) state.trainable ??= [...model.trainable_variables];
  const program: Program = {
    graph: builder.build(),
    feeds: [...inputs, ...targets, ...weights],
    fetches: [],
    totals: totals.tensors,
    ...(spec.training
      ? { training: { loss, optimizer: state.optimizer.spec(), trainable: state.trainable! } }
      : {}),
  };
  return { program, totals, objectives, outputShapes: outputs.map((output) => output.shape) };
}

function feedsOf(builder: GraphBuilder, name: string, shapes: readonly Shape[]): SymbolicTensor[] {
  return shapes.map((spec) => builder.placeholder(name, { dtype: 'float32', shape: spec }));
}

/** The sum of all weighted losses. Its mean, and those of the outputs where there are several, go to the totals. */
function addLosses(
  totals: Totals,
  placed: readonly Placed[],
  regularization: readonly SymbolicTensor[],
): SymbolicTensor {
  const batch = cast(shape(placed[0]!.output).at(0), 'float32');
  const losses = placed.flatMap(({ objective, prefix, target, output, weight }) =>
    objective.loss
      ? [{ objective, prefix, value: reducedLoss(objective.loss, target, output, weight) }]
      : [],
  );
  const terms = losses.map(({ objective: { lossWeight }, value }) =>
    lossWeight === 1 ? value : value.mul(lossWeight),
  );
  const total = sum([...terms, ...regularization]);
  totals.add('loss', meanOverSamples(total, batch));
  if (losses.length > 1) {
    for (const { prefix, value } of losses) {
      totals.add(`${prefix}loss`, meanOverBatches(value));
    }
  }
  return total;
}

function addMetrics(
  totals: Totals,
  placed: readonly Placed[],
  directions: Map<string, 'up' | 'down'>,
): void {
  const add = (name: string, metric: Metric, trace: MetricTrace) => {
    const free = totals.add(name, trace);
    if (metric.direction) directions.set(free, metric.direction);
  };
  for (const { objective, prefix, target, output } of placed) {
    for (const metric of objective.metrics) {
      add(`${prefix}${metric.name}`, metric, metric.trace(target, output));
    }
  }
  for (const { objective, prefix, target, output, weight } of placed) {
    for (const metric of objective.weightedMetrics) {
      const plain = `${prefix}${metric.name}`;
      const name = totals.has(plain) ? `${prefix}weighted_${metric.name}` : plain;
      add(name, metric, metric.trace(target, output, weight));
    }
  }
}

function meanOverSamples(value: SymbolicTensor, batch: SymbolicTensor): MetricTrace {
  return {
    totals: [value.mul(batch)],
    result: ([total], samples) => Math.fround(total![0]! / samples),
  };
}

/** Keras does not know the size of a batch where it averages the losses of single outputs: all batches count alike. */
function meanOverBatches(value: SymbolicTensor): MetricTrace {
  return {
    totals: [value, value.builder.constant(1, 'float32')],
    result: ([total, batches]) => Math.fround(total![0]! / batches![0]!),
  };
}

function sum(terms: readonly SymbolicTensor[]): SymbolicTensor {
  const [first, ...rest] = terms;
  if (!first) {
    throw new ValueError('No loss to compute. Provide a `loss` argument in `compile()`.');
  }
  return rest.reduce((total, term) => total.add(term), first);
}
