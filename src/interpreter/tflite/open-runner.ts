/** Makes the runtime's own object of a file, or says why it did not. */
import { PyRuntimeError } from '#errors';
import type { TensorType, TfliteModel } from '#formats/tflite';
import type { ModelRunner, StatusOr, TfliteModule } from './wasm-module';

interface OpenedRunner {
  readonly runner: ModelRunner;
  /** Deletes the runner and the copy of the file. */
  free(): void;
}

/** @throws RuntimeError when the runtime refuses the file */
export function openRunner(
  module: TfliteModule,
  bytes: Uint8Array,
  model: TfliteModel,
): OpenedRunner {
  checkEndTypes(model);
  const { wasm } = module;
  const pointer = wasm._malloc(bytes.length);
  if (pointer === 0) throw noMemory(bytes.length);
  wasm.HEAPU8.set(bytes, pointer);
  const { result: status, lines } = module.listen(() =>
    wasm.TFLiteWebModelRunner.CreateFromBufferAndOptions(pointer, bytes.length, OPTIONS),
  );
  if (!status.ok()) {
    const reason = reasonOf(status, lines);
    status.delete();
    wasm._free(pointer);
    throw refused(reason);
  }
  const runner = status.value();
  status.delete();
  return {
    runner,
    free() {
      runner.delete();
      wasm._free(pointer);
    },
  };
}

const OPTIONS = { numThreads: 1, enableProfiling: false, maxProfilingBufferEntries: 1 };

/** Types that the runtime hands out views of. */
const END_TYPES: ReadonlySet<TensorType> = new Set([
  'FLOAT32',
  'FLOAT64',
  'INT32',
  'UINT32',
  'INT16',
  'INT8',
  'UINT8',
  'BOOL',
] as const);

function checkEndTypes(model: TfliteModel): void {
  const { inputs, outputs, tensors } = model.subgraphs[0]!;
  for (const index of [...inputs, ...outputs]) {
    const { name, type } = tensors[index]!;
    if (END_TYPES.has(type)) continue;
    throw new PyRuntimeError(
      `Tensor ${index} ('${name}') has the type ${type}, which this runtime cannot hand out.`,
      { place: name, hint: 'Open the file with runtime: "reference".' },
    );
  }
}

function reasonOf(status: StatusOr<ModelRunner>, lines: readonly string[]): string {
  return lines.join('\n') || status.errorMessage();
}

function refused(reason: string): PyRuntimeError {
  return new PyRuntimeError(reason, {
    hint:
      'This runtime is the WebAssembly of @tensorflow/tfjs-tflite, which is older than the newest converters. ' +
      'Try runtime: "litert" or runtime: "reference".',
  });
}

function noMemory(bytes: number): PyRuntimeError {
  return new PyRuntimeError(`The TFLite runtime has no memory left for a file of ${bytes} bytes.`, {
    hint: 'Close interpreters that are not needed any more with .close().',
  });
}
