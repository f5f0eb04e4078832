/** The graph block of a SavedModel: what can be drawn, the drawing, and what is known of a node. */
import { ValueError } from '#errors';
import type { MetaGraphDef } from '#formats/saved-model/schema';
import type { DrawnGraph, GraphRequest } from '#protocol';
import type { GraphSource } from '../artifact';
import { count } from '../text';
import { nodeId, scopeId, sketch } from './boxes';
import { describeNode } from './details';
import { fold, type FoldedGraph } from './fold';
import { place } from './layout';
import { GraphLibrary } from './library';
import { chooseExpanded, countBoxes, findScopes, type Scopes } from './scopes';

/** More boxes than this are not drawn. */
const MAX_BOXES = 2000;

export function graphSource(meta: MetaGraphDef): GraphSource {
  const library = new GraphLibrary(meta);
  return {
    kind: 'graph',
    choices: library.choices,
    draw: async (request) => draw(library, request),
    node(graph, box) {
      const node = library.body(graph).nodes.get(box.slice(nodeId('').length));
      if (!node) throw new ValueError(`There is no node ${box}.`);
      return describeNode(library, library.body(graph), node);
    },
  };
}

function draw(library: GraphLibrary, request: GraphRequest): DrawnGraph {
  const body = library.body(request.graph);
  const folded = fold(body);
  const scopes = findScopes(folded.nodes);
  const expanded = wantedScopes(request, folded, scopes);
  const total = countBoxes(folded.nodes, scopes, expanded);
  if (total <= MAX_BOXES)
    return finish(folded, expanded, place(sketch(body, folded, scopes, expanded)));
  return tooMany(body, folded, scopes, total);
}

function wantedScopes(
  { expanded }: GraphRequest,
  { nodes }: FoldedGraph,
  scopes: Scopes,
): ReadonlySet<string> {
  if (expanded === undefined) return chooseExpanded(nodes, scopes);
  if (expanded === 'all') return new Set(nodes.flatMap(({ name }) => scopes.around(name)));
  return new Set(expanded.map(scopeOf));
}

/** With all scopes closed, if that is few enough; else nothing but a sentence. */
function tooMany(
  body: Parameters<typeof sketch>[0],
  folded: FoldedGraph,
  scopes: Scopes,
  total: number,
): DrawnGraph {
  const closed = new Set<string>();
  const left = countBoxes(folded.nodes, scopes, closed);
  const limit = `${count(total)} boxes are more than the ${count(MAX_BOXES)} that are drawn.`;
  if (left > MAX_BOXES) {
    const empty = { width: 0, height: 0, boxes: [], frames: [], edges: [] };
    return {
      ...empty,
      expanded: [],
      notice: `${limit} Its nodes are counted by op under Functions.`,
    };
  }
  const drawn = finish(folded, closed, place(sketch(body, folded, scopes, closed)));
  return { ...drawn, notice: `${limit} All scopes are closed; open one at a time.` };
}

function finish(
  { hidden }: FoldedGraph,
  expanded: ReadonlySet<string>,
  placed: ReturnType<typeof place>,
): DrawnGraph {
  const notice =
    hidden > 0
      ? `${count(hidden)} constants, variable reads and control nodes are not drawn as boxes: what they hold stands in the boxes that take it.`
      : '';
  return { ...placed, expanded: [...expanded].map(scopeId), notice };
}

function scopeOf(id: string): string {
  return id.slice(scopeId('').length);
}
