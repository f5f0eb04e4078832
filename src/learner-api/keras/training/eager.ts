/** Single runs: a model called on arrays, and graphs without inputs. */
import type { Program } from '#engine';
import type { GraphBuilder, SymbolicTensor } from '#graph';
import type { NDArray } from '#tensor';
import { checkOptions } from '../../python/options';
import { inOneSession } from '../../one-session';
import type { Model } from '../models';
import { checkCardinality, modelInputs } from './arrays';
import { inOrder } from './batches';
import { hostState } from './host-state';
import { traceForward, type ArrayResult } from './predict';

export interface CallOptions {
  /** Whether dropout drops and batch normalisation uses the batch. Default: false. */
  readonly training?: boolean;
}

/** `model.call(x, {training})` on arrays: one forward pass in one batch. Nothing is assigned. */
export async function callEager(
  model: Model,
  x: unknown,
  options: CallOptions = {},
): Promise<ArrayResult> {
  checkOptions(`${model.constructor.name}.call`, options, ['training', 'mask']);
  const inputs = modelInputs(model, x);
  const samples = checkCardinality({ x: inputs.arrays });
  const { program, shapeResult } = traceForward(model, inputs, options.training ?? false);
  return shapeResult(await runOnce(program, inputs.arrays, inOrder(samples)));
}

/** Runs a graph without inputs once and returns these tensors' values. */
export async function runEager(
  builder: GraphBuilder,
  outputs: readonly SymbolicTensor[],
): Promise<NDArray[]> {
  const program: Program = {
    graph: builder.subgraph(outputs),
    feeds: [],
    fetches: outputs,
    totals: [],
  };
  return runOnce(program, [], new Uint32Array(0));
}

async function runOnce(
  program: Program,
  arrays: readonly NDArray[],
  rows: Uint32Array,
): Promise<NDArray[]> {
  return inOneSession(program, hostState(program), (session) => {
    session.bind(arrays);
    return session.fetch(rows);
  });
}
