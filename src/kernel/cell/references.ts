/** Which names a cell uses that none of its own functions, blocks or classes binds. */
import type {
  AnyNode,
  ForInStatement,
  ForOfStatement,
  ForStatement,
  Pattern,
  Program,
} from 'acorn';
import { lexicalNames, patternNames, varNames } from './declarations';
import { children, isFunction } from './walk';

export interface Reference {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly isWrite: boolean;
  /** Stands for a whole property: the `a` of `({a} = b)` or `{a}`. */
  readonly isShorthand: boolean;
}

/** Names bound around a place, innermost first. */
interface Bindings {
  readonly names: ReadonlySet<string>;
  readonly outer: Bindings | undefined;
}

type FunctionNode = AnyNode & { readonly params: Pattern[]; readonly body: AnyNode };

function functionNames(node: FunctionNode): string[] {
  const own = node.type === 'FunctionExpression' && node.id ? [node.id.name] : [];
  const implied = node.type === 'ArrowFunctionExpression' ? [] : ['arguments'];
  return [...own, ...implied, ...node.params.flatMap(patternNames), ...varNames(node.body)];
}

function loopNames(node: ForStatement | ForInStatement | ForOfStatement): string[] {
  const head = node.type === 'ForStatement' ? node.init : node.left;
  return head ? lexicalNames([head]).map(({ name }) => name) : [];
}

/** What a node binds for its children; undefined if it opens no scope. */
function boundBy(node: AnyNode): string[] | undefined {
  if (isFunction(node)) return functionNames(node as FunctionNode);
  switch (node.type) {
    case 'BlockStatement':
      return lexicalNames(node.body).map(({ name }) => name);
    case 'StaticBlock':
      return [...lexicalNames(node.body).map(({ name }) => name), ...node.body.flatMap(varNames)];
    case 'SwitchStatement':
      return lexicalNames(node.cases.flatMap((branch) => branch.consequent)).map((d) => d.name);
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
      return loopNames(node);
    case 'CatchClause':
      return node.param ? patternNames(node.param) : [];
    case 'ClassDeclaration':
    case 'ClassExpression':
      return node.id ? [node.id.name] : [];
    default:
      return undefined;
  }
}

/** Names of properties, labels and imports look like identifiers and are none. */
function namesOnly(node: AnyNode): readonly (AnyNode | null | undefined)[] {
  switch (node.type) {
    case 'MemberExpression':
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition': {
      const key = node.type === 'MemberExpression' ? node.property : node.key;
      return node.computed ? [] : [key];
    }
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return [node.label];
    case 'MetaProperty':
      return [node.meta, node.property];
    case 'ImportDeclaration':
      return children(node);
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return [node.id];
    default:
      return [];
  }
}

/** The part of a node that is assigned to, if any. */
function writtenBy(node: AnyNode): AnyNode | undefined {
  switch (node.type) {
    case 'AssignmentExpression':
      return node.left;
    case 'UpdateExpression':
      return node.argument;
    case 'ForInStatement':
    case 'ForOfStatement':
      return node.left.type === 'VariableDeclaration' ? undefined : node.left;
    default:
      return undefined;
  }
}

const PATTERNS = ['ObjectPattern', 'ArrayPattern', 'RestElement', 'AssignmentPattern', 'Property'];

class Finder {
  readonly found: Reference[] = [];

  visit(node: AnyNode, bindings: Bindings | undefined, isWrite = false, isShorthand = false): void {
    if (node.type === 'Identifier') {
      const { name, start, end } = node;
      if (!isBound(name, bindings)) this.found.push({ name, start, end, isWrite, isShorthand });
      return;
    }
    const names = boundBy(node);
    const inner = names ? { names: new Set(names), outer: bindings } : bindings;
    const skipped = new Set(namesOnly(node));
    const written = writtenBy(node);
    for (const child of children(node)) {
      if (skipped.has(child)) continue;
      const writes = child === written || (isWrite && passesWrite(node, child));
      this.visit(child, inner, writes, isShorthandIn(node, child, isShorthand));
    }
  }
}

function isBound(name: string, bindings: Bindings | undefined): boolean {
  for (let at = bindings; at; at = at.outer) if (at.names.has(name)) return true;
  return false;
}

/** Whether assigning to the pattern assigns to this part of it; defaults are only read. */
function passesWrite(node: AnyNode, child: AnyNode): boolean {
  if (!PATTERNS.includes(node.type)) return false;
  return node.type !== 'AssignmentPattern' || child === node.left;
}

function isShorthandIn(node: AnyNode, child: AnyNode, inherited: boolean): boolean {
  if (node.type === 'Property') return node.shorthand && child === node.value;
  return inherited && node.type === 'AssignmentPattern' && child === node.left;
}

/**
 * Every use of a name that is not bound inside the cell's functions, blocks and classes: its own top-level names, other
 * cells' names, the API's and the web's.
 */
export function findReferences(program: Program): Reference[] {
  const finder = new Finder();
  finder.visit(program, undefined);
  return finder.found;
}
