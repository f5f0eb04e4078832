/** Turns sorted nodes into steps: loops of TensorFlow 1 become one step each, and memory is given back in between. */
import { READERS } from '../simd';
import { isEnter, isMerge, isNextIteration } from './control-ops';
import { before, framesOf, loopBelow, ROOT, type Frame } from './frames';
import type { Edge, LoopStep, NodeStep, Step } from './plan';
import { inOrder } from './sort';

/**
 * @param nodes each after those that it needs, but for what closes a loop
 * @param fetches what is read in the end
 */
export function arrangeSteps(
  nodes: readonly NodeStep[],
  fetches: readonly Edge[],
): readonly Step[] {
  const steps = nodes.some(({ def }) => isEnter(def)) ? new Arranger(nodes).steps(ROOT) : nodes;
  return withReleases(steps, fetches);
}

/** A node of a frame, or a whole loop in it. */
type Unit = NodeStep | Frame;

class Arranger {
  readonly #nodes: readonly NodeStep[];
  readonly #frames: ReadonlyMap<NodeStep, Frame>;
  readonly #byId: ReadonlyMap<number, NodeStep>;

  constructor(nodes: readonly NodeStep[]) {
    this.#nodes = nodes;
    this.#frames = framesOf(nodes);
    this.#byId = new Map(nodes.map((node) => [node.id, node]));
  }

  steps(frame: Frame): readonly Step[] {
    const needs = new Map<Unit, Set<Unit>>();
    for (const node of this.#nodes) {
      const unit = this.#unitIn(frame, node);
      if (unit) this.#addNeeds(needs, frame, unit, node);
    }
    const order = inOrder(needs.keys(), (unit) => needs.get(unit) ?? [], nameOf);
    return order.map((unit) => (isNode(unit) ? unit : this.#loop(unit, frame)));
  }

  /** What stands for a node in this frame; undefined for nodes outside of it. */
  #unitIn(frame: Frame, node: NodeStep): Unit | undefined {
    const own = this.#frames.get(node)!;
    return own === frame ? node : loopBelow(own, frame);
  }

  #addNeeds(needs: Map<Unit, Set<Unit>>, frame: Frame, unit: Unit, node: NodeStep): void {
    const own = needs.get(unit) ?? new Set();
    needs.set(unit, own);
    for (const id of before(node)) {
      const other = this.#byId.get(id);
      const otherUnit = other && !closesLoop(node, other) ? this.#unitIn(frame, other) : undefined;
      if (otherUnit && otherUnit !== unit) own.add(otherUnit);
    }
  }

  #loop(loop: Frame, parent: Frame): LoopStep {
    const inside = this.#nodes.filter((node) => this.#frames.get(node) === loop);
    const reads = new Set(inside.flatMap(before));
    const entries = this.#nodes.filter(
      (node) =>
        isEnter(node.def) &&
        this.#frames.get(node) === parent &&
        reads.has(node.id) &&
        !isConstant(node),
    );
    return {
      kind: 'loop',
      steps: this.steps(loop),
      entries: entries.map(({ id }) => id),
      nexts: inside.filter(({ def }) => isNextIteration(def)).map(({ id }) => id),
      release: [],
    };
  }
}

function isNode(unit: Unit): unit is NodeStep {
  return 'kind' in unit;
}

function nameOf(unit: Unit): string {
  return isNode(unit) ? unit.def.name : 'of a loop';
}

function closesLoop(node: NodeStep, other: NodeStep): boolean {
  return isMerge(node.def) && isNextIteration(other.def);
}

/** Whether a value that enters a loop is there in each of its rounds. */
function isConstant({ def }: NodeStep): boolean {
  const value = def.attr['is_constant']?.value;
  return value?.case === 'b' && value.value;
}

/** Each node's outputs go when the last step that reads them has run. */
function withReleases(steps: readonly Step[], fetches: readonly Edge[]): readonly Step[] {
  const released = new Set(fetches.map(({ from }) => from));
  const backwards = steps.toReversed().map((step) => {
    const release = touched(step).filter((id) => !released.has(id));
    for (const id of release) released.add(id);
    return { ...step, release: [...new Set(release)] };
  });
  return withResidents(backwards.reverse(), fetches);
}

/** Only of nodes that run once: what a loop makes may be needed in its next round. */
function withResidents(steps: readonly Step[], fetches: readonly Edge[]): readonly Step[] {
  const read = new Set(fetches.map(({ from }) => from));
  for (const step of steps) {
    if (step.kind === 'loop') for (const id of touched(step)) read.add(id);
    else if (!READERS.has(step.def.op)) for (const { from } of step.inputs) read.add(from);
  }
  return steps.map((step) =>
    step.kind === 'loop' || read.has(step.id) ? step : { ...step, staysResident: true },
  );
}

function touched(step: Step): readonly number[] {
  return step.kind === 'node' ? [step.id, ...before(step)] : step.steps.flatMap(touched);
}
