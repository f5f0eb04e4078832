/** Which tensors an operation reads and writes, for everything that does not care what it computes. */
import type { PlanOp, PlanTensor } from './plan';

/** The operation of a kind; some kinds share an interface. */
export type OpOf<Kind extends PlanOp['kind'], Op = PlanOp> = Op extends { kind: string }
  ? Kind extends Op['kind']
    ? Op
    : never
  : never;

export interface Operands {
  readonly reads: readonly PlanTensor[];
  /** Variables and slots that it changes are among them. */
  readonly writes: readonly PlanTensor[];
}

export function tensorsOf(op: PlanOp): Operands {
  switch (op.kind) {
    case 'update':
      return { reads: [op.gradient, op.variable, ...op.slots], writes: [op.variable, ...op.slots] };
    case 'assign':
      return { reads: [op.value], writes: [op.variable] };
    case 'denseWeightGradient':
      return ofWeightGradient(op);
    default:
      return { reads: readFields(op), writes: writtenFields(op) };
  }
}

function ofWeightGradient(op: Extract<PlanOp, { kind: 'denseWeightGradient' }>): Operands {
  const changed = [op.update, op.biasUpdate].flatMap((update) =>
    update ? [update.variable, ...update.slots] : [],
  );
  return {
    reads: [op.x, op.gradient, ...changed],
    writes: [op.out, op.biasOut].filter((tensor) => tensor !== undefined).concat(changed),
  };
}

const READ = [
  'x',
  'y',
  'a',
  'b',
  'condition',
  'weights',
  'bias',
  'gradient',
  'logits',
  'targets',
] as const;

function readFields(op: PlanOp): PlanTensor[] {
  const fields = op as Partial<Record<(typeof READ)[number], PlanTensor>>;
  const reads = READ.flatMap((field) => fields[field] ?? []);
  if (op.kind === 'concat') reads.push(...op.inputs);
  if ('gate' in op && op.gate) reads.push(op.gate.y);
  return reads;
}

function writtenFields(op: PlanOp): PlanTensor[] {
  const { out, biasOut } = op as { out?: PlanTensor; biasOut?: PlanTensor };
  return [out, biasOut].filter((tensor) => tensor !== undefined);
}

/** The operation with other tensors in the place of its own. Fields that hold none stay as they are. */
export function mapTensors<T>(value: T, map: (tensor: PlanTensor) => PlanTensor): T {
  if (Array.isArray(value)) return value.map((item: unknown) => mapTensors(item, map)) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (isTensor(value)) return map(value) as T;
  const entries = Object.entries(value).map(([key, item]) => [key, mapTensors(item, map)]);
  return Object.fromEntries(entries) as T;
}

function isTensor(value: object): value is PlanTensor {
  return 'source' in value && 'id' in value;
}
