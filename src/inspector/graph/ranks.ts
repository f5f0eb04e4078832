/** How far down each box of a drawing has to stand. */
import type { Arrow } from './boxes';

interface Ranked {
  readonly boxes: readonly { readonly id: string }[];
  readonly arrows: readonly Arrow[];
}

/** Length of the longest way to each box; arrows that close a circle are passed over. */
export function ranksOf({ boxes, arrows }: Ranked): ReadonlyMap<string, number> {
  const ids = boxes.map(({ id }) => id);
  const targets = new Map<string, string[]>();
  const waiting = new Map(ids.map((id) => [id, 0]));
  for (const { from, to } of arrows) {
    const list = targets.get(from) ?? [];
    list.push(to);
    targets.set(from, list);
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const ranks = new Map<string, number>();
  const open = ids.filter((id) => waiting.get(id) === 0);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const own = ranks.get(id) ?? 0;
    ranks.set(id, own);
    for (const to of targets.get(id) ?? []) {
      ranks.set(to, Math.max(ranks.get(to) ?? 0, own + 1));
      waiting.set(to, waiting.get(to)! - 1);
      if (waiting.get(to) === 0) open.push(to);
    }
  }
  return ranks;
}
