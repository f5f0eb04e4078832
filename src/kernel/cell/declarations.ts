/** The names that a piece of a program declares. */
import type { AnyNode, Identifier, Pattern, Program, VariableDeclaration } from 'acorn';
import { children, isFunction } from './walk';

export interface Declared {
  readonly name: string;
  readonly kind: 'const' | 'let' | 'var' | 'function' | 'class';
}

/** Every name that a pattern binds: `[a, {b, c: d = 1}, ...e]` binds a, b, d and e. */
export function patternNames(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        patternNames(property.type === 'RestElement' ? property : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? patternNames(element) : []));
    case 'RestElement':
      return patternNames(pattern.argument);
    case 'AssignmentPattern':
      return patternNames(pattern.left);
    default:
      return [];
  }
}

function variableNames(node: VariableDeclaration): string[] {
  return node.declarations.flatMap(({ id }) => patternNames(id));
}

/** `let`, `const`, functions and classes that stand directly in a list of statements. */
export function lexicalNames(statements: readonly AnyNode[]): Declared[] {
  return statements.flatMap((node): Declared[] => {
    if (node.type === 'VariableDeclaration' && node.kind !== 'var') {
      const kind = node.kind === 'const' ? 'const' : 'let';
      return variableNames(node).map((name) => ({ name, kind }));
    }
    if (node.type === 'FunctionDeclaration') return [{ name: node.id!.name, kind: 'function' }];
    if (node.type === 'ClassDeclaration')
      return [{ name: (node.id as Identifier).name, kind: 'class' }];
    return [];
  });
}

/** `var` names anywhere below the node, functions and class bodies left out. */
export function varNames(node: AnyNode): string[] {
  if (isFunction(node) || node.type === 'StaticBlock') return [];
  const own = node.type === 'VariableDeclaration' && node.kind === 'var' ? variableNames(node) : [];
  return [...own, ...children(node).flatMap(varNames)];
}

/** What a cell adds to the lesson's scope, each name once. */
export function topLevelNames(program: Program): Declared[] {
  const vars = program.body.flatMap(varNames).map((name): Declared => ({ name, kind: 'var' }));
  const byName = new Map([...lexicalNames(program.body), ...vars].map((d) => [d.name, d]));
  return [...byName.values()];
}
