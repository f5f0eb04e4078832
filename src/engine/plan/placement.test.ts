import { expect, test } from 'vitest';
import { cnn, mlp } from '../testing-models';
import { tensorsOf } from './operands';
import { placeTensors } from './placement';
import { countOf, type PlanTensor, type Routine } from './plan';
import { planOf } from './testing-session';
import { kinds, Sketch } from './testing-sketch';

const MODELS = [
  mlp({ inputs: 20, hidden: 16, classes: 4, rate: 0.3 }).program,
  cnn([4, 8]).program,
];

test('tensors that are needed at the same time do not overlap', () => {
  for (const { step } of MODELS.map((program) => planOf(program))) {
    const { offsets, size } = placeTensors(step, 5, 4);
    const spans = [...livesOf(step)].map(([tensor, life]) => {
      const start = offsets.get(tensor.id)!;
      return { tensor, life, start, end: start + countOf(tensor.count, 5) };
    });
    for (const one of spans) {
      expect(one.start % 4).toBe(0);
      expect(one.end).toBeLessThanOrEqual(size);
      const others = spans.filter(
        ({ tensor, life }) =>
          tensor.id !== one.tensor.id && life[0] <= one.life[1] && one.life[0] <= life[1],
      );
      for (const other of others)
        expect(other.start >= one.end || other.end <= one.start).toBe(true);
    }
  }
});

test('memory of what is no longer read is used again', () => {
  const s = new Sketch();
  let x = s.writer.unary('exp', s.x);
  for (let i = 0; i < 6; i++) x = s.writer.unary('neg', x);
  const routine = s.routine(x);
  expect(kinds(routine)).toHaveLength(7);
  expect(placeTensors(routine, 8, 16).size).toBe(2 * 8 * 4);
});

test('a result keeps its memory to the end', () => {
  const s = new Sketch();
  const kept = s.writer.unary('exp', s.x);
  let x = kept;
  for (let i = 0; i < 3; i++) x = s.writer.unary('neg', x);
  const { offsets } = placeTensors(s.routine(kept), 4, 16);
  const same = [...offsets].filter(([, offset]) => offset === offsets.get(kept.id));
  expect(same).toEqual([[kept.id, offsets.get(kept.id)]]);
});

/** First and last operation that touches each computed tensor. */
function livesOf({ ops, results }: Routine): Map<PlanTensor, [number, number]> {
  const lives = new Map<PlanTensor, [number, number]>();
  ops.forEach((op, place) => {
    const { reads, writes } = tensorsOf(op);
    for (const tensor of [...reads, ...writes]) {
      if (tensor.source !== 'computed') continue;
      lives.set(tensor, [lives.get(tensor)?.[0] ?? place, place]);
    }
  });
  for (const { tensor } of results) lives.get(tensor)![1] = ops.length;
  return lives;
}
