/**
 * The float graph in integers after a plan: activations and constants become codes, float ends get a QUANTIZE and a
 * DEQUANTIZE, and so does an op that stays in float. Ops stand where TensorFlow's converter puts them.
 */
import type { LiteGraph, LiteOp, LiteTensor, Quantization } from '../lite/graph';
import type { ConversionOptions } from '../options';
import { ConstantPool } from './constants';
import { hasIntegerKernel, isIndifferent, touchesFloats } from './op-table';
import { requantizationOf, resultSlot, type Plan } from './plan';
import type { Slot } from './slot';
import { linksOf } from './statistics';

export function integerGraph(graph: LiteGraph, plan: Plan, options: ConversionOptions): LiteGraph {
  return new Builder(graph, plan, options).build();
}

/** The tensor as codes. */
export function codesOf(tensor: LiteTensor, slot: Slot, name: string): LiteTensor {
  const dtype = slot.type;
  return { ...tensor, name, dtype, quantization: quantizationOf(slot) };
}

function bareQuantization(slot: Slot): Quantization {
  return { scale: [slot.scale], zeroPoint: [slot.zeroPoint], dimension: 0 };
}

function quantizationOf(slot: Slot): Quantization {
  const base = bareQuantization(slot);
  if (slot.type !== 'int16' || !slot.range) return base;
  const { min, max } = slot.range;
  return { ...base, min: [Math.min(min, 0)], max: [Math.max(max, 0)] };
}

class Builder {
  readonly #graph: LiteGraph;
  readonly #plan: Plan;
  readonly #constants: ConstantPool;
  readonly #isInt16: boolean;
  readonly #biasType: ConversionOptions['int16BiasType'];
  readonly #ends: ReadonlySet<LiteTensor>;
  /** Read by an op that stays in float. */
  readonly #readAsFloat = new Set<LiteTensor>();
  readonly #readAsCodes = new Set<LiteTensor>();
  readonly #codes = new Map<LiteTensor, LiteTensor>();
  readonly #floats = new Map<LiteTensor, LiteTensor>();
  /** Requantized forms, by the plan's slots. */
  readonly #requantized = new Map<LiteTensor, Map<Slot, LiteTensor>>();
  readonly #ops: LiteOp[] = [];
  /** What turns ends into floats behind everything else. */
  readonly #last = new Map<LiteTensor, LiteOp>();

  constructor(graph: LiteGraph, plan: Plan, options: ConversionOptions) {
    this.#graph = graph;
    this.#plan = plan;
    this.#constants = new ConstantPool(plan, options);
    this.#isInt16 = plan.mode === 'int16x8';
    this.#biasType = options.int16BiasType;
    this.#ends = new Set(graph.outputs.map(({ tensor }) => tensor));
    for (const [tensor, users] of linksOf(graph).users) {
      if (users.some((op) => this.#isInteger(op))) this.#readAsCodes.add(tensor);
      if (users.some((op) => !this.#isInteger(op) && touchesFloats(op))) {
        this.#readAsFloat.add(tensor);
      }
    }
  }

  build(): LiteGraph {
    for (const { tensor } of this.#graph.inputs) this.#enter(tensor);
    if (this.#isInt16) this.#ops.reverse();
    for (const op of this.#graph.ops) this.#rewrite(op);
    const outputs = this.#graph.outputs.map(({ key, tensor }) => ({
      key,
      tensor: this.#floats.get(tensor) ?? tensor,
    }));
    const last = new Set(this.#graph.outputs.flatMap(({ tensor }) => this.#last.get(tensor) ?? []));
    return { inputs: this.#graph.inputs, outputs, ops: [...this.#ops, ...last] };
  }

  #isInteger(op: LiteOp): boolean {
    return touchesFloats(op) && hasIntegerKernel(op, this.#plan.mode);
  }

  #enter(tensor: LiteTensor): void {
    if (tensor.dtype === 'float32') this.#leaveFloat(tensor, [], `${tensor.name}_int16`);
  }

  /** A tensor that is there as floats: codes are made of it where an integer op reads it. */
  #leaveFloat(tensor: LiteTensor, sources: readonly string[], int16Name: string): void {
    const slot = this.#plan.slots.get(tensor);
    this.#floats.set(tensor, tensor);
    if (!slot || !this.#readAsCodes.has(tensor)) return;
    const codes = codesOf(tensor, slot, this.#isInt16 ? int16Name : 'tfl.quantize');
    this.#ops.push(conversion('QUANTIZE', tensor, codes, sources));
    this.#codes.set(tensor, codes);
    this.#requantize(tensor, sources);
  }

  #rewrite(op: LiteOp): void {
    if (isIndifferent(op)) return void this.#ops.push(this.#withInputs(op, this.#anyForm));
    if (!touchesFloats(op)) return void this.#ops.push(op);
    if (!this.#isInteger(op)) return this.#keepFloat(op);
    const before: LiteOp[] = [];
    const inputs = op.inputs.map((tensor, i) => this.#operand(op, tensor, i, before));
    const outputs = op.outputs.map((tensor) => this.#result(tensor));
    this.#ops.push(...before.reverse(), {
      ...op,
      inputs,
      outputs,
      options: this.#isInt16 ? this.#int16Options(op.options) : op.options,
    });
    op.outputs.forEach((tensor, i) => this.#leaveCodes(op, tensor, outputs[i]!));
  }

  #keepFloat(op: LiteOp): void {
    this.#ops.push(this.#withInputs(op, (tensor) => this.#floats.get(tensor) ?? tensor));
    for (const tensor of op.outputs) {
      if (tensor.dtype === 'float32') this.#leaveFloat(tensor, op.sources, `${tensor.name}_int16`);
    }
  }

  #operand(
    op: LiteOp,
    tensor: LiteTensor | null,
    position: number,
    before: LiteOp[],
  ): LiteTensor | null {
    if (tensor?.dtype !== 'float32') return tensor;
    if (tensor.data) return this.#constants.operand(op, position);
    const apart = requantizationOf(this.#plan, op, position);
    const codes = this.#codes.get(tensor)!;
    if (!apart) return codes;
    if (!this.#isInt16) return this.#requantized.get(tensor)!.get(apart.slot)!;
    const requantized = {
      ...codes,
      name: `${tensor.name}_requantized`,
      quantization: bareQuantization(apart.slot),
    };
    before.push(conversion('QUANTIZE', codes, requantized, op.sources));
    return requantized;
  }

  #int16Options(options: LiteOp['options']): LiteOp['options'] {
    const general = withGeneralScales(options);
    return this.#biasType === 'int32' ? withNarrowBias(general) : general;
  }

  #result(tensor: LiteTensor): LiteTensor {
    const slot = resultSlot(this.#plan, tensor);
    if (tensor.dtype !== 'float32' || !slot) return tensor;
    const isEnd = this.#ends.has(tensor);
    return codesOf(
      tensor,
      slot,
      isEnd ? `${tensor.name}${this.#isInt16 ? '_int16' : '1'}` : tensor.name,
    );
  }

  /** What follows an op that wrote codes. */
  #leaveCodes(op: LiteOp, tensor: LiteTensor, written: LiteTensor): void {
    if (!written.quantization) return;
    let codes = written;
    if (this.#plan.produced.has(tensor)) {
      codes = codesOf(tensor, this.#plan.slots.get(tensor)!, tensor.name);
      this.#ops.push(conversion('QUANTIZE', written, codes, op.sources));
    }
    this.#codes.set(tensor, codes);
    this.#requantize(tensor, op.sources);
    const [isEnd, isRead] = [this.#ends.has(tensor), this.#readAsFloat.has(tensor)];
    if (!isEnd && !isRead) return;
    const float = isEnd ? tensor : { ...tensor, name: 'tfl.dequantize' };
    const step = conversion('DEQUANTIZE', codes, float, op.sources);
    if (this.#isInt16 && !isRead) this.#last.set(tensor, step);
    else this.#ops.push(step);
    this.#floats.set(tensor, float);
  }

  /** int8 only: requantized forms stand behind the producer. */
  #requantize(tensor: LiteTensor, sources: readonly string[]): void {
    if (this.#isInt16) return;
    const forms = new Map<Slot, LiteTensor>();
    const codes = this.#codes.get(tensor)!;
    for (const { slot } of this.#plan.requantizations.get(tensor) ?? []) {
      const form = codesOf(tensor, slot, tensor.name);
      this.#ops.push(conversion('QUANTIZE', codes, form, sources));
      forms.set(slot, form);
    }
    this.#requantized.set(tensor, forms);
  }

  readonly #anyForm = (tensor: LiteTensor): LiteTensor =>
    this.#codes.get(tensor) ?? this.#floats.get(tensor) ?? tensor;

  #withInputs(op: LiteOp, form: (tensor: LiteTensor) => LiteTensor): LiteOp {
    return { ...op, inputs: op.inputs.map((tensor) => tensor && form(tensor)) };
  }
}

/** The int16 kernels take scales that are no powers of two only when told so. */
function withGeneralScales(options: LiteOp['options']): LiteOp['options'] {
  const isSum = options?.type === 'AddOptions' || options?.type === 'SubOptions';
  return isSum ? { ...options, potScaleInt16: false } : options;
}

/** The int16 kernels take a bias for int64 unless told so. DEPTHWISE_CONV_2D takes no other. */
function withNarrowBias(options: LiteOp['options']): LiteOp['options'] {
  switch (options?.type) {
    case 'Conv2DOptions':
    case 'FullyConnectedOptions':
    case 'TransposeConvOptions':
      return { ...options, quantizedBiasType: 'INT32' };
    default:
      return options;
  }
}

export function conversion(
  code: 'QUANTIZE' | 'DEQUANTIZE',
  from: LiteTensor,
  to: LiteTensor,
  sources: readonly string[],
): LiteOp {
  return { code, inputs: [from], outputs: [to], sources };
}
