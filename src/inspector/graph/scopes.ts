/** Name scopes (`fashion/dense`), which are drawn as one box until they are opened. */
import type { GraphNode } from './model';

/** A scope with fewer nodes is not worth a box of its own. */
const WORTH = 2;
/** Scopes in scopes; a name may have thousands of slashes. */
const MAX_DEPTH = 32;
/** Boxes up to which scopes are opened without being asked for. */
const COMFORTABLE = 40;
/** With fewer boxes than this, one more scope is opened even if it is large. */
const TOO_FEW = 12;
const AT_MOST = 400;

export interface Scopes {
  /** Number of nodes in it. */
  size(scope: string): number;
  /** The scopes around a node, outermost first. */
  around(node: string): readonly string[];
  /** The scope that a node is drawn as, or undefined if it is drawn itself. */
  closedAround(node: string, expanded: ReadonlySet<string>): string | undefined;
}

export function findScopes(nodes: readonly GraphNode[]): Scopes {
  const sizes = new Map<string, number>();
  for (const { name } of nodes) {
    for (const path of prefixes(name)) sizes.set(path, (sizes.get(path) ?? 0) + 1);
  }
  const around = (name: string) => prefixes(name).filter((path) => (sizes.get(path) ?? 0) >= WORTH);
  return {
    size: (scope) => sizes.get(scope) ?? 0,
    around,
    closedAround: (name, expanded) => around(name).find((path) => !expanded.has(path)),
  };
}

/** `a`, `a/b` for `a/b/c`. */
function prefixes(name: string): string[] {
  const found: string[] = [];
  let end = name.indexOf('/');
  while (end > 0 && found.length < MAX_DEPTH) {
    found.push(name.slice(0, end));
    end = name.indexOf('/', end + 1);
  }
  return found;
}

/** Opens scopes from the outermost on, small ones first, while the drawing stays easy to take in. */
export function chooseExpanded(nodes: readonly GraphNode[], scopes: Scopes): Set<string> {
  const inside = boxesInside(nodes, scopes);
  const expanded = new Set<string>();
  let total = inside.get(ROOT)?.count ?? 0;
  let closed = [...(inside.get(ROOT)?.scopes ?? [])];
  const gain = (scope: string) => inside.get(scope)!.count - 1;
  for (;;) {
    const limit = total < TOO_FEW ? AT_MOST : COMFORTABLE;
    const [next] = closed
      .filter((scope) => total + gain(scope) <= limit)
      .sort((a, b) => depth(a) - depth(b) || gain(a) - gain(b));
    if (next === undefined) return expanded;
    expanded.add(next);
    total += gain(next);
    closed = [...closed.filter((scope) => scope !== next), ...inside.get(next)!.scopes];
  }
}

const ROOT = '';

interface Inside {
  /** Boxes directly in it while all its scopes are closed. */
  count: number;
  readonly scopes: Set<string>;
}

function boxesInside(nodes: readonly GraphNode[], scopes: Scopes): ReadonlyMap<string, Inside> {
  const inside = new Map<string, Inside>();
  const of = (scope: string): Inside => {
    const known = inside.get(scope) ?? { count: 0, scopes: new Set<string>() };
    inside.set(scope, known);
    return known;
  };
  for (const { name } of nodes) {
    let outer = of(ROOT);
    for (const path of scopes.around(name)) {
      if (!outer.scopes.has(path)) outer.count++;
      outer.scopes.add(path);
      outer = of(path);
    }
    outer.count++;
  }
  return inside;
}

/** How many boxes would be drawn. */
export function countBoxes(
  nodes: readonly GraphNode[],
  scopes: Scopes,
  expanded: ReadonlySet<string>,
): number {
  const closed = new Set<string>();
  let single = 0;
  for (const { name } of nodes) {
    const scope = scopes.closedAround(name, expanded);
    if (scope === undefined) single++;
    else closed.add(scope);
  }
  return single + closed.size;
}

function depth(scope: string): number {
  return scope.split('/').length;
}
