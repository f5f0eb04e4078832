/**
 * `keras.layers.TFSMLayer`: an endpoint of a SavedModel as a layer, trainable where the file says so.
 * Source of the behaviour: keras/src/export/tfsm_layer.py.
 */
import { AttributeError, ValueError } from '#errors';
import type { SymbolicTensor } from '#graph';
import { checkOptions, firstOption } from '../../python/options';
import { loadSavedModel, ownerOf, RestoredFunction } from '../../saved-model';
import type { SignatureFunction } from '../../saved-model';
import type { LoadedSavedModel } from '../../saved-model/loaded-object';
import { typeName } from '../../python/type-name';
import type { Nested } from '../nest';
import { registerBuiltins } from '../serialization/registry';
import type { KerasVariable } from '../variable';
import { Layer, type CallArguments } from './layer';
import { takePreloaded, UNSAFE } from './preloaded';

export interface TFSMLayerOptions {
  /** Endpoint that the layer calls. Default: `serve`. */
  readonly call_endpoint?: string;
  /** Endpoint that it calls while training. Default: the same. */
  readonly call_training_endpoint?: string | null;
  /** Whether training changes its weights. Default: true. */
  readonly trainable?: boolean;
  readonly name?: string | null;
  readonly dtype?: string | object | null;
}

const OPTIONS = ['call_endpoint', 'call_training_endpoint', 'trainable', 'name', 'dtype'];

type Endpoint = RestoredFunction | SignatureFunction;

export class TFSMLayerClass extends Layer {
  static readonly class_name = 'TFSMLayer';
  static override readonly args = ['filepath'];
  readonly filepath: string;
  readonly call_endpoint: string;
  readonly call_training_endpoint: string | null;
  readonly #endpoint: Endpoint;
  readonly #trainingEndpoint: Endpoint | undefined;

  /** @throws ValueError with Keras's message for an endpoint that is not there */
  constructor(loaded: LoadedSavedModel, filepath: string, options: TFSMLayerOptions = {}) {
    const { call_endpoint = 'serve', call_training_endpoint = null, ...rest } = options;
    super(rest);
    this.filepath = filepath;
    this.call_endpoint = call_endpoint;
    this.call_training_endpoint = call_training_endpoint;
    this.#endpoint = findEndpoint(loaded, call_endpoint, SELECT_ANOTHER);
    this.#trainingEndpoint = call_training_endpoint
      ? findEndpoint(loaded, call_training_endpoint, '')
      : undefined;
    for (const variable of variablesOf([this.#endpoint, this.#trainingEndpoint]))
      this.track_variable(variable);
    this.built = true;
  }

  /** On tensors of a graph it adds the endpoint's operations. */
  override call(
    inputs: Nested<SymbolicTensor>,
    { training }: CallArguments,
  ): Nested<SymbolicTensor> {
    const endpoint = (training ? this.#trainingEndpoint : undefined) ?? this.#endpoint;
    return endpoint.invoke(inputs) as Nested<SymbolicTensor>;
  }

  override get_config(): Record<string, unknown> {
    const { filepath, call_endpoint, call_training_endpoint } = this;
    return { ...super.get_config(), filepath, call_endpoint, call_training_endpoint };
  }

  /** @throws ValueError unless the file was read before, which `load_model` does where it is told to trust it */
  static override from_config<Made extends Layer = TFSMLayerClass>(
    this: new (...args: never[]) => Made,
    config: Record<string, unknown>,
  ): Made {
    const { filepath, ...options } = config as unknown as { filepath: string } & TFSMLayerOptions;
    const loaded = takePreloaded(filepath);
    if (!loaded) throw new ValueError(UNSAFE, { place: filepath });
    return new TFSMLayerClass(loaded, filepath, options) as Layer as Made;
  }
}

const SELECT_ANOTHER = 'Select another endpoint via the `call_endpoint` argument. ';

function findEndpoint(loaded: LoadedSavedModel, name: string, advice: string): Endpoint {
  if (Object.hasOwn(loaded, name) && name !== 'signatures') {
    const attribute: unknown = loaded[name];
    if (attribute instanceof RestoredFunction) return attribute;
    throw new AttributeError(
      `'${typeName(attribute)}' object has no attribute 'trainable_variables'`,
      {
        place: name,
        hint: `'${name}' is not an endpoint.`,
      },
    );
  }
  const names = loaded.signatures.keys();
  if (names.includes(name)) return loaded.signatures[name]!;
  const list = names.map((each) => `'${each}'`).join(', ');
  throw new ValueError(
    `The endpoint '${name}' is neither an attribute of the reloaded SavedModel, nor an entry in the \`signatures\` ` +
      `field of the reloaded SavedModel. ${advice}Available endpoints for this SavedModel: [${list}]`,
    { place: name },
  );
}

/** The trainable ones in order of use, then the others. */
function variablesOf(endpoints: readonly (Endpoint | undefined)[]): KerasVariable[] {
  const all = new Set(endpoints.flatMap((fn) => fn?.imported.variables ?? []).map(ownerOf));
  const variables = [...all];
  return [
    ...variables.filter(({ trainable }) => trainable),
    ...variables.filter(({ trainable }) => !trainable),
  ];
}

registerBuiltins('keras.layers', { TFSMLayer: TFSMLayerClass });

/**
 * `TFSMLayer(filepath, call_endpoint="serve", call_training_endpoint=None, trainable=True)`: an endpoint of a SavedModel
 * as a layer. Files are read, so it has to be awaited: `await keras.layers.TFSMLayer("serving/fashion/1")`.
 */
export async function TFSMLayer(
  filepath: string | (TFSMLayerOptions & { readonly filepath: string }),
  options: TFSMLayerOptions = {},
): Promise<TFSMLayerClass> {
  const { filepath: path, ...rest } = firstOption<TFSMLayerOptions & { filepath: string }>(
    'TFSMLayer.__init__',
    'filepath',
    filepath,
    options as TFSMLayerOptions & { filepath: string },
  );
  checkOptions('TFSMLayer.__init__', rest, OPTIONS);
  return new TFSMLayerClass(await loadSavedModel(path), path, rest);
}
