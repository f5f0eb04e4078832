/**
 * Which parameters each activation gets in int8: from its own range, from a neighbour that must have the same, or from
 * the op that prescribes them. Where two claims meet on one tensor, a QUANTIZE stands between them. Follows the order in
 * which TensorFlow's `QuantizationDriver` settles such claims (later ops first), since that decides who gets the QUANTIZE.
 */
import type { LiteGraph, LiteOp, LiteTensor } from '../lite/graph';
import type { Range } from '../options';
import {
  fixedOutput,
  floatOperands,
  floatResults,
  hasIntegerKernel,
  isSameScale,
} from './op-table';
import type { Plan, Requantization } from './plan';
import { Slot } from './slot';
import { decidingTensors, linksOf, type Links } from './statistics';

interface State {
  slot: Slot | undefined;
  /** Decided by a measured range. */
  readonly isSettled: boolean;
  /** What the producer writes, if that is something else. */
  produced: Slot | undefined;
  readonly requantized: Requantization[];
}

/** @param ranges of every float tensor that is computed or fed and that an integer op touches */
export function planInt8(graph: LiteGraph, ranges: ReadonlyMap<LiteTensor, Range>): Plan {
  return new Driver(graph, ranges).run();
}

class Driver {
  readonly #links: Links;
  readonly #integerOps: readonly LiteOp[];
  readonly #states = new Map<LiteTensor, State>();
  /** Constants beside operands of one scale: each use has parameters of its own. */
  readonly #constants = new Map<LiteOp, Map<number, Slot>>();

  constructor(graph: LiteGraph, ranges: ReadonlyMap<LiteTensor, Range>) {
    this.#links = linksOf(graph);
    this.#integerOps = graph.ops.filter((op) => hasIntegerKernel(op, 'int8'));
    const measured = [...ranges.keys()];
    const deciding = decidingTensors(measured, this.#links);
    const shared = new Map<string, Slot>();
    for (const tensor of measured) {
      const slot = deciding.has(tensor) ? sharedSlot(shared, ranges.get(tensor)!) : undefined;
      this.#states.set(tensor, newState(slot));
    }
  }

  run(): Plan {
    const done = this.#settleAll([...this.#integerOps], new Set());
    // TensorFlow stops here and leaves ops in float whose operand got its scale from a later op of several operands.
    let before: number;
    do {
      before = done.size;
      const left = this.#integerOps.filter((op) => !done.has(op));
      this.#settleAll(left.reverse(), done);
    } while (done.size > before);
    return {
      mode: 'int8',
      slots: mapValues(this.#states, ({ slot }) => slot),
      produced: mapValues(this.#states, ({ produced }) => produced),
      requantizations: mapValues(this.#states, ({ requantized }) => requantized),
      constants: this.#constants,
    };
  }

  #settleAll(waiting: LiteOp[], done: Set<LiteOp>): Set<LiteOp> {
    for (let op = waiting.pop(); op; op = waiting.pop()) {
      if (!done.has(op) && this.#settle(op, waiting)) done.add(op);
    }
    return done;
  }

  /** @returns false when nothing is known about the op's scale yet */
  #settle(op: LiteOp, waiting: LiteOp[]): boolean {
    if (isSameScale(op)) {
      const slot = this.#commonSlot(op);
      if (!slot) return false;
      for (const i of floatOperands(op)) this.#claimOperand(op, i, slot, waiting);
      for (const result of floatResults(op)) this.#claimResult(result, slot, waiting);
    }
    const fixed = fixedOutput(op, 'int8');
    if (fixed) {
      const slot = Slot.fixed(fixed, 'int8');
      for (const result of floatResults(op)) this.#claimResult(result, slot, waiting);
    }
    return true;
  }

  /** Measured before derived, the only operand before the only result before the first of several. */
  #commonSlot(op: LiteOp): Slot | undefined {
    const operands = floatOperands(op).map((i) => this.#states.get(op.inputs[i]!));
    const results = floatResults(op).map((tensor) => this.#states.get(tensor));
    for (const isSettled of [true, false]) {
      const known = (state: State | undefined) => state?.slot && state.isSettled === isSettled;
      const [before, after] = [operands.filter(known), results.filter(known)];
      if (op.inputs.length === 1 && before.length === 1) return before[0]!.slot;
      if (op.outputs.length === 1 && after.length === 1) return after[0]!.slot;
      const first = before[0] ?? after[0];
      if (first) return first.slot;
    }
    return undefined;
  }

  #claimOperand(op: LiteOp, position: number, slot: Slot, waiting: LiteOp[]): void {
    const tensor = op.inputs[position]!;
    if (tensor.data) {
      const own = this.#constants.get(op) ?? new Map<number, Slot>();
      this.#constants.set(op, own.set(position, slot));
      return;
    }
    const state = this.#stateOf(tensor);
    if (!state.slot) {
      state.slot = slot;
      const producer = this.#links.producer.get(tensor);
      if (producer) waiting.push(producer);
    } else if (!state.slot.equals(slot)) {
      const same = state.requantized.find((other) => other.slot.equals(slot));
      if (same) same.users.push([op, position]);
      else state.requantized.push({ slot, users: [[op, position]] });
    }
  }

  #claimResult(tensor: LiteTensor, slot: Slot, waiting: LiteOp[]): void {
    const state = this.#stateOf(tensor);
    if (!state.slot) {
      state.slot = slot;
      waiting.push(...(this.#links.users.get(tensor) ?? []));
    } else if (!state.slot.equals(slot)) {
      state.produced ??= slot;
    }
  }

  #stateOf(tensor: LiteTensor): State {
    const known = this.#states.get(tensor) ?? newState(undefined);
    this.#states.set(tensor, known);
    return known;
  }
}

function newState(slot: Slot | undefined): State {
  return { slot, isSettled: slot !== undefined, produced: undefined, requantized: [] };
}

/** Equal parameters share a slot, so that they stay equal when one of them has to grow. */
function sharedSlot(shared: Map<string, Slot>, range: Range): Slot {
  const fresh = Slot.measured(range, 'int8');
  const key = `${fresh.scale} ${fresh.zeroPoint}`;
  const slot = shared.get(key) ?? fresh;
  shared.set(key, slot);
  return slot;
}

function mapValues<Value>(
  states: ReadonlyMap<LiteTensor, State>,
  pick: (state: State) => Value | undefined,
): Map<LiteTensor, Value> {
  const picked = new Map<LiteTensor, Value>();
  for (const [tensor, state] of states) {
    const value = pick(state);
    if (value !== undefined) picked.set(tensor, value);
  }
  return picked;
}
