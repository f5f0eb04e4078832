/** The graph block of a SavedModel: what can be drawn, the drawing, and what is known of a node. */
import { ValueError } from '#errors';
import type { MetaGraphDef } from '#formats/saved-model/schema';
import type { DrawnGraph, GraphRequest } from '#protocol';
import type { GraphSource } from '../artifact';
import { count } from '../text';
import { nodeId, scopeId, sketch, type Sketch } from './boxes';
import { describeNode } from './details';
import { fold, type FoldedGraph } from './fold';
import { place } from './layout';
import { GraphLibrary } from './library';
import type { GraphBody } from './model';
import { chooseExpanded, countBoxes, findScopes, type Scopes } from './scopes';

/** More than this is not drawn. */
const MAX_BOXES = 2000;
const MAX_ARROWS = 4000;

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
  const wanted = wantedScopes(request, folded, scopes);
  const sketched = sketchIfFew(body, folded, scopes, wanted);
  if (typeof sketched !== 'string') return finish(folded, wanted, place(sketched));
  const closed = new Set<string>();
  const rest = sketchIfFew(body, folded, scopes, closed);
  if (typeof rest === 'string') return tooMany(rest);
  const notice = `${sketched} All scopes are closed; open one at a time.`;
  return { ...finish(folded, closed, place(rest)), notice };
}

/** The sketch, or a sentence that says why there is none. */
function sketchIfFew(
  body: GraphBody,
  folded: FoldedGraph,
  scopes: Scopes,
  expanded: ReadonlySet<string>,
): Sketch | string {
  const ends = folded.inputs.length + body.outputs.length;
  const boxes = countBoxes(folded.nodes, scopes, expanded) + ends;
  if (boxes > MAX_BOXES)
    return `${count(boxes)} boxes are more than the ${count(MAX_BOXES)} that are drawn.`;
  const sketched = sketch(body, folded, scopes, expanded);
  const arrows = sketched.arrows.length;
  if (arrows <= MAX_ARROWS) return sketched;
  return `${count(arrows)} arrows are more than the ${count(MAX_ARROWS)} that are drawn.`;
}

/** Nothing but a sentence. */
function tooMany(reason: string): DrawnGraph {
  const empty = { width: 0, height: 0, boxes: [], frames: [], edges: [] };
  return {
    ...empty,
    expanded: [],
    notice: `${reason} Its nodes are counted by op under Functions.`,
  };
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
