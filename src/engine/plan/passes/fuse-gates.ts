/** Puts the way back through dropout and an activation into what computes the gradient. */
import { isActivation } from '../gradients/elementwise';
import type { Dropout, Gate, PlanOp, PlanTensor, Routine } from '../plan';
import { changed, type Pass, Uses } from './pass';

export const fuseGates: Pass = {
  name: 'fuseGates',
  run: (routine) => {
    const uses = new Uses(routine);
    const changes = new Map<number, PlanOp | undefined>();
    routine.ops.forEach((op, place) => {
      if (!isGated(op) || op.gate) return;
      const found = gateBehind(op.out, routine, uses);
      if (!found) return;
      changes.set(place, { ...op, gate: found.gate, out: found.out });
      for (const dropped of found.places) changes.set(dropped, undefined);
    });
    return changed(routine, changes);
  },
};

type Gated = Extract<PlanOp, { gate?: Gate | undefined }>;

const GATED: ReadonlySet<PlanOp['kind']> = new Set<Gated['kind']>([
  'denseInputGradient',
  'conv2dInputGradient',
  'depthwiseConv2dInputGradient',
  'poolGradient',
]);

function isGated(op: PlanOp): op is Gated {
  return GATED.has(op.kind);
}

interface Found {
  readonly gate: Gate;
  readonly out: PlanTensor;
  /** Operations that the gate stands for. */
  readonly places: readonly number[];
}

function gateBehind(gradient: PlanTensor, routine: Routine, uses: Uses): Found | undefined {
  const place = uses.onlyReader(gradient);
  const op = place === undefined ? undefined : routine.ops[place]!;
  if (op?.kind !== 'dropout') return activationBehind(gradient, routine, uses);
  const forward = routine.ops.find(
    (other): other is Dropout => other.kind === 'dropout' && other.stream === op.stream,
  )!;
  if (forward === op) return undefined;
  const { rate, scale, stream } = op;
  const dropout = { rate, scale, stream };
  const next = activationBehind(op.out, routine, uses);
  if (next?.gate.y !== forward.x) {
    return { gate: { dropout, y: forward.out }, out: op.out, places: [place!] };
  }
  const { activation } = next!.gate;
  const places = [place!, ...next!.places];
  return { gate: { activation, dropout, y: forward.out }, out: next!.out, places };
}

function activationBehind(gradient: PlanTensor, { ops }: Routine, uses: Uses): Found | undefined {
  const place = uses.onlyReader(gradient);
  const op = place === undefined ? undefined : ops[place]!;
  if (op?.kind !== 'unaryGradient' || !isActivation(op.fn) || op.gradient !== gradient) {
    return undefined;
  }
  const { fn, alpha, y, out } = op;
  return { gate: { activation: { fn, alpha }, y }, out, places: [place!] };
}
