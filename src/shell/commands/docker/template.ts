/**
 * Go templates, as far as `--format` is used: fields, `json`, `index`, `len`, text functions, pipes, `range`, `if` and
 * variables.
 */
import { evaluate, type Scope } from './template-values';
import { TemplateError } from './template-error';

export { TemplateError };

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly source: string }
  | { readonly kind: 'if' | 'range'; readonly source: string; body: Node[]; otherwise: Node[] };

/** @param missing what is said of a field that is not there, with `%` for its name */
type Template = (data: unknown, missing?: string) => string;

/** @throws TemplateError */
export function parseTemplate(text: string): Template {
  const parser = new Parser(text);
  const nodes = parser.parse();
  return (data, missing = 'map has no entry for key %') =>
    print(nodes, { data, root: data, variables: new Map(), missing });
}

class Parser {
  readonly #pieces: string[];

  constructor(text: string) {
    this.#pieces = text
      .replace(/\s+\{\{-(?=\s)/g, '{{')
      .replace(/\s-\}\}\s+/g, '}}')
      .split(/(\{\{(?:"(?:\\.|[^"\\])*"|`[^`]*`|[^"`}]|\}(?!\}))*\}\})/);
  }

  parse(): Node[] {
    const { nodes, end } = this.#block();
    if (end !== '') throw new TemplateError('parse', `template: :1: unexpected {{${end}}}`);
    return nodes;
  }

  /** As far as an `else` or `end` that belongs to an opener before. */
  #block(): { nodes: Node[]; end: string } {
    const nodes: Node[] = [];
    while (this.#pieces.length > 0) {
      const piece = this.#pieces.shift()!;
      if (!piece.startsWith('{{') || !piece.endsWith('}}')) {
        if (piece.includes('{{')) throw new TemplateError('parse', 'template: :1: unclosed action');
        if (piece) nodes.push({ kind: 'text', text: piece });
        continue;
      }
      const source = piece.slice(2, -2).trim();
      if (source === 'end' || source === 'else') return { nodes, end: source };
      nodes.push(this.#node(source));
    }
    return { nodes, end: '' };
  }

  #node(source: string): Node {
    if (source === '') throw new TemplateError('parse', 'template: :1: missing value for command');
    if (source.startsWith('/*')) return { kind: 'text', text: '' };
    const [, kind, rest] = /^(if|range)\s+(.*)$/s.exec(source) ?? [];
    if (kind !== 'if' && kind !== 'range') return { kind: 'value', source };
    const body = this.#block();
    const otherwise = body.end === 'else' ? this.#block() : { nodes: [], end: body.end };
    if (otherwise.end !== 'end') throw new TemplateError('parse', 'template: :1: unexpected EOF');
    return { kind, source: rest!, body: body.nodes, otherwise: otherwise.nodes };
  }
}

function print(nodes: readonly Node[], scope: Scope): string {
  return nodes.map((node) => printNode(node, scope)).join('');
}

function printNode(node: Node, scope: Scope): string {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'value') return printValue(node.source, scope);
  if (node.kind === 'range') return printRange(node, scope);
  const chosen = isTrue(evaluate(node.source, scope)) ? node.body : node.otherwise;
  return print(chosen, scope);
}

function printValue(source: string, scope: Scope): string {
  const [, name, rest] = /^(\$\w+)\s*:?=\s*(.*)$/s.exec(source) ?? [];
  if (name === undefined) return toText(evaluate(source, scope));
  scope.variables.set(name, evaluate(rest!, scope));
  return '';
}

function printRange(node: Extract<Node, { kind: 'if' | 'range' }>, scope: Scope): string {
  const [, names = '', rest] = /^((?:\$\w+\s*,?\s*)+):=\s*(.*)$/s.exec(node.source) ?? [];
  const entries = entriesOf(evaluate(rest ?? node.source, scope));
  if (entries.length === 0) return print(node.otherwise, scope);
  const variables = names.match(/\$\w+/g) ?? [];
  return entries
    .map(([key, value]) => {
      const inner = new Map(scope.variables);
      const named = variables.length > 1 ? [key, value] : [value];
      variables.forEach((name, i) => inner.set(name, named[i]));
      return print(node.body, { ...scope, data: value, variables: inner });
    })
    .join('');
}

function entriesOf(value: unknown): [unknown, unknown][] {
  if (Array.isArray(value)) return value.map((each, i) => [i, each]);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** As Go prints a value: a list that is not there is empty, and a struct is its values without their names. */
function toText(value: unknown): string {
  if (value === undefined) return '<no value>';
  if (value === null) return '[]';
  if (Array.isArray(value)) return `[${value.map(toText).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const names = Object.keys(value);
  const isMap = names.length === 0 || names.some((name) => name.includes('/'));
  if (!isMap) return `{${Object.values(value).map(toText).join(' ')}}`;
  return `map[${entriesOf(value)
    .map(([key, each]) => `${String(key)}:${toText(each)}`)
    .join(' ')}]`;
}
