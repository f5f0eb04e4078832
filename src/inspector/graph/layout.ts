/** Gives the boxes their places, from the top down. */
import { Graph, layout } from '@dagrejs/dagre';
import type { GraphEdge, GraphFrame } from '#protocol';
import type { Arrow, Sketch } from './boxes';
import { ranksOf } from './ranks';
import { inReadingOrder, sizeOf, SMALL_CHARACTER, withoutFrame, type Placed } from './room';
import { stack } from './stack';

/** Pixels. */
const FRAME_TITLE = 24;
/** The library takes seconds beyond these; then boxes are stacked in rows. */
const MAX_BOXES = 600;
/** More arrows than boxes. */
const MAX_EXTRA_ARROWS = 250;
/** Boxes, and the rows that arrows pass through on their way. */
const MAX_PLACES = 1000;
/** More boxes than this with hardly an arrow would stand side by side in one endless row. */
const LOOSE = 40;

export function place(sketch: Sketch): Placed {
  const { length } = sketch.boxes;
  const isLoose = length > LOOSE && sketch.arrows.length < length / 4;
  if (length > MAX_BOXES || isLoose || isTangled(sketch)) return stack(sketch);
  try {
    return placeNicely(sketch);
  } catch (error) {
    // A chain of many hundred nodes is too deep for the library's recursion.
    if (error instanceof RangeError) return stack(sketch);
    throw error;
  }
}

function isTangled({ boxes, arrows }: Sketch): boolean {
  if (arrows.length - boxes.length > MAX_EXTRA_ARROWS) return true;
  const ranks = ranksOf({ boxes, arrows });
  const rows = ({ from, to }: Arrow) => (ranks.get(to) ?? 0) - (ranks.get(from) ?? 0) - 1;
  const passed = arrows.reduce((sum, arrow) => sum + Math.max(0, rows(arrow)), 0);
  return boxes.length + passed > MAX_PLACES;
}

function placeNicely(sketch: Sketch): Placed {
  const graph = new Graph({ compound: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 36, marginx: 12, marginy: 12 });
  for (const [path, outer] of sketch.frames) {
    graph.setNode(path, {});
    if (outer !== undefined) graph.setParent(path, outer);
  }
  for (const box of sketch.boxes) {
    graph.setNode(box.id, sizeOf(box));
    if (box.frame !== undefined) graph.setParent(box.id, box.frame);
  }
  for (const { from, to, label } of sketch.arrows) {
    graph.setEdge(from, to, { width: label.length * SMALL_CHARACTER, height: label ? 14 : 0 });
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    boxes: inReadingOrder(
      sketch.boxes.map((box) => ({ ...withoutFrame(box), ...corner(graph, box.id) })),
    ),
    frames: [...sketch.frames.keys()].map((path) => frameOf(graph, path, sketch)),
    edges: sketch.arrows.map((arrow) => ({ ...arrow, points: pointsOf(graph, arrow) })),
  };
}

interface Centred {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function corner(graph: Graph, id: string) {
  const { x, y, width, height } = graph.node(id) as Centred;
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function frameOf(graph: Graph, path: string, { frames }: Sketch): GraphFrame {
  const place = corner(graph, path);
  const outer = frames.get(path);
  const title = outer === undefined ? path : path.slice(outer.length + 1);
  // The title stands above the boxes, in the room that the library leaves between ranks.
  return {
    ...place,
    y: place.y - FRAME_TITLE / 2,
    height: place.height + FRAME_TITLE / 2,
    id: `scope:${path}`,
    title,
  };
}

function pointsOf(graph: Graph, { from, to }: { from: string; to: string }): GraphEdge['points'] {
  const edge = graph.edge(from, to) as { points?: { x: number; y: number }[] } | undefined;
  return (edge?.points ?? []).map(({ x, y }) => ({ x, y }));
}
