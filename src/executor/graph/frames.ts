/**
 * Loops of TensorFlow 1: which one each node is part of. Enter and what comes before it belong to what surrounds the
 * loop, Exit to the loop, what reads Exit to what surrounds it again.
 */
import { StatusError } from '../status';
import { isEnter, isExit } from './control-ops';
import type { NodeStep } from './plan';

export interface Frame {
  /** Undefined for what is in no loop. */
  readonly parent: Frame | undefined;
  readonly depth: number;
}

export const ROOT: Frame = { parent: undefined, depth: 0 };

/** @param steps each after those that it needs, but for what closes a loop */
export function framesOf(steps: readonly NodeStep[]): ReadonlyMap<NodeStep, Frame> {
  const frames = new Map<NodeStep, Frame>();
  const afterwards = new Map<number, Frame>();
  const loops = new Map<Frame, Map<string, Frame>>();
  for (const step of steps) {
    let frame = ROOT;
    for (const id of before(step)) frame = deeper(frame, afterwards.get(id) ?? ROOT);
    frames.set(step, frame);
    afterwards.set(step.id, frameAfter(step, frame, loops));
  }
  return frames;
}

/** The loop directly below `frame` that `inner` is, or is part of; undefined where it is not below. */
export function loopBelow(inner: Frame, frame: Frame): Frame | undefined {
  let loop: Frame | undefined = inner;
  while (loop && loop.parent !== frame) loop = loop.parent;
  return loop;
}

/** Numbers of the nodes that a step waits for. */
export function before({ inputs, controls }: NodeStep): readonly number[] {
  return [...inputs.map(({ from }) => from), ...controls];
}

function frameAfter(step: NodeStep, frame: Frame, loops: Map<Frame, Map<string, Frame>>): Frame {
  if (isEnter(step.def)) return loopNamed(frameName(step), frame, loops);
  if (!isExit(step.def)) return frame;
  if (frame.parent) return frame.parent;
  throw new StatusError(
    'INVALID_ARGUMENT',
    `Node '${step.def.name}' leaves a loop, but is in none.`,
  );
}

function frameName({ def }: NodeStep): string {
  const value = def.attr['frame_name']?.value;
  return value?.case === 's' ? new TextDecoder().decode(value.value) : '';
}

function loopNamed(name: string, parent: Frame, loops: Map<Frame, Map<string, Frame>>): Frame {
  const byName = loops.get(parent) ?? new Map<string, Frame>();
  loops.set(parent, byName);
  const frame = byName.get(name) ?? { parent, depth: parent.depth + 1 };
  byName.set(name, frame);
  return frame;
}

function deeper(a: Frame, b: Frame): Frame {
  return b.depth > a.depth ? b : a;
}
