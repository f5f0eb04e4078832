/** The smallest and largest value of each tensor over all batches. */
import { PyRuntimeError, ValueError } from '#errors';
import type { LiteTensor, Range, Ranges } from '#convert';
import { floatText, type NDArray } from '#tensor';

export class ObservedRanges {
  readonly #measured: readonly LiteTensor[];
  readonly #ranges = new Map<LiteTensor, Range>();

  constructor(measured: readonly LiteTensor[]) {
    this.#measured = measured;
  }

  /**
   * @param extremes the smallest values of the measured tensors, and the largest; ∞ and −∞ where all were NaN
   * @throws ValueError for other infinite ones, naming the tensor
   */
  add([smallest, largest]: readonly NDArray[]): void {
    const [mins, maxs] = [smallest, largest].map((array) => array?.data as Float32Array);
    this.#measured.forEach((tensor, i) => {
      const [min, max] = [mins![i]!, maxs![i]!];
      if (min === Infinity && max === -Infinity) return;
      if (!Number.isFinite(min) || !Number.isFinite(max)) throw notFinite(tensor, min, max);
      const known = this.#ranges.get(tensor);
      this.#ranges.set(tensor, {
        min: Math.min(min, known?.min ?? min),
        max: Math.max(max, known?.max ?? max),
      });
    });
  }

  /**
   * @param samples how many there were
   * @throws RuntimeError with TensorFlow's message when a tensor never had a number
   */
  complete(samples: number): Ranges {
    const missing = this.#measured.find((tensor) => !this.#ranges.has(tensor));
    if (!missing) return this.#ranges;
    throw new PyRuntimeError(
      `Max and min for dynamic tensors should be recorded during calibration: Failed for tensor ${missing.name}\n` +
        `Empty min/max for tensor ${missing.name}`,
      {
        place: 'representative_dataset',
        hint:
          samples === 0
            ? 'The representative dataset yields nothing. It has to yield some samples, as [x], each time that it is called.'
            : 'All its values are NaN, for all samples. Look at the samples with np.isnan.',
      },
    );
  }
}

function notFinite({ name }: LiteTensor, min: number, max: number): ValueError {
  const [low, high] = [min, max].map((value) => floatText(value, 'float32'));
  return new ValueError(
    `The values of the tensor '${name}' run from ${low} to ${high} in calibration: no scale can hold them.`,
    {
      place: name,
      hint: 'Look for infinite values in the samples and for a division by zero in the model.',
    },
  );
}
