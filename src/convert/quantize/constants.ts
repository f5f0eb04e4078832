/** Quantized forms of constants, one for each that differs. */
import type { LiteOp, LiteTensor, Quantization } from '../lite/graph';
import type { ConversionOptions } from '../options';
import { biasQuantization, quantizeBias } from './bias';
import { quantizeArray } from './codes';
import { isSlope, weightedRule } from './op-table';
import { CODES, constantParameters, type CodeType } from './parameters';
import { operandSlot, type Plan } from './plan';
import { extentOf, rangeOf, type Extent } from './extent';
import { biasType, weightsOf } from './weighted';
import { quantizeWeights, weightExtent, weightQuantization } from './weights';

export class ConstantPool {
  readonly #plan: Plan;
  readonly #options: ConversionOptions;
  readonly #made = new Map<LiteTensor, Map<string, LiteTensor>>();

  constructor(plan: Plan, options: ConversionOptions) {
    this.#plan = plan;
    this.#options = options;
  }

  /** The constant that an integer op reads at this position. */
  operand(op: LiteOp, position: number): LiteTensor {
    const tensor = op.inputs[position]!;
    const rule = weightedRule(op);
    if (position === rule?.weights) return this.#weights(tensor, this.#weightsOf(op));
    if (position === rule?.bias) return this.#bias(tensor, op);
    if (isSlope(op, position)) return this.#weights(tensor, weightQuantization(tensor.data!));
    return this.#activation(tensor, op, position);
  }

  #weightsOf(op: LiteOp): Quantization {
    return weightsOf(op, this.#plan, this.#options);
  }

  #weights(tensor: LiteTensor, quantization: Quantization): LiteTensor {
    return this.#once(tensor, quantization, 'int8', () => ({
      data: quantizeWeights(tensor.data!, quantization),
      quantization: this.#withExtent(quantization, () => weightExtent(tensor.data!, quantization)),
    }));
  }

  #bias(tensor: LiteTensor, op: LiteOp): LiteTensor {
    const input = operandSlot(this.#plan, op, weightedRule(op)!.input)!.scale;
    const quantization = biasQuantization(this.#weightsOf(op), input);
    const dtype = biasType(op, this.#plan.mode, this.#options);
    return this.#once(tensor, quantization, dtype, () => ({
      data: quantizeBias(tensor.data!, quantization, dtype),
      quantization,
    }));
  }

  #activation(tensor: LiteTensor, op: LiteOp, position: number): LiteTensor {
    const dtype: CodeType = this.#plan.mode === 'int8' ? 'int8' : 'int16';
    const slot = this.#plan.constants.get(op)?.get(position);
    const { scale, zeroPoint } = slot ?? constantParameters(rangeOf(tensor.data!), dtype);
    const quantization = { scale: [scale], zeroPoint: [zeroPoint], dimension: 0 };
    return this.#once(tensor, quantization, dtype, () => ({
      data: quantizeArray(tensor.data!, quantization, { dtype, limits: CODES[dtype] }),
      quantization: slot
        ? quantization
        : this.#withExtent(quantization, () => extentOf(tensor.data!)),
    }));
  }

  /** int16x8 files keep the ranges that scales were made from. */
  #withExtent(quantization: Quantization, extent: () => Extent): Quantization {
    return this.#plan.mode === 'int8' ? quantization : { ...quantization, ...extent() };
  }

  #once(
    tensor: LiteTensor,
    { scale, zeroPoint }: Quantization,
    dtype: LiteTensor['dtype'],
    make: () => Pick<LiteTensor, 'data' | 'quantization'>,
  ): LiteTensor {
    const key = `${dtype} ${scale.join()} ${zeroPoint.join()}`;
    const forms = this.#made.get(tensor) ?? new Map<string, LiteTensor>();
    this.#made.set(tensor, forms);
    const made = forms.get(key) ?? { ...tensor, dtype, ...make() };
    forms.set(key, made);
    return made;
  }
}
