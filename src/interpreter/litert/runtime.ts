/** Runtime `litert`: LiteRT's C++ runtime, compiled to WebAssembly, with WebGPU where asked for. */
import type { TfliteModel } from '#formats/tflite';
import type { LiteRuntime, RuntimeOptions } from '../runtime';
import type { LoadedLiteRt } from './load-litert';
import { LiteRtRuntimeModel } from './model';
import { checkLiteRt } from './refusals';
import { withFixedShapes } from './fixed-shapes';

export class LiteRtRuntime implements LiteRuntime {
  readonly id = 'litert';
  /** Its output buffers are as large as the file says. */
  readonly hasFixedShapes = true;
  readonly device: string;
  readonly #liteRt: LoadedLiteRt;
  readonly #accelerator: RuntimeOptions['accelerator'];

  constructor(liteRt: LoadedLiteRt, accelerator: RuntimeOptions['accelerator']) {
    this.#liteRt = liteRt;
    this.#accelerator = accelerator;
    this.device = accelerator === 'webgpu' ? 'LiteRT, WebGPU' : 'LiteRT WASM, 1 thread';
  }

  /** Bytes of the memory in which all models live. It grows and never shrinks. */
  get memoryBytes(): number {
    return this.#liteRt.memoryBytes();
  }

  check(model: TfliteModel): void {
    checkLiteRt(model);
  }

  async load(bytes: Uint8Array, model: TfliteModel): Promise<LiteRtRuntimeModel> {
    this.check(model);
    const { core, log } = this.#liteRt;
    const accelerator = this.#accelerator;
    const compiled = await log.check(
      () => core.loadAndCompile(withFixedShapes(bytes, model), { accelerator }),
      (model) => model.delete(),
    );
    const isElsewhere =
      accelerator === 'webgpu' &&
      (compiled.options.accelerator === 'wasm' || !compiled.isFullyAccelerated);
    return new LiteRtRuntimeModel(
      this.#liteRt,
      compiled,
      model,
      isElsewhere ? NOT_ON_GPU : undefined,
    );
  }
}

const NOT_ON_GPU = 'LiteRT cannot run all of this model on WebGPU; it runs on WebAssembly instead.';
