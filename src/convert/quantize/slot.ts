/** A scale and zero point that several tensors share: what changes for one of them changes for all. */
import type { Range } from '../options';
import { quantizationParameters, zeroPointFor, type Affine, type CodeType } from './parameters';

export class Slot {
  #affine: Affine;
  readonly #type: CodeType;
  /** Undefined for parameters that an op prescribes. */
  readonly range: Range | undefined;

  private constructor(affine: Affine, type: CodeType, range?: Range) {
    this.#affine = affine;
    this.#type = type;
    this.range = range;
  }

  static measured(range: Range, type: CodeType): Slot {
    return new Slot(quantizationParameters(range, type), type, range);
  }

  static fixed(affine: Affine, type: CodeType): Slot {
    return new Slot(affine, type);
  }

  get scale(): number {
    return this.#affine.scale;
  }

  get zeroPoint(): number {
    return this.#affine.zeroPoint;
  }

  get type(): CodeType {
    return this.#type;
  }

  /** Same numbers, so that no requantization is needed between them. */
  equals(other: Slot): boolean {
    return this.scale === other.scale && this.zeroPoint === other.zeroPoint;
  }

  /** Takes a larger scale; the zero point follows. Fixed parameters stay. */
  widen(scale: number): boolean {
    if (!this.range || scale <= this.scale) return false;
    this.#affine = { scale, zeroPoint: zeroPointFor(this.range, scale, this.#type) };
    return true;
  }
}
