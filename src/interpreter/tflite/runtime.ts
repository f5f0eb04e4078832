/** Runtime `tflite`: TensorFlow Lite's C++ interpreter with XNNPACK, compiled to WebAssembly by `@tensorflow/tfjs-tflite`. */
import type { TfliteModel } from '#formats/tflite';
import { PyRuntimeError } from '#errors';
import type { LiteRuntime } from '../runtime';
import { checkCeilings } from '../ceilings';
import type { LoadedWasm } from './load-wasm';
import { TfliteRuntimeModel } from './model';
import { TfliteModule } from './wasm-module';

export class TfliteRuntime implements LiteRuntime {
  readonly id = 'tflite';
  readonly device: string;
  readonly #parts: LoadedWasm;
  #module: TfliteModule;

  /** @throws RuntimeError of WebAssembly when there is no memory for it */
  constructor(parts: LoadedWasm) {
    this.#parts = parts;
    this.device = parts.hasSimd ? 'TFLite WASM, SIMD, 1 thread' : 'TFLite WASM, 1 thread';
    this.#module = new TfliteModule(parts);
  }

  /** Bytes of the memory in which all models live. It grows and never shrinks. */
  get memoryBytes(): number {
    return this.#module.memoryBytes;
  }

  check(model: TfliteModel): void {
    checkCeilings(model, 'tflite');
  }

  load(bytes: Uint8Array, model: TfliteModel): TfliteRuntimeModel {
    this.check(model);
    const module = this.#module;
    const replace = () => {
      if (this.#module === module) this.#module = new TfliteModule(this.#parts);
    };
    try {
      return new TfliteRuntimeModel(module, bytes, model, replace);
    } catch (cause) {
      // What WebAssembly itself throws leaves its memory in no state that could be used again.
      if (!(cause instanceof WebAssembly.RuntimeError)) throw cause;
      replace();
      throw new PyRuntimeError(module.lines.join('\n') || 'The TFLite runtime broke down.', {
        cause,
        hint: 'The file asks for something that the runtime cannot do. Try runtime: "reference".',
      });
    }
  }
}
