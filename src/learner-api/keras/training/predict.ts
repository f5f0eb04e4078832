/** `model.predict`: the outputs, batch by batch, joined on the host. */
import type { Program } from '#engine';
import { KeyboardInterrupt, ValueError } from '#errors';
import { DTYPES, NDArray, type TypedArray } from '#tensor';
import { noteIfSynthetic } from '../../datasets';
import { checkOptions, isPlainObject } from '../../python/options';
import { getRuntime } from '../../runtime';
import { CallbackList } from '../callbacks';
import { traceModel, type Model } from '../models';
import { packNest } from '../nest';
import { checkCardinality, modelInputs, type ModelInputs } from './arrays';
import { cutBatches, inOrder } from './batches';
import { batchSizeFor } from './fit-options';
import { hostState } from './host-state';
import { Patience } from './patience';
import { ProgramSession } from './program-session';
import { Progress, verbosity } from './progress';
import type { Verbose } from './types';

export interface PredictOptions {
  /** Default: 32. */
  batch_size?: number | null;
  verbose?: Verbose;
  /** Batches; default: all. */
  steps?: number | null;
  callbacks?: unknown;
}

/** One array, or a list or dict of them, as the model's outputs are. */
export type ArrayResult = NDArray | NDArray[] | Record<string, NDArray>;

/** @throws ValueError with Keras's messages for data that does not fit, and for none; KeyboardInterrupt after a Stop */
export async function predict(
  model: Model,
  x: unknown,
  options: PredictOptions = {},
): Promise<ArrayResult> {
  checkOptions('TensorFlowTrainer.predict', options, [
    'batch_size',
    'verbose',
    'steps',
    'callbacks',
  ]);
  const inputs = modelInputs(model, x);
  noteIfSynthetic(...inputs.arrays);
  const samples = checkCardinality({ x: inputs.arrays });
  const steps = options.steps ?? undefined;
  const batchSize = batchSizeFor(options.batch_size ?? undefined, samples, steps);
  const rows = cutBatches(inOrder(samples), batchSize).slice(0, steps);
  if (rows.length === 0) throw new ValueError('There is nothing to predict: x has no samples.');
  const forward = traceForward(model, inputs, false);
  const parts = await runForward(model, forward.program, inputs.arrays, rows, options);
  return forward.shapeResult(parts.map(joinRows));
}

export interface Forward {
  readonly program: Program;
  /** The outputs' values in the structure of the model's outputs. */
  readonly shapeResult: (values: readonly NDArray[]) => ArrayResult;
}

/** The model's forward pass alone. */
export function traceForward(model: Model, { shapes }: ModelInputs, training: boolean): Forward {
  const { builder, inputs, outputs } = traceModel(model, {
    training,
    ...(shapes ? { inputShapes: shapes } : {}),
  });
  const program = { graph: builder.build(), feeds: inputs, fetches: outputs, totals: [] };
  return { program, shapeResult: (values) => packResult(model, values) };
}

/** The results of each output, one array a batch. */
async function runForward(
  model: Model,
  program: Program,
  arrays: readonly NDArray[],
  batches: readonly Uint32Array[],
  options: PredictOptions,
): Promise<NDArray[][]> {
  const verbose = verbosity(options.verbose);
  const params = { verbose, epochs: 1, steps: batches.length };
  const callbacks = new CallbackList(options.callbacks, [], model, params);
  const progress = new Progress(verbose);
  const patience = new Patience('predict');
  const results: NDArray[][] = program.fetches.map(() => []);
  let session: ProgramSession | undefined;
  try {
    session = await ProgramSession.open({
      program,
      arrays,
      state: hostState(program),
      what: 'Prediction',
      patience,
    });
    progress.start(batches.length);
    await callbacks.whole('on_predict_begin');
    const { batches: done } = await session.pass(batches, {
      run: async (open, rows, index) => {
        const values = await open.fetch(rows);
        values.forEach((value, i) => (results[i]![index] = value));
      },
      before: (index) => callbacks.batch('on_predict_batch_begin', index),
      after: async (count) => {
        await callbacks.batch('on_predict_batch_end', count - 1);
        if (count < batches.length) progress.update(count);
        return getRuntime().signal.aborted;
      },
    });
    if (getRuntime().signal.aborted) {
      progress.breakOff(done);
      throw new KeyboardInterrupt();
    }
    await callbacks.whole('on_predict_end');
    progress.finish();
    return results;
  } finally {
    session?.close();
    patience.end();
  }
}

/** A list of one output is given as the output itself. */
function packResult(model: Model, values: readonly NDArray[]): ArrayResult {
  const structure = model.outputs_struct ?? values;
  const isSingle = values.length === 1 && !isPlainObject(structure);
  return isSingle ? values[0]! : (packNest(structure, values) as ArrayResult);
}

function joinRows(parts: readonly NDArray[]): NDArray {
  const [first] = parts;
  if (parts.length === 1) return first!;
  const rows = parts.reduce((sum, { shape }) => sum + shape[0]!, 0);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const joined = new DTYPES[first!.dtype].array(size);
  let offset = 0;
  for (const part of parts) {
    (joined as { set(data: TypedArray, at: number): void }).set(part.data, offset);
    offset += part.size;
  }
  return new NDArray(joined, [rows, ...first!.shape.slice(1)], first!.dtype);
}
