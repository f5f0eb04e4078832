/**
 * A program made ready for the fast engines: a flat list of operations on float32 storage, forward, backward and
 * updates in one, fused where that pays. `buildPlan` makes it from a traced graph; `engine/wasm` writes it as a tape of
 * SIMD kernels, `engine/webgpu` as WGSL dispatches, and `reference/` computes it in plain TypeScript for the tests.
 *
 * Every tensor is a stretch of float32 values, row-major, images as NHWC; whole numbers and booleans are held as floats
 * (exact up to 2^24). Reshapes leave no trace: operations say themselves how they look at the storage.
 */
import type { DType } from '#tensor';
import type { OptimizerSpec } from '../backend';
import type { PlanOp, PlanTensor } from './ops';

export * from './ops';

/** A result for the host. */
export interface PlanResult {
  /** Always `computed`; what the graph hands on as it came has been copied. */
  readonly tensor: PlanTensor;
  readonly dtype: DType;
  /** `null` can only come first; its size is what the tensor's count leaves (mostly the batch, or a multiple of it). */
  readonly shape: readonly (number | null)[];
}

/** What runs in one go, in order. Its `computed` tensors are its own. */
export interface Routine {
  readonly ops: readonly PlanOp[];
  readonly results: readonly PlanResult[];
}

export interface Plan {
  readonly tensors: readonly PlanTensor[];
  /** In the order of `program.feeds`. */
  readonly feeds: readonly PlanTensor[];
  /** In the order of `program.graph.variables`. */
  readonly variables: readonly PlanTensor[];
  /** In the order of `SessionState.slots`. */
  readonly slots: readonly PlanTensor[];
  /** Tensors whose values are known, by id. */
  readonly constants: ReadonlyMap<number, Float32Array>;
  readonly optimizer: OptimizerSpec | undefined;
  /** Trains, but no trainable variable lowers the loss: `step` fails with "No gradients provided for any variable." */
  readonly hasNoGradients: boolean;
  /** `Session.step`; its results are the program's totals. */
  readonly step: Routine;
  /** `Session.fetch`. */
  readonly fetch: Routine;
  /** `Session.run`. */
  readonly run: Routine;
}
