/** A plain layout for graphs that are too large for a good one: each box below all that it takes from, rows centred. */
import type { GraphBox } from '#protocol';
import type { Arrow, Sketch } from './boxes';
import { ranksOf } from './ranks';
import { inReadingOrder, sizeOf, withoutFrame, type Placed } from './room';

const GAP = 24;
const ROW_GAP = 56;
/** Boxes side by side; more go on in the next row. */
const PER_ROW = 24;

export function stack(sketch: Sketch): Placed {
  const boxes = new Map<string, GraphBox>();
  const rows = rowsOf(sketch);
  let [y, width] = [GAP, 0];
  for (const row of rows) {
    let [x, height] = [GAP, 0];
    for (const box of row) {
      const size = sizeOf(box);
      boxes.set(box.id, { ...withoutFrame(box), ...size, x, y });
      x += size.width + GAP;
      height = Math.max(height, size.height);
    }
    width = Math.max(width, x);
    y += height + ROW_GAP;
  }
  const edges = sketch.arrows.map((arrow) => ({ ...arrow, points: straight(boxes, arrow) }));
  return { width, height: y, boxes: inReadingOrder([...boxes.values()]), frames: [], edges };
}

function rowsOf({ boxes, arrows }: Sketch): (readonly Sketch['boxes'][number][])[] {
  const ranks = ranksOf({ boxes, arrows });
  const byRank = new Map<number, Sketch['boxes'][number][]>();
  for (const box of boxes) {
    const at = ranks.get(box.id) ?? 0;
    byRank.set(at, [...(byRank.get(at) ?? []), box]);
  }
  return [...byRank]
    .sort(([a], [b]) => a - b)
    .flatMap(([, row]) => {
      const parts = [];
      for (let from = 0; from < row.length; from += PER_ROW) {
        parts.push(row.slice(from, from + PER_ROW));
      }
      return parts;
    });
}

function straight(boxes: ReadonlyMap<string, GraphBox>, { from, to }: Arrow) {
  const [a, b] = [boxes.get(from), boxes.get(to)];
  if (!a || !b) return [];
  return [
    { x: a.x + a.width / 2, y: a.y + a.height },
    { x: b.x + b.width / 2, y: b.y },
  ];
}
