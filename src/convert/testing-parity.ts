/** For tests: a file of ours and one of TensorFlow's, walked op by op at the same time. */
import type {
  BuiltinOptions,
  Operator,
  QuantizationParameters,
  Tensor,
  TensorMap,
  TfliteModel,
} from '#formats/tflite';
import { BUILTIN_OPERATORS } from '#formats/tflite';

/** Relative, of scales. */
const TOLERANCE = 1e-6;

/** An op with its tensors, by objects instead of indices. */
interface Step {
  readonly code: string;
  readonly inputs: readonly (Tensor | undefined)[];
  readonly outputs: readonly Tensor[];
  readonly options: BuiltinOptions | undefined;
}

/**
 * How the files differ, one line each; none where they hold the same ops in the same order with the same options over
 * tensors of the same shapes, types, constants and quantization. A chain of SHAPE, STRIDED_SLICE and PACK that only feeds
 * a RESHAPE counts as a constant with −1 where it computes.
 */
export function differences(ours: TfliteModel, theirs: TfliteModel): string[] {
  const [left, right] = [stepsOf(ours), stepsOf(theirs)];
  const [found, wanted] = [left, right].map((steps) => steps.map(({ code }) => code).join(' '));
  if (found !== wanted) return [`ops: ${found}\n  instead of ${wanted}`];
  const comparison = new Comparison(ours, theirs);
  comparison.ends();
  left.forEach((step, i) => comparison.step(step, right[i]!, `${i} ${step.code}`));
  return comparison.lines;
}

class Comparison {
  readonly lines: string[] = [];
  readonly #ours: TfliteModel;
  readonly #theirs: TfliteModel;
  readonly #pairs = new Map<Tensor, Tensor>();

  constructor(ours: TfliteModel, theirs: TfliteModel) {
    this.#ours = ours;
    this.#theirs = theirs;
  }

  /** Ends are paired by their keys: TensorFlow leaves the order of several outputs to chance. */
  ends(): void {
    const [ours, theirs] = [this.#ours, this.#theirs].map((model) => model.signatureDefs[0]!);
    for (const end of ['inputs', 'outputs'] as const) {
      const keys = (maps: readonly TensorMap[]) => maps.map(({ name }) => name).sort();
      this.#same(keys(ours![end]).join(), keys(theirs![end]).join(), `${end}: keys`);
      for (const { name, tensorIndex } of ours![end]) {
        const other = theirs![end].find((map) => map.name === name);
        if (!other) continue;
        const tensor = this.#theirs.subgraphs[0]!.tensors[other.tensorIndex]!;
        this.#tensor(this.#ours.subgraphs[0]!.tensors[tensorIndex]!, tensor, `${end} ${name}`);
      }
    }
  }

  step(ours: Step, theirs: Step, place: string): void {
    this.#same(optionsText(ours.options), optionsText(theirs.options), `${place}: options`);
    this.#same(ours.inputs.length, theirs.inputs.length, `${place}: number of inputs`);
    ours.inputs.forEach((tensor, i) => {
      const other = theirs.inputs[i];
      const at = `${place}: input ${i}`;
      if (ours.code === 'RESHAPE' && i === 1) return this.#target(tensor!, other!, at);
      if (!tensor || !other) return this.#same(!tensor, !other, `${at} left out`);
      this.#tensor(tensor, other, at);
    });
    ours.outputs.forEach((tensor, i) =>
      this.#tensor(tensor, theirs.outputs[i]!, `${place}: output ${i}`),
    );
  }

  /** A computed shape of theirs stands for one of ours with a −1. */
  #target(ours: Tensor, theirs: Tensor, place: string): void {
    if (dataOf(this.#theirs, theirs).length > 0) return this.#tensor(ours, theirs, place);
    const data = dataOf(this.#ours, ours);
    const sizes = [...new Int32Array(data.slice().buffer)];
    this.#same(sizes.filter((size) => size === -1).length, 1, `${place}: open dimensions`);
  }

  #tensor(ours: Tensor, theirs: Tensor, place: string): void {
    const known = this.#pairs.get(ours);
    if (known)
      return this.#same(known.name, theirs.name, `${place}: tensor ${ours.name} stands for`);
    this.#pairs.set(ours, theirs);
    this.#same(ours.type, theirs.type, `${place}: type`);
    this.#same(ours.shape.join(), theirs.shape.join(), `${place}: shape`);
    const [a, b] = [dataOf(this.#ours, ours), dataOf(this.#theirs, theirs)];
    this.#same(a.length, b.length, `${place}: bytes`);
    const wrong = a.reduce((sum, byte, i) => sum + Number(byte !== b[i]), 0);
    if (wrong > 0 && a.length === b.length)
      this.lines.push(`${place} (${ours.name}): ${wrong} of ${a.length} bytes differ`);
    this.#quantization(ours.quantization, theirs.quantization, place);
  }

  #quantization(
    ours: QuantizationParameters | undefined,
    theirs: QuantizationParameters | undefined,
    place: string,
  ): void {
    const [a, b] = [ours?.scale ?? [], theirs?.scale ?? []];
    if (a.length !== b.length) return this.#same(a.length, b.length, `${place}: scales`);
    if (a.length === 0) return;
    const far = a.findIndex(
      (scale, i) => !(Math.abs(scale - b[i]!) <= TOLERANCE * Math.abs(b[i]!)),
    );
    if (far >= 0) this.lines.push(`${place}: scale ${far} is ${a[far]} instead of ${b[far]}`);
    this.#same(ours!.zeroPoint.join(), theirs!.zeroPoint.join(), `${place}: zero points`);
    if (a.length > 1)
      this.#same(
        ours!.quantizedDimension,
        theirs!.quantizedDimension,
        `${place}: quantized dimension`,
      );
  }

  #same(ours: unknown, theirs: unknown, what: string): void {
    if (ours !== theirs) this.lines.push(`${what} is ${String(ours)} instead of ${String(theirs)}`);
  }
}

const SHAPE_OPS = ['SHAPE', 'STRIDED_SLICE', 'PACK'];

/** The ops of the main graph, without those that only compute the shape of a RESHAPE. */
function stepsOf(model: TfliteModel): Step[] {
  const { tensors, operators } = model.subgraphs[0]!;
  const steps = operators.map((operator): Step => ({
    code: codeOf(model, operator),
    inputs: operator.inputs.map((index) => tensors[index]),
    outputs: operator.outputs.map((index) => tensors[index]!),
    options: operator.builtinOptions,
  }));
  const shapes = new Set<Tensor>();
  for (const { code, inputs } of steps) if (code === 'RESHAPE' && inputs[1]) shapes.add(inputs[1]);
  const kept = steps.toReversed().filter((step) => {
    if (!SHAPE_OPS.includes(step.code) || !step.outputs.every((tensor) => shapes.has(tensor)))
      return true;
    for (const tensor of step.inputs) if (tensor) shapes.add(tensor);
    return false;
  });
  return kept.reverse();
}

function codeOf(model: TfliteModel, { opcodeIndex }: Operator): string {
  return BUILTIN_OPERATORS[model.operatorCodes[opcodeIndex]!.builtinCode]!;
}

function dataOf(model: TfliteModel, { buffer }: Tensor): Uint8Array {
  return model.buffers[buffer]!.data;
}

/** Tables without fields and no table at all mean the same; the type of biases shows in the biases. */
function optionsText(options: BuiltinOptions | undefined): string {
  if (!options) return '';
  const fields = Object.entries(options).filter(
    ([key]) => key !== 'type' && key !== 'quantizedBiasType',
  );
  const isEmpty =
    fields.length === 0 || options.type === 'ReshapeOptions' || options.type === 'unknown';
  return isEmpty
    ? ''
    : JSON.stringify(Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1))));
}
