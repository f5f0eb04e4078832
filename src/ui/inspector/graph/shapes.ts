/** What the drawing of a graph needs besides places. */
import type { GraphBox, GraphEdge } from '#protocol';

/** As the layout assumed them. */
const CHARACTER = 7.3;
const SMALL_CHARACTER = 6.6;
const PADDING = 20;

/** Text that fits into a box of this width, its end cut off if need be. */
export function cut(text: string, width: number, size: 'title' | 'small'): string {
  const room = Math.floor((width - PADDING) / (size === 'title' ? CHARACTER : SMALL_CHARACTER));
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
}

/** A curve through an arrow's points. */
export function curve(points: GraphEdge['points']): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return '';
  const middle = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1]!;
    return `Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`;
  });
  return `M${first.x},${first.y} ${middle.join(' ')} L${last.x},${last.y}`;
}

/** Where an arrow's label stands. */
export function middleOf(points: GraphEdge['points']): { readonly x: number; readonly y: number } {
  return points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
}

const KINDS: Readonly<Record<GraphBox['kind'], string>> = {
  input: 'Input',
  output: 'Output',
  op: 'Op',
  call: 'Call',
  scope: 'Scope',
};

/** `Input keras_tensor, float32 (None, 28, 28)`. */
export function boxName({ kind, title, subtitle }: GraphBox): string {
  return `${KINDS[kind]} ${title}${subtitle ? `, ${subtitle}` : ''}`;
}

/** Titles of the boxes that each box takes from, by its id. */
export function sourcesByBox(
  boxes: readonly GraphBox[],
  edges: readonly GraphEdge[],
): ReadonlyMap<string, readonly string[]> {
  const titles = new Map(boxes.map(({ id, title }) => [id, title]));
  const sources = new Map<string, string[]>();
  for (const { from, to } of edges) {
    sources.set(to, [...(sources.get(to) ?? []), titles.get(from) ?? from]);
  }
  return sources;
}
