/** Metrics of true and false positives at thresholds (keras/src/metrics/confusion_metrics.py). */
import { NotImplementedError, ValueError } from '#errors';
import type { Json } from '#formats/keras';
import type { SymbolicTensor } from '#graph';
import { checkOptions } from '../../python/options';
import { matchRanks } from '../losses/ranks';
import { Metric, type MetricOptions, type MetricTrace } from './metric';

export interface ThresholdOptions extends MetricOptions {
  /** Outputs above it count as positive, 0 … 1. Default: 0.5. */
  thresholds?: number | null;
  top_k?: null;
  class_id?: null;
}

/** Sums of sample weights (1 each, if there are none) in a 2×2 table at each threshold. */
interface ConfusionSums {
  readonly truePositives: SymbolicTensor;
  readonly falsePositives: SymbolicTensor;
  /** True positives and false negatives together. */
  readonly positives: SymbolicTensor;
  readonly negatives: SymbolicTensor;
}

abstract class ThresholdMetric extends Metric {
  readonly #thresholds: number | null;

  constructor(className: string, name: string, options: ThresholdOptions = {}) {
    checkOptions(`${className}.__init__`, options, THRESHOLD_OPTIONS);
    super(options.name ?? name, 'up');
    this.#thresholds = checkThreshold(className, options);
  }

  trace(yTrue: SymbolicTensor, yPred: SymbolicTensor, sampleWeight?: SymbolicTensor): MetricTrace {
    const sums = confusion(yTrue, yPred, [this.#thresholds ?? 0.5], sampleWeight);
    return {
      totals: [sums.truePositives, this.denominator(sums)],
      result: ([hits, all]) => Math.fround(divideNoNan(hits![0]!, all![0]!)),
    };
  }

  protected abstract denominator(sums: ConfusionSums): SymbolicTensor;

  override get_config(): Record<string, Json> {
    return { ...super.get_config(), thresholds: this.#thresholds, top_k: null, class_id: null };
  }
}

/** How much of what was called positive is positive. */
export class Precision extends ThresholdMetric {
  readonly className = 'Precision';
  constructor(options: ThresholdOptions = {}) {
    super('Precision', 'precision', options);
  }
  protected denominator({ truePositives, falsePositives }: ConfusionSums): SymbolicTensor {
    return truePositives.add(falsePositives);
  }
}

/** How much of what is positive was called so. */
export class Recall extends ThresholdMetric {
  readonly className = 'Recall';
  constructor(options: ThresholdOptions = {}) {
    super('Recall', 'recall', options);
  }
  protected denominator({ positives }: ConfusionSums): SymbolicTensor {
    return positives;
  }
}

export interface AUCOptions extends MetricOptions {
  /** Default: 200. */
  num_thresholds?: number;
  /** Default: "ROC". */
  curve?: 'ROC' | 'PR';
  from_logits?: boolean;
}

/** Area under the ROC or precision-recall curve, by linear interpolation between thresholds. */
export class AUC extends Metric {
  /** It takes no arguments by position. */
  static readonly args: readonly string[] = [];
  readonly className = 'AUC';
  readonly #thresholds: readonly number[];
  readonly #curve: 'ROC' | 'PR';
  readonly #fromLogits: boolean;

  constructor(options: AUCOptions = {}) {
    checkOptions('AUC.__init__', options, ['name', 'dtype', ...Object.keys(AUC_DEFAULTS)]);
    super(options.name ?? 'auc', 'up');
    const { num_thresholds = 200, curve = 'ROC', from_logits = false } = options;
    checkImplemented(options);
    if (curve !== 'ROC' && curve !== 'PR') {
      throw new NotImplementedError(`keras.metrics.AUC(curve=${String(curve)}) is not there yet.`);
    }
    if (num_thresholds <= 1)
      throw new ValueError(
        `Argument \`num_thresholds\` must be an integer > 1. Received: num_thresholds=${num_thresholds}`,
      );
    this.#curve = curve;
    this.#fromLogits = from_logits;
    const step = 1 / (num_thresholds - 1);
    const inner = Array.from({ length: num_thresholds - 2 }, (_, i) => (i + 1) * step);
    this.#thresholds = [-1e-7, ...inner, 1 + 1e-7];
  }

  trace(yTrue: SymbolicTensor, yPred: SymbolicTensor, sampleWeight?: SymbolicTensor): MetricTrace {
    const outputs = this.#fromLogits ? yPred.builder.addNode('Sigmoid', [yPred]) : yPred;
    const sums = confusion(yTrue, outputs, this.#thresholds, sampleWeight);
    return {
      totals: [sums.truePositives, sums.falsePositives, sums.positives, sums.negatives],
      result: ([tp, fp, positives, negatives]) => {
        const area = this.#curve === 'ROC' ? rocArea : prArea;
        const hits = Array.from(tp!);
        return Math.fround(area(hits, Array.from(fp!), positives![0]!, negatives![0]!));
      },
    };
  }

  override get_config(): Record<string, Json> {
    return {
      ...super.get_config(),
      ...AUC_DEFAULTS,
      num_thresholds: this.#thresholds.length,
      curve: this.#curve,
      from_logits: this.#fromLogits,
    };
  }
}

const THRESHOLD_OPTIONS = ['thresholds', 'top_k', 'class_id', 'name', 'dtype'];
const AUC_DEFAULTS = {
  num_thresholds: 200,
  curve: 'ROC',
  summation_method: 'interpolation',
  multi_label: false,
  num_labels: null,
  label_weights: null,
  from_logits: false,
};

function confusion(
  yTrue: SymbolicTensor,
  yPred: SymbolicTensor,
  thresholds: readonly number[],
  sampleWeight: SymbolicTensor | undefined,
): ConfusionSums {
  const [target, output] = matchRanks(yTrue, yPred);
  const isPositive = target.not_equal(0).cast('float32');
  const weight = sampleWeight && spread(sampleWeight, output);
  const column = (x: SymbolicTensor) => x.reshape([-1, 1]);
  const flat = (x: SymbolicTensor) => column(weight ? x.mul(weight) : x);
  const row = output.builder.constant(thresholds, 'float32');
  const isCalled = column(output).greater(row).cast('float32');
  const positives = flat(isPositive);
  const negatives = flat(isPositive.neg().add(1));
  return {
    truePositives: isCalled.mul(positives).sum({ axis: 0 }),
    falsePositives: isCalled.mul(negatives).sum({ axis: 0 }),
    positives: positives.sum(),
    negatives: negatives.sum(),
  };
}

/** Weights for each element of the output. */
function spread(sampleWeight: SymbolicTensor, output: SymbolicTensor): SymbolicTensor {
  const dims = Array.from({ length: output.ndim }, (_, i) => (i < sampleWeight.ndim ? -1 : 1));
  const weight = output.ndim > sampleWeight.ndim ? sampleWeight.reshape(dims) : sampleWeight;
  return output.mul(0).add(1).mul(weight);
}

function rocArea(tp: number[], fp: number[], positives: number, negatives: number): number {
  const y = tp.map((hits) => divideNoNan(hits, positives));
  const x = fp.map((misses) => divideNoNan(misses, negatives));
  return sumPairs(tp.length, (i) => (x[i]! - x[i + 1]!) * ((y[i]! + y[i + 1]!) / 2));
}

/** Davis and Goadrich's interpolation, as Keras has it. */
function prArea(tp: number[], fp: number[], positives: number): number {
  const called = tp.map((hits, i) => hits + fp[i]!);
  return sumPairs(tp.length, (i) => {
    const gained = tp[i]! - tp[i + 1]!;
    const slope = divideNoNan(gained, Math.max(called[i]! - called[i + 1]!, 0));
    const intercept = tp[i + 1]! - slope * called[i + 1]!;
    const isRatioSafe = called[i]! > 0 && called[i + 1]! > 0;
    const ratio = isRatioSafe ? called[i]! / called[i + 1]! : 1;
    return divideNoNan(slope * (gained + intercept * Math.log(ratio)), positives);
  });
}

function sumPairs(length: number, term: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i + 1 < length; i++) sum += term(i);
  return sum;
}

function divideNoNan(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}

function checkThreshold(className: string, options: ThresholdOptions): number | null {
  const { thresholds = null, top_k = null, class_id = null } = options;
  if (top_k !== null || class_id !== null || Array.isArray(thresholds)) {
    throw new NotImplementedError(
      `keras.metrics.${className} with \`top_k\`, \`class_id\` or several thresholds is not there yet.`,
    );
  }
  if (thresholds !== null && !(thresholds >= 0 && thresholds <= 1)) {
    throw new ValueError(`Threshold values must be in [0, 1]. Received: [${thresholds}]`);
  }
  return thresholds;
}

function checkImplemented(options: AUCOptions): void {
  const given: Record<string, unknown> = { ...AUC_DEFAULTS, ...options };
  for (const key of ['summation_method', 'multi_label', 'num_labels', 'label_weights'] as const) {
    if (given[key] === AUC_DEFAULTS[key]) continue;
    throw new NotImplementedError(`keras.metrics.AUC(${key}=…) is not there yet.`);
  }
}
