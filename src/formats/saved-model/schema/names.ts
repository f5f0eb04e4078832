/** Names that TensorFlow has for things of its own. */

/** Checkpoint key of the checkpoint's own description of its objects, stored beside the variables. */
export const OBJECT_GRAPH_KEY = '_CHECKPOINTABLE_OBJECT_GRAPH';

/** The signature whose only output is the op that fills tables. */
export const INIT_OP_SIGNATURE = '__saved_model_init_op';

/** Whether a signature is for loaders, not for callers. */
export function isForLoaders(signature: string): boolean {
  return signature.startsWith('__saved_model_');
}
