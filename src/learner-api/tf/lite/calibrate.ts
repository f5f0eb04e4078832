/** Calibration: the float graph run over the representative samples on the compute backend, and what it saw. */
import { KeyboardInterrupt } from '#errors';
import type { CalibrationProgram, LiteGraph, Ranges } from '#convert';
import { Patience } from '../../keras/training/patience';
import { getRuntime } from '../../runtime';
import { Batcher } from './batcher';
import { CalibrationRun } from './calibration-run';
import { ObservedRanges } from './observed-ranges';
import type { RepresentativeDataset } from './representative-dataset';
import { SampleProgress } from './sample-progress';
import { openSamples } from './samples';

/** Samples that run side by side, at most. */
const MOST_ROWS = 32;
/** Values that a batch makes, at most: all are on the device until it is done, and a Stop waits for it. */
const MOST_VALUES = 2 ** 22;

/**
 * @param graph the float graph, optimised
 * @throws what the dataset throws, and errors for samples that do not fit, with TensorFlow's messages; RuntimeError when
 * there are no samples; ValueError for values that are not finite; KeyboardInterrupt after a Stop
 */
export async function calibrate(
  graph: LiteGraph,
  dataset: RepresentativeDataset,
  signatureKey: string,
): Promise<Ranges> {
  const { calibrationProgram } = await import('#convert');
  const program = calibrationProgram(graph);
  const samples = await openSamples(dataset, { inputs: graph.inputs, signatureKey });
  const patience = new Patience('the calibration');
  const progress = new SampleProgress('Calibrating', samples.count);
  const observed = new ObservedRanges(program.measured);
  const run = new CalibrationRun(graph, program, observed, patience);
  const batcher = isOpen(graph, program) ? new Batcher(rowsOf(program)) : undefined;
  try {
    let seen = 0;
    for await (const sample of samples) {
      await run.batches(batcher ? batcher.add(sample) : [sample]);
      seen += 1;
      progress.sampleDone();
      await letMessagesIn();
    }
    await run.batches(batcher ? batcher.flush() : []);
    const ranges = observed.complete(seen);
    progress.end('done');
    return ranges;
  } catch (error) {
    progress.end('failed');
    throw error;
  } finally {
    run.close();
    patience.end();
  }
}

/** Whether a sample may have any first dimension, or one of 1 that stands for any. */
function isOpen({ inputs }: LiteGraph, { isBatched }: CalibrationProgram): boolean {
  return isBatched || inputs.every(({ tensor }) => tensor.signature[0] === null);
}

function rowsOf({ isBatched, measured }: CalibrationProgram): number {
  if (!isBatched) return 1;
  const sizes = measured.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
  const total = sizes.reduce((sum, size) => sum + size, 1);
  return Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / total)));
}

/** @throws KeyboardInterrupt after a Stop */
async function letMessagesIn(): Promise<void> {
  await getRuntime().pause();
  if (getRuntime().signal.aborted) throw new KeyboardInterrupt();
}
