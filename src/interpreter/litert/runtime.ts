/** Runtime `litert`: LiteRT's C++ runtime, compiled to WebAssembly, with WebGPU where asked for. */
import type { CompiledModel } from '@litertjs/core';
import type { TfliteModel } from '#formats/tflite';
import type { LiteRuntime, RuntimeOptions } from '../runtime';
import { checkGpu, fitsGpu } from './gpu';
import type { LoadedLiteRt } from './load-litert';
import { LiteRtRuntimeModel } from './model';
import { checkLiteRt } from './refusals';
import { withFixedShapes } from './fixed-shapes';

type Accelerator = RuntimeOptions['accelerator'];

export class LiteRtRuntime implements LiteRuntime {
  readonly id = 'litert';
  /** Its output buffers are as large as the file says. */
  readonly hasFixedShapes = true;
  readonly device: string;
  readonly #liteRt: LoadedLiteRt;
  readonly #accelerator: Accelerator;

  constructor(liteRt: LoadedLiteRt, accelerator: Accelerator) {
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

  /** @throws RuntimeError when WebGPU is asked for and there is no GPU */
  async load(bytes: Uint8Array, model: TfliteModel): Promise<LiteRtRuntimeModel> {
    this.check(model);
    const file = withFixedShapes(bytes, model);
    if (this.#accelerator === 'wasm') return this.#loaded(await this.#compile(file, 'wasm'), model);
    checkGpu(this.#liteRt);
    const onGpu = fitsGpu(model) ? await this.#loadOnGpu(file, model) : undefined;
    return onGpu ?? this.#loaded(await this.#compile(file, 'wasm'), model, NOT_ON_GPU);
  }

  #loaded(compiled: CompiledModel, model: TfliteModel, note?: string): LiteRtRuntimeModel {
    return new LiteRtRuntimeModel(this.#liteRt, compiled, model, note);
  }

  /**
   * undefined when not all of the model runs there: LiteRT would split it, and fail when it runs. Of some models only a
   * run shows that; what the first run prepares is of use later.
   */
  async #loadOnGpu(file: Uint8Array, model: TfliteModel): Promise<LiteRtRuntimeModel | undefined> {
    try {
      const compiled = await this.#compile(file, 'webgpu');
      const isWhole = compiled.options.accelerator === 'webgpu' && compiled.isFullyAccelerated;
      const loaded = this.#loaded(compiled, model);
      if (isWhole) return await this.#tried(loaded);
      loaded.close();
    } catch (error) {
      if (this.#liteRt.log.hasAborted) throw error;
    }
    return undefined;
  }

  async #tried(loaded: LiteRtRuntimeModel): Promise<LiteRtRuntimeModel> {
    try {
      await loaded.invoke();
      return loaded;
    } catch (error) {
      loaded.close();
      throw error;
    }
  }

  #compile(file: Uint8Array, accelerator: Accelerator): Promise<CompiledModel> {
    const { core, log } = this.#liteRt;
    return log.check(
      () => core.loadAndCompile(file, { accelerator }),
      (compiled) => compiled.delete(),
    );
  }
}

const NOT_ON_GPU = 'LiteRT cannot run all of this model on WebGPU; it runs on WebAssembly instead.';
