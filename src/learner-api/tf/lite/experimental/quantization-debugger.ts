/**
 * `tf.lite.experimental.QuantizationDebugger`. Source of the behaviour:
 * tensorflow/lite/tools/optimize/debugging/python/debugger.py of TensorFlow 2.21.
 */
import { NotImplementedError, PyRuntimeError, PyTypeError, ValueError } from '#errors';
import type { QuantizationOutput } from '#protocol';
import { NDArray } from '#tensor';
import { pythonClass, type PythonClass } from '../../../python/class';
import { checkOptions } from '../../../python/options';
import { typeName } from '../../../python/type-name';
import { getRuntime } from '../../../runtime';
import { checkDataset, openDataset } from '../dataset';
import { SampleProgress } from '../sample-progress';
import { buildDebugModel, type DebugModel } from './debug-model';
import { checkModelOptions, openModels, type ModelOptions } from './debug-models';
import { DebugRun, type DebugSample, type LayerErrors } from './debug-run';
import { quantizationReport } from './report';
import { statisticsTable, type LayerStatistics } from './statistics-table';

type Samples = Iterable<DebugSample> | AsyncIterable<DebugSample>;

export interface QuantizationDebuggerOptions extends ModelOptions {
  /** A generator function, sync or async, that yields a list of arrays, one for each input. */
  readonly debug_dataset?: (() => Samples | Promise<Samples>) | null;
  readonly debug_options?: null;
}

/** Where `layer_statistics_dump` writes: a path, a function that takes text, or what has such a `write`. */
export type DumpTarget = string | ((text: string) => unknown) | { write(text: string): unknown };

const DATASET = 'debug_dataset';
const NAMES = [
  'quant_debug_model_path',
  'quant_debug_model_content',
  'float_model_path',
  'float_model_content',
  'debug_dataset',
  'debug_options',
  'converter',
];

interface Result {
  readonly debug: DebugModel;
  readonly errors: LayerErrors;
}

export class QuantizationDebuggerClass {
  static readonly class_name: string = 'QuantizationDebugger';
  /** Metrics by the name of each quantized op's output, means over the samples. Null before `run`. */
  layer_statistics: LayerStatistics | null = null;
  readonly #options: QuantizationDebuggerOptions;
  #result: Result | undefined;

  constructor(options: QuantizationDebuggerOptions = {}) {
    checkOptions('QuantizationDebugger.__init__', options, NAMES);
    if (options.debug_options) {
      throw new NotImplementedError('QuantizationDebugger(debug_options=…) is not there yet.', {
        hint: 'Leave it out: layer_statistics has the usual metrics.',
      });
    }
    checkModelOptions(options);
    checkDataset(options.debug_dataset, DATASET);
    this.#options = options;
  }

  /**
   * `run()`: runs both models over the dataset and compares each op's result, given the same inputs.
   *
   * @throws ValueError when the model is not quantized or the two differ; KeyboardInterrupt after a Stop
   */
  async run(): Promise<void> {
    const { quantized, float } = await openModels(this.#options);
    const debug = buildDebugModel(quantized, float);
    if (debug.layers.length === 0) throw notQuantized();
    const errors = await runOver(debug, this.#options.debug_dataset!);
    this.#result = { debug, errors };
    this.layer_statistics = statisticsOf(this.#result);
  }

  /** `layer_statistics_dump(file)`: the statistics as CSV, one line for each op. */
  async layer_statistics_dump(file: DumpTarget): Promise<void> {
    const { debug } = this.#finished('layer_statistics_dump');
    const text = statisticsTable(debug, this.layer_statistics!);
    if (typeof file === 'string') {
      await getRuntime().workspace.write(file, new TextEncoder().encode(text));
    } else if (typeof file === 'function') await file(text);
    else if (typeof file === 'object' && file !== null && 'write' in file) await file.write(text);
    else throw notWritable(file);
  }

  /** For `display`: a table of all quantized tensors, and the explorer. */
  toDisplay(): QuantizationOutput {
    const { debug, errors } = this.#finished('display');
    return quantizationReport(debug, errors);
  }

  toString(): string {
    return '<QuantizationDebugger>';
  }

  #finished(what: string): Result {
    if (this.#result) return this.#result;
    throw new PyRuntimeError(`${what} needs results, and this QuantizationDebugger has not run.`, {
      hint: 'Write await debugger.run() first.',
    });
  }
}

async function runOver(
  debug: DebugModel,
  dataset: NonNullable<QuantizationDebuggerOptions['debug_dataset']>,
): Promise<LayerErrors> {
  const { count, samples } = await openDataset(dataset, DATASET);
  const progress = new SampleProgress('Comparing float and quantized', count);
  const run = new DebugRun(debug);
  let state: 'done' | 'failed' = 'failed';
  try {
    let seen = 0;
    for await (const sample of samples) {
      await run.add(checkedSample(sample));
      progress.sampleDone();
      seen += 1;
    }
    if (seen === 0) throw noSamples();
    state = 'done';
    return run.finish();
  } finally {
    progress.end(state);
    run.close();
  }
}

function statisticsOf({ debug, errors }: Result): LayerStatistics {
  const { tensors } = debug.model.subgraphs[0]!;
  return Object.fromEntries(
    debug.layers.map(({ quantized }) => [tensors[quantized]!.name, errors.get(quantized)!.metrics]),
  );
}

function checkedSample(sample: unknown): DebugSample {
  if (Array.isArray(sample) && sample.every((item) => item instanceof NDArray)) return sample;
  throw new PyTypeError(`debug_dataset yields a list of arrays, not ${typeName(sample)}`, {
    place: DATASET,
    hint: 'Yield a list with one array for each input: yield [x.slice(0, 1)].',
  });
}

function notQuantized(): ValueError {
  return new ValueError('Please check if the quantized model is in debug mode', {
    hint: 'No op of this model computes with integers. Set optimizations and a representative_dataset.',
  });
}

function noSamples(): ValueError {
  return new ValueError('debug_dataset yields no samples.', {
    place: DATASET,
    hint: 'Yield a list with one array for each input: yield [x.slice(0, 1)].',
  });
}

function notWritable(file: unknown): PyTypeError {
  return new PyTypeError('argument 1 must have a "write" method', {
    hint: `Give a path or a function such as print, not ${typeName(file)}.`,
  });
}

export const QuantizationDebugger: PythonClass<typeof QuantizationDebuggerClass> =
  pythonClass(QuantizationDebuggerClass);
export type QuantizationDebugger = QuantizationDebuggerClass;
