/** A model as a graph. */
import { GraphBuilder, withGraph, type Shape, type SymbolicTensor } from '#graph';
import { ValueError } from '#errors';
import { callInGraph } from '../layers/call-layer';
import { withCall } from '../layers/call-context';
import { flattenNest, mapNest, type Nested } from '../nest';
import type { KerasTensor } from '../keras-tensor';
import type { Model } from './model';

export interface TraceOptions {
  /** Dropout drops and batch normalisation uses (and remembers) the batch only where this is true. */
  readonly training: boolean;
  /** Shapes of the inputs with `null` for the batch; needed only where the model does not know its own. */
  readonly inputShapes?: readonly Shape[];
}

export interface TracedModel {
  readonly builder: GraphBuilder;
  /** Placeholders in the order of `model.inputs`. */
  readonly inputs: readonly SymbolicTensor[];
  /** In the order of `model.outputs`. */
  readonly outputs: readonly SymbolicTensor[];
  /** Scalars that add to the loss: penalties on weights and outputs, and what layers add themselves. */
  readonly regularizationLosses: readonly SymbolicTensor[];
}

/**
 * Traces a model into a new graph.
 * @throws ValueError when the model was not built and `inputShapes` is missing, or when shapes do not fit
 */
export function traceModel(model: Model, options: TraceOptions): TracedModel {
  const builder = new GraphBuilder();
  const struct = placeholdersFor(builder, model, options.inputShapes);
  const losses: SymbolicTensor[] = [];
  const outputs = withCall({ training: options.training, losses }, () =>
    callInGraph(model, struct, { training: options.training }),
  );
  return {
    builder,
    inputs: flattenNest(struct),
    outputs: flattenNest(outputs),
    regularizationLosses: [...weightPenalties(model, builder), ...losses],
  };
}

function placeholdersFor(
  builder: GraphBuilder,
  model: Model,
  shapes: readonly Shape[] | undefined,
): Nested<SymbolicTensor> {
  const known = model.inputs_struct;
  if (known)
    return mapNest<KerasTensor, SymbolicTensor>(known, ({ name, shape, dtype }) =>
      builder.placeholder(name, { shape, dtype }),
    );
  if (!shapes || shapes.length === 0)
    throw new ValueError(
      `Model '${model.name}' has never been called, so its input shape is not known.`,
      {
        place: model.name,
        hint: 'Give it an Input layer, call build(), or train it first.',
      },
    );
  const tensors = shapes.map((shape, i) =>
    builder.placeholder(i === 0 ? 'inputs' : `inputs_${i}`, { shape, dtype: 'float32' }),
  );
  return tensors.length === 1 ? tensors[0]! : tensors;
}

/** Penalties on weights that are trained, in the order of the weights. */
function weightPenalties(model: Model, builder: GraphBuilder): SymbolicTensor[] {
  return withGraph(builder, () =>
    model.trainable_variables.flatMap((variable) =>
      variable.regularizer ? [variable.regularizer(builder.readVariable(variable))] : [],
    ),
  );
}
