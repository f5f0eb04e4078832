/** The keyword arguments of `tf.lite.Interpreter`. */
import { NotImplementedError, ValueError } from '#errors';
import type { RuntimeId, RuntimeOptions } from '#interpreter';
import { checkOptions } from '../../../python/options';
import { str } from '../../../python/repr';
import { warn } from '../../../output';
import { EnumMember, OpResolverType } from '../enums';

export interface InterpreterOptions {
  /** A `.tflite` file in the workspace. */
  readonly model_path?: string | null;
  /** The bytes of one, as `convert()` gives them. */
  readonly model_content?: Uint8Array | ArrayBuffer | null;
  /** At least 1. The runtimes here use one thread whatever is asked for. */
  readonly num_threads?: number | null;
  /** `tf.lite.experimental.OpResolverType.BUILTIN_REF` chooses the runtime `"reference"`. */
  readonly experimental_op_resolver_type?: OpResolverType;
  /** Keeps the results of all ops for `get_tensor`: chooses the runtime `"reference"`. */
  readonly experimental_preserve_all_tensors?: boolean;
  readonly experimental_delegates?: readonly never[] | null;
  readonly experimental_disable_delegate_clustering?: boolean;
  readonly experimental_default_delegate_latest_features?: boolean;
  /**
   * What runs it. `"tflite"`: TensorFlow Lite's C++ as WebAssembly (default). `"litert"`: its successor, whose calls
   * have to be awaited. `"slipway"`: our own kernels, the fastest for one picture after the other, to the bit as
   * TensorFlow's reference kernels; shows every tensor. `"reference"`: the same in plain TypeScript, equal to TensorFlow's reference kernels; shows every tensor.
   */
  readonly runtime?: RuntimeId;
  /** Of `"litert"`: `"wasm"` (default) or `"webgpu"`. */
  readonly accelerator?: RuntimeOptions['accelerator'];
}

const NAMES = [
  'model_path',
  'model_content',
  'num_threads',
  'experimental_op_resolver_type',
  'experimental_preserve_all_tensors',
  'experimental_delegates',
  'experimental_disable_delegate_clustering',
  'experimental_default_delegate_latest_features',
  'runtime',
  'accelerator',
] as const satisfies readonly (keyof InterpreterOptions)[];

const RUNTIMES: readonly RuntimeId[] = ['tflite', 'litert', 'slipway', 'reference'];
const ACCELERATORS: readonly RuntimeOptions['accelerator'][] = ['wasm', 'webgpu'];

export interface ChosenRuntime {
  readonly id: RuntimeId;
  readonly options: RuntimeOptions;
}

/** @throws TypeError, ValueError with TensorFlow's messages; NotImplementedError for what is not there */
export function chooseRuntime(given: InterpreterOptions): ChosenRuntime {
  checkOptions('Interpreter.__init__', given, NAMES);
  const numThreads = checkedThreads(given.num_threads ?? 1);
  refuseUnsupported(given);
  const id = oneOf('runtime', given.runtime ?? impliedRuntime(given), RUNTIMES);
  const accelerator = oneOf('accelerator', given.accelerator ?? 'wasm', ACCELERATORS);
  if (id !== 'reference' && id !== 'slipway' && given.experimental_preserve_all_tensors)
    throw cannotPreserve(id);
  if (accelerator === 'webgpu' && id !== 'litert')
    throw new ValueError(`Runtime '${id}' has no accelerator 'webgpu'.`, {
      hint: 'Only runtime: "litert" runs on WebGPU.',
    });
  if (numThreads > 1) warn(`num_threads=${numThreads}: this runtime uses one thread.`);
  return { id, options: { numThreads, accelerator } };
}

function checkedThreads(threads: unknown): number {
  if (!Number.isInteger(threads)) throw new ValueError('type of num_threads should be int');
  if ((threads as number) < 1) throw new ValueError('num_threads should >= 1');
  return threads as number;
}

function impliedRuntime(given: InterpreterOptions): RuntimeId {
  const wantsReference =
    given.experimental_op_resolver_type === OpResolverType.BUILTIN_REF ||
    given.experimental_preserve_all_tensors === true;
  return wantsReference ? 'reference' : 'tflite';
}

function refuseUnsupported(given: InterpreterOptions): void {
  if (given.experimental_delegates && given.experimental_delegates.length > 0)
    throw missing(
      'experimental_delegates',
      'Delegates are shared libraries, which a browser has not.',
    );
  if (given.experimental_op_resolver_type === OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    throw missing(
      'experimental_op_resolver_type=BUILTIN_WITHOUT_DEFAULT_DELEGATES',
      'Use BUILTIN_REF for kernels without XNNPACK.',
    );
  for (const name of [
    'experimental_disable_delegate_clustering',
    'experimental_default_delegate_latest_features',
  ] as const)
    if (given[name]) throw missing(name, 'Leave it out.');
  const resolver: unknown = given.experimental_op_resolver_type ?? OpResolverType.AUTO;
  if (!(resolver instanceof EnumMember && resolver.of === 'OpResolverType'))
    throw new ValueError(`Unrecognized passed in op resolver type: ${str(resolver)}`, {
      hint: 'Write tf.lite.experimental.OpResolverType.BUILTIN_REF, or leave it out.',
    });
}

function missing(name: string, hint: string): NotImplementedError {
  return new NotImplementedError(`tf.lite.Interpreter(${name}) is not there.`, { hint });
}

function cannotPreserve(id: RuntimeId): NotImplementedError {
  return new NotImplementedError(`Runtime '${id}' cannot show the results of all ops.`, {
    hint: 'With experimental_preserve_all_tensors leave runtime out, or write runtime: "slipway".',
  });
}

function oneOf<T extends string>(name: string, value: T, known: readonly T[]): T {
  if (known.includes(value)) return value;
  throw new ValueError(`Unknown ${name}: ${str(value)}`, {
    hint: `There is: ${known.join(', ')}.`,
  });
}
