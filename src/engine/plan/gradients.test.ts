/** Every gradient against what small steps of the variables do to the loss. */
import { describe, expect, test } from 'vitest';
import { array, sgd } from '../testing';
import { wave } from '../testing-models';
import { ReferenceSession } from './testing-session';
import { PLAN_CASES, type PlanCase } from './testing-cases';

const STEP = 1e-3;
const TOLERANCE = 4e-3;

const smooth = PLAN_CASES.filter(({ isSmooth }) => isSmooth);

test.each(smooth)('$title: the gradient is the slope of the loss', (at) => {
  const { state } = at;
  const moved = gradientsOf(at);
  state.variables.forEach((value, index) => {
    for (const element of someOf(value.size)) {
      const slope =
        (lossAt(at, index, element, STEP) - lossAt(at, index, element, -STEP)) / 2 / STEP;
      const gradient = moved[index]![element]!;
      const allowed = TOLERANCE * Math.max(1, Math.abs(slope));
      const what = `element ${element} of variable ${index}: ${gradient} instead of ${slope}`;
      expect(Math.abs(gradient - slope), what).toBeLessThanOrEqual(allowed);
    }
  });
});

describe('at corners', () => {
  test('the slope of relu and abs at 0 is 0', () => {
    expect(movesOf('Relu at 0')).toEqual([[false, false, true]]);
    expect(movesOf('Abs at 0')).toEqual([[false, true, true]]);
  });

  test('of equal numbers the first takes the gradient of a maximum or minimum', () => {
    const [first, second] = [true, false];
    expect(movesOf('Maximum of equals')).toEqual([
      [first, true],
      [second, false],
    ]);
    expect(movesOf('Minimum of equals')).toEqual([
      [first, false],
      [second, true],
    ]);
  });

  test('equal maxima of a reduction share, and of a pooling the first takes all', () => {
    const [shared] = gradientsOf(caseOf('Max of equals'));
    expect(shared![1]).not.toBe(0);
    expect(shared!.slice(2)).toEqual([shared![1], shared![1]]);
    expect(movesOf('MaxPool of equals')).toEqual([
      [true, false, true, true, false, true, false, false, false],
    ]);
  });

  test('nothing flows through StopGradient', () => {
    const weights = caseOf('StopGradient').state.variables[0]!.data as Float32Array;
    const factors = wave([3], 0.2).data as Float32Array;
    const expected = Array.from(weights, (weight, i) => weight ** 2 * factors[i]!);
    gradientsOf(caseOf('StopGradient'))[0]!.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
  });
});

function caseOf(title: string): PlanCase {
  return PLAN_CASES.find((at) => at.title === title)!;
}

/** Which elements of the variables have a gradient. */
function movesOf(title: string): boolean[][] {
  return gradientsOf(caseOf(title)).map((values) => values.map((value) => value !== 0));
}

/** By how much each variable moves in a step of plain SGD with rate 1. */
function gradientsOf({ program, state, feeds }: PlanCase): number[][] {
  const training = { ...program.training!, optimizer: sgd(1) };
  const session = new ReferenceSession({ ...program, training }, state);
  session.step(feeds);
  const after = session.variables();
  return state.variables.map((value, index) =>
    Array.from(value.data as Float32Array, (before, i) => before - after[index]![i]!),
  );
}

function lossAt(at: PlanCase, index: number, element: number, step: number): number {
  const variables = at.state.variables.map((value, i) => {
    if (i !== index) return value;
    const data = Array.from(value.data as Float32Array);
    data[element]! += step;
    return array(data, value.shape);
  });
  const session = new ReferenceSession(at.program, { ...at.state, variables });
  return Number(session.step(at.feeds)[0]!.data[0]);
}

/** The first, the last and some in between. */
function someOf(size: number): number[] {
  const wanted = Math.min(size, 12);
  return Array.from({ length: wanted }, (_, i) =>
    Math.floor((i * (size - 1)) / Math.max(1, wanted - 1)),
  );
}
