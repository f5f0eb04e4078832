/** TensorFlow's registered ops and how many outputs a node of each has; see scripts/fixtures/make_saved_model_cli_fixtures.py. */
import type { NodeDef } from '#formats/saved-model/schema';
import registry from './tensorflow-ops.json';

let termsByOp: ReadonlyMap<string, readonly string[]> | undefined;

/** @returns undefined for an op that TensorFlow does not register: a custom op, or a function of the library */
export function outputCount(node: NodeDef): number | undefined {
  termsByOp ??= readRegistry();
  const terms = termsByOp.get(node.op);
  return terms?.reduce((sum, term) => sum + termValue(term, node), 0);
}

/** A term is a number, an attribute that is one, or after `#` an attribute whose list's length counts. */
function termValue(term: string, node: NodeDef): number {
  if (/^\d+$/.test(term)) return Number(term);
  const attr = node.attr[term.replace('#', '')]?.value;
  if (attr?.case === 'list') return attr.value.type.length;
  return attr?.case === 'i' ? Number(attr.value) : 1;
}

function readRegistry(): Map<string, readonly string[]> {
  const termsOf = new Map<string, readonly string[]>();
  for (const [terms, ops] of Object.entries(registry.outputs)) {
    for (const op of ops.split(' ')) termsOf.set(op, terms.split('+'));
  }
  return termsOf;
}
