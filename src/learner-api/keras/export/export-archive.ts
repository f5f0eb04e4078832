/**
 * `keras.export.ExportArchive`: the endpoints and variables of a SavedModel, put together piece by piece.
 * Source of the behaviour: keras/src/export/saved_model_export_archive.py.
 */
import { NotImplementedError, PyTypeError, ValueError } from '#errors';
import type { FunctionType } from '../../functions/function-type';
import type { Callable } from '../../functions/parameters';
import type { SpecTree } from '../../functions/specs';
import { TfFunction } from '../../functions/tf-function';
import { printLine } from '../../output';
import { pythonClass } from '../../python/class';
import { checkOptions, isPlainObject } from '../../python/options';
import { str } from '../../python/repr';
import { typeRepr } from '../../python/type-name';
import { writeArtifact } from '../../saved-model/write-artifact';
import { isLayer } from '../layers/is-layer';
import type { Layer } from '../layers/layer';
import { KerasVariable } from '../variable';
import { archiveSource, TRACKED } from './archive-source';
import {
  neverCalled,
  noSignature,
  notCallable,
  readArguments,
  type EndpointFunction,
  type SignatureOption,
} from './endpoint-arguments';
import { endpointText } from './endpoint-text';
import { noteRandomEndpoints } from './random-endpoints';

export interface WriteOptions {
  readonly options?: null;
  /** Print the endpoints. Default: true. */
  readonly verbose?: boolean;
}

interface Endpoint {
  readonly fn: TfFunction;
  readonly type: FunctionType;
}

/** Collects endpoints and variables; `write_out` traces and writes them. */
export class ExportArchiveClass {
  static readonly class_name = 'ExportArchive';
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #collections = new Map<string, readonly KerasVariable[]>(
    TRACKED.map((name) => [name, []]),
  );

  /** @param format only `saved_model` */
  constructor(format: string | { readonly format?: string } = {}) {
    const name = isPlainObject(format) ? (format['format'] ?? 'saved_model') : format;
    if (name === 'neptune_model')
      throw new NotImplementedError("ExportArchive with format='neptune_model' is not there yet.");
    if (name !== 'saved_model') throw new ValueError(`Unsupported format: ${str(name)}`);
  }

  /** Variables of everything that was tracked. */
  get variables(): readonly KerasVariable[] {
    return this.#collections.get('variables')!;
  }
  get trainable_variables(): readonly KerasVariable[] {
    return this.#collections.get('trainable_variables')!;
  }
  get non_trainable_variables(): readonly KerasVariable[] {
    return this.#collections.get('non_trainable_variables')!;
  }

  /**
   * `track(resource)`: keeps the variables of a layer or model, so that the loaded object lists them.
   * @throws ValueError for a layer that is not built, and for anything else
   */
  track(resource: Layer): void {
    if (!isLayer(resource))
      throw new ValueError(
        'Invalid resource type. Expected a Keras `Layer` or `Model` or a TensorFlow `Trackable` object. ' +
          `Received object ${str(resource)} of type '${typeRepr(resource)}'. `,
      );
    if (!resource.built)
      throw new ValueError(
        'The layer provided has not yet been built. It must be built before export.',
        { place: resource.name, hint: 'Give it an Input layer, call build(), or train it first.' },
      );
    for (const name of TRACKED)
      this.#collections.set(name, [...this.#collections.get(name)!, ...resource[name]]);
  }

  /**
   * `add_endpoint(name, fn, input_signature=None)`: a function that the SavedModel offers, under this name. It is called
   * once with tensors when the archive is written: what it says is then the graph. Layers that it calls without
   * `training: false` are traced as in training: dropout stays alive.
   *
   * @returns the function, callable on tensors and arrays
   * @throws ValueError for a name that is taken or without a signature, TypeError when it does not fit the function
   */
  add_endpoint<const Specs extends readonly SpecTree[]>(
    options: SignatureOption<Specs> & {
      readonly name: string;
      readonly fn: EndpointFunction<Specs> | TfFunction;
    },
  ): TfFunction;
  add_endpoint<const Specs extends readonly SpecTree[]>(
    name: string,
    fn: EndpointFunction<Specs> | TfFunction,
    signature?: Specs | SignatureOption<Specs>,
  ): TfFunction;
  add_endpoint(...given: readonly unknown[]): TfFunction {
    const { name, target, input_signature } = readArguments('add_endpoint', 'fn', given);
    return this.#add(name, target, input_signature as SpecTree | undefined);
  }

  /** `track_and_add_endpoint(name, resource, input_signature)`: both in one, for a layer or model. */
  track_and_add_endpoint<const Specs extends readonly SpecTree[]>(options: {
    readonly name: string;
    readonly resource: Layer;
    readonly input_signature: Specs;
  }): TfFunction;
  track_and_add_endpoint<const Specs extends readonly SpecTree[]>(
    name: string,
    resource: Layer,
    signature: Specs | { readonly input_signature: Specs },
  ): TfFunction;
  track_and_add_endpoint(...given: readonly unknown[]): TfFunction {
    const read = readArguments('track_and_add_endpoint', 'resource', given);
    const { name, target, input_signature } = read;
    if (input_signature === undefined)
      throw new PyTypeError(
        "SavedModelExportArchive.track_and_add_endpoint() missing 1 required positional argument: 'input_signature'",
      );
    this.track(target as Layer);
    return this.#add(name, target, input_signature as SpecTree);
  }

  /**
   * `add_variable_collection(name, variables)`: a list of variables that the loaded object has under this name.
   * @throws ValueError for anything but a list of variables
   */
  add_variable_collection(name: string, variables: readonly KerasVariable[]): void;
  add_variable_collection(options: {
    readonly name: string;
    readonly variables: readonly KerasVariable[];
  }): void;
  add_variable_collection(first: unknown, second?: unknown): void {
    const { name, variables } = isPlainObject(first) ? first : { name: first, variables: second };
    const list = variables instanceof Set ? [...(variables as Set<unknown>)] : variables;
    if (!Array.isArray(list))
      throw new ValueError(
        `Expected \`variables\` to be a list/tuple/set. Received instead object of type '${typeRepr(variables)}'.`,
      );
    const types = list.filter((item) => !(item instanceof KerasVariable)).map(typeRepr);
    if (types.length > 0)
      throw new ValueError(
        'Expected all elements in `variables` to be `tf.Variable` instances. Found instead the following types: ' +
          `[${[...new Set(types)].join(', ')}]`,
      );
    this.#collections.set(String(name), list as KerasVariable[]);
  }

  /**
   * `write_out(filepath, options=None, verbose=True)`: traces the endpoints, writes the SavedModel in one step and prints
   * what is in it. Nothing is written when anything fails.
   *
   * @throws ValueError without an endpoint; what the endpoints' functions throw; QuotaError
   */
  async write_out(filepath: string, options: WriteOptions = {}): Promise<void> {
    checkOptions('SavedModelExportArchive.write_out', options, ['options', 'verbose']);
    if (options.options)
      throw new NotImplementedError('write_out with SaveOptions is not there yet.', {
        place: 'options',
      });
    if (this.#endpoints.size === 0)
      throw new ValueError('No endpoints have been set yet. Call add_endpoint().');
    const traced = [...this.#endpoints].map(([name, { fn, type }]) => fn.trace(name, type));
    const { writeSavedModel } = await import('#formats/saved-model');
    const files = writeSavedModel(archiveSource(traced, this.#collections));
    await writeArtifact(filepath, files);
    noteRandomEndpoints(traced);
    if (options.verbose === false) return;
    const types = [...this.#endpoints.values()].map(({ type }) => type);
    const endpoints = traced.map((each, i) => endpointText(each, types[i]!)).join('\n\n');
    printLine(
      `Saved artifact at '${filepath}'. The following endpoints are available:\n\n${endpoints}`,
    );
  }

  #add(name: string, fn: unknown, signature: SpecTree | undefined): TfFunction {
    if (this.#endpoints.has(name))
      throw new ValueError(`Endpoint name '${name}' is already taken.`, { place: name });
    if (typeof fn !== 'function') throw notCallable(fn, name);
    if (signature === undefined && !(fn instanceof TfFunction)) throw noSignature(name);
    const traced =
      fn instanceof TfFunction ? fn : new TfFunction(fn as Callable, signature, !isLayer(fn));
    const type = signature === undefined ? traced.type : traced.bind(signature);
    if (!type) throw neverCalled(fn, name);
    this.#endpoints.set(name, { fn: traced, type });
    return traced;
  }
}

/**
 * `ExportArchive()`: puts a SavedModel together: `track` a model, `add_endpoint` for each function that is to be served,
 * then `await write_out(path)`.
 */
export const ExportArchive = pythonClass(ExportArchiveClass);
export type ExportArchive = ExportArchiveClass;
