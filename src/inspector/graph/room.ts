/** The room that boxes take, before they have a place. */
import type { DrawnGraph, GraphBox } from '#protocol';
import type { BoxContent } from './boxes';

/** Pixels, as the page's style has them. */
const CHARACTER = 7.3;
export const SMALL_CHARACTER = 6.6;
const PADDING = 24;
const [MIN_WIDTH, MAX_WIDTH] = [96, 280];
const [TITLE_HEIGHT, LINE_HEIGHT] = [32, 16];

export type Placed = Pick<DrawnGraph, 'width' | 'height' | 'boxes' | 'frames' | 'edges'>;

/** Room for the box's text; longer text is cut by the page. */
export function sizeOf({ title, subtitle, rows }: BoxContent): { width: number; height: number } {
  const texts = [
    title.length * CHARACTER,
    subtitle.length * SMALL_CHARACTER,
    ...rows.map(({ label, text }) => (label.length + text.length + 2) * SMALL_CHARACTER),
  ];
  const width = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.max(...texts) + PADDING));
  const lines = (subtitle ? 1 : 0) + rows.length;
  return { width: Math.round(width), height: TITLE_HEIGHT + lines * LINE_HEIGHT };
}

export function withoutFrame({ id, kind, title, subtitle, rows }: BoxContent) {
  return { id, kind, title, subtitle, rows };
}

/** From the top down, then from the left: what is taken comes before what takes it. */
export function inReadingOrder(boxes: readonly GraphBox[]): GraphBox[] {
  return [...boxes].sort((a, b) => a.y - b.y || a.x - b.x);
}
