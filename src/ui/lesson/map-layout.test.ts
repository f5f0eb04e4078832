import { MAP_PLACES, MAP_STEPS } from '#course';
import { describe, expect, test } from 'vitest';
import { NARROW_MAP, stepTo, WIDE_MAP } from './map-layout';

describe.each([
  ['wide', WIDE_MAP],
  ['narrow', NARROW_MAP],
])('the %s map', (_, map) => {
  const boxes = MAP_PLACES.map(({ stage }) => map.at[stage]);

  test('has every place inside its frame', () => {
    for (const { x, y } of boxes) {
      expect(x + map.box.width).toBeLessThanOrEqual(map.width);
      expect(y + map.box.height).toBeLessThanOrEqual(map.height);
    }
  });

  test('has no two places on top of each other', () => {
    for (const a of boxes) {
      const near = boxes.filter(
        (b) => Math.abs(a.x - b.x) < map.box.width && Math.abs(a.y - b.y) < map.box.height,
      );
      expect(near).toEqual([a]);
    }
  });

  test('leaves room above every place for the words that say where one is', () => {
    const words = 13;
    for (const a of boxes) {
      const under = boxes.filter(
        (b) => b.x === a.x && b.y < a.y && b.y + map.box.height > a.y - words,
      );
      expect(under).toEqual([]);
      expect(a.y).toBeGreaterThanOrEqual(words);
    }
  });

  test('draws every step', () => {
    for (const step of MAP_STEPS) expect(map.path(step)).toMatch(/^M\d/);
  });
});

test('every place but the first can be reached', () => {
  const unreached = MAP_PLACES.filter(({ stage }) => !stepTo(stage));
  expect(unreached.map(({ stage }) => stage)).toEqual(['train']);
});
