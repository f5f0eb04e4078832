/** From a path and a message's bytes to the answer's bytes. */
import { toBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { DecodeBudget, decodeMessage } from '#containers/protobuf';
import { StatusError } from '#executor';
import { Health, ModelService, PredictionService } from '../schema';
import { checkHealth } from './health';
import * as models from './model-service';
import type { GrpcOptions } from './options';
import * as predictions from './prediction-service';

/** Bytes that a decoded request may take. */
const MEMORY = 512 * 2 ** 20;

/** What is known of one call. */
export interface CallContext {
  /** Milliseconds since the epoch of time; Infinity for none. */
  readonly deadline: number;
  /** Filled in as things become known: model, version, signature. */
  readonly note: Record<string, string>;
}

type Perform = (
  options: GrpcOptions,
  message: Uint8Array,
  context: CallContext,
) => Promise<Uint8Array>;

const METHODS: ReadonlyMap<string, Perform> = new Map([
  method(PredictionService.method.predict, predictions.predictCall),
  method(PredictionService.method.classify, predictions.classifyCall),
  method(PredictionService.method.regress, predictions.regressCall),
  method(PredictionService.method.multiInference, predictions.multiInferenceCall),
  method(PredictionService.method.getModelMetadata, predictions.getModelMetadata),
  method(ModelService.method.getModelStatus, models.getModelStatus),
  method(ModelService.method.handleReloadConfigRequest, models.reloadConfig),
]);
const HEALTH: ReadonlyMap<string, Perform> = new Map([method(Health.method.check, checkHealth)]);

/**
 * @param path `/tensorflow.serving.PredictionService/Predict`
 * @throws StatusError UNIMPLEMENTED for what no service here has; INTERNAL when the bytes are no such message
 */
export async function perform(
  options: GrpcOptions,
  path: string,
  message: Uint8Array,
  context: CallContext,
): Promise<Uint8Array> {
  const found = METHODS.get(path) ?? (options.health ? HEALTH.get(path) : undefined);
  if (!found) throw new StatusError('UNIMPLEMENTED', '');
  return found(options, message, context);
}

function method<Input extends DescMessage, Output extends DescMessage>(
  description: {
    readonly input: Input;
    readonly output: Output;
    readonly name: string;
    readonly parent: { readonly typeName: string };
  },
  run: (
    options: GrpcOptions,
    request: MessageShape<Input>,
    context: CallContext,
  ) => Promise<MessageShape<Output>>,
): [path: string, Perform] {
  const { input, output, name, parent } = description;
  const perform: Perform = async (options, message, context) =>
    toBinary(output, await run(options, parse(input, message), context));
  return [`/${parent.typeName}/${name}`, perform];
}

function parse<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array): MessageShape<Desc> {
  try {
    return decodeMessage(schema, bytes, { file: 'request', budget: new DecodeBudget(MEMORY) });
  } catch (cause) {
    throw new StatusError('INTERNAL', '', cause);
  }
}
