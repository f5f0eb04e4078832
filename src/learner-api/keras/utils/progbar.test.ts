import { describe, expect, it } from 'vitest';
import { Progbar } from './progbar';

/** A bar on a clock that the test moves, and what it wrote. */
function barOnClock(target: number, verbose: 1 | 2) {
  const written: string[] = [];
  const clock = { milliseconds: 0 };
  const bar = new Progbar({
    target,
    verbose,
    write: (text) => written.push(text),
    now: () => clock.milliseconds,
  });
  return { bar, clock, written };
}

const FULL = '━'.repeat(20);
const HALF = '━'.repeat(10);

describe('verbose 2', () => {
  it('prints one line at the end, as Keras 3.15 does', () => {
    const { bar, clock, written } = barOnClock(422, 2);
    clock.milliseconds = 1688;
    bar.update(422, { accuracy: 0.8843, loss: 0.3164, val_accuracy: 0.8797 }, true);
    expect(written).toEqual([
      '422/422 - 2s - 4ms/step - accuracy: 0.8843 - loss: 0.3164 - val_accuracy: 0.8797\n',
    ]);
  });

  it('writes small and negative values with an exponent', () => {
    const { bar, clock, written } = barOnClock(2, 2);
    clock.milliseconds = 72;
    bar.update(2, { loss: 0.0004, cosine: -0.5 }, true);
    expect(written[0]).toBe('2/2 - 0s - 36ms/step - loss: 4.0000e-04 - cosine: -5.0000e-01\n');
  });
});

describe('verbose 1', () => {
  it('draws the bar of Keras 3.15, character for character', () => {
    const { bar, clock, written } = barOnClock(2, 1);
    clock.milliseconds = 394;
    bar.update(1, { accuracy: 0.375, loss: 1.1017 });
    expect(written[0]).toBe(
      `\r\u001b[1m1/2\u001b[0m \u001b[32m${HALF}\u001b[0m\u001b[37m${HALF}\u001b[0m` +
        ' \u001b[1m0s\u001b[0m 394ms/step - accuracy: 0.3750 - loss: 1.1017',
    );
    clock.milliseconds = 527;
    bar.update(2, { accuracy: 0.375, loss: 1.1224, val_loss: 1.06 }, true);
    expect(written[1]).toBe(
      `\r\u001b[1m2/2\u001b[0m \u001b[32m${FULL}\u001b[0m\u001b[37m\u001b[0m` +
        ' \u001b[1m1s\u001b[0m 133ms/step - accuracy: 0.3750 - loss: 1.1224 - val_loss: 1.0600\n',
    );
  });

  it('draws at most every 50 ms', () => {
    const { bar, clock, written } = barOnClock(1000, 1);
    for (let step = 1; step <= 200; step++) {
      clock.milliseconds += 1;
      bar.update(step);
    }
    expect(written).toHaveLength(4);
  });

  it('erases what is left of a longer line', () => {
    const { bar, clock, written } = barOnClock(10000, 1);
    clock.milliseconds = 2_000_000;
    bar.update(1);
    clock.milliseconds += 1000;
    bar.update(9999);
    expect(written[1]).toMatch(/ {4,}$/);
  });

  it('says the time left in hours and minutes', () => {
    const { bar, clock, written } = barOnClock(100, 1);
    clock.milliseconds = 60_000;
    bar.update(1);
    expect(written[0]).toContain('1:39:00');
  });
});
