/** One model in the memory of the WebAssembly module. */
import { PyRuntimeError } from '#errors';
import type { TfliteModel } from '#formats/tflite';
import type { NDArray } from '#tensor';
import { closedError } from '../closed';
import type { RuntimeModel } from '../runtime';
import { openRunner } from './open-runner';
import { Places } from './places';
import type { ModelRunner, TfliteModule } from './wasm-module';

export class TfliteRuntimeModel implements RuntimeModel {
  readonly #module: TfliteModule;
  readonly #places: Places;
  readonly #free: () => void;
  readonly #crashed: () => void;
  #runner: ModelRunner | undefined;

  /**
   * @param crashed called when the module is of no use any more
   * @throws RuntimeError with the runtime's own reason when it refuses the file
   */
  constructor(module: TfliteModule, bytes: Uint8Array, model: TfliteModel, crashed: () => void) {
    const { runner, free } = openRunner(module, bytes, model);
    this.#module = module;
    this.#runner = runner;
    this.#crashed = crashed;
    this.#free = free;
    this.#places = new Places(module, runner, model);
  }

  setInput(position: number, array: NDArray): void {
    this.#open();
    this.#places.write(position, array);
  }

  invoke(): void {
    const runner = this.#open();
    const { result, lines } = this.#guard(() => runner.Infer());
    this.#places.hasRun();
    if (!result)
      throw new PyRuntimeError(lines.join('\n') || 'Failed to run the model', {
        hint: 'Run the file with runtime: "reference", or convert it with other options.',
      });
  }

  outputShape(position: number): readonly number[] {
    this.#open();
    return this.#places.shape(position);
  }

  output(position: number): NDArray {
    this.#open();
    return this.#places.read(position);
  }

  close(): void {
    if (!this.#runner) return;
    this.#runner = undefined;
    this.#guard(() => this.#free());
  }

  #open(): ModelRunner {
    if (this.#runner) return this.#runner;
    throw closedError();
  }

  #guard<T>(work: () => T) {
    try {
      return this.#module.listen(work);
    } catch (cause) {
      this.#crashed();
      const said = this.#module.lines.join('\n');
      throw new PyRuntimeError(said || `The TFLite runtime broke down: ${String(cause)}`, {
        cause,
        hint: 'Make a new interpreter; if it happens again, run the file with runtime: "reference".',
      });
    }
  }
}
