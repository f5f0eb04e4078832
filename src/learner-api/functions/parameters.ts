/** The parameters of a function, read from its text: TensorFlow names arguments after them. The function is not run. */
import {
  parseExpressionAt,
  type Expression,
  type Function as FunctionNode,
  type ObjectPattern,
  type Pattern,
} from 'acorn';
import { ownerOfCall } from '../keras/layers/bound-call';
import { isLayer } from '../keras/layers/is-layer';
import { repr } from '../python/repr';

export type ParameterKind = 'POSITIONAL_ONLY' | 'POSITIONAL_OR_KEYWORD' | 'KEYWORD_ONLY';

export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly isRequired: boolean;
  /** The default as Python prints it, where it is a literal. */
  readonly literal?: string;
}

export interface Parameters {
  /** Name of the Python function that it would be: `<lambda>` where it has none. */
  readonly functionName: string;
  readonly list: readonly Parameter[];
  /** Takes any number of arguments after these. */
  readonly hasRest: boolean;
}

export type Callable = (...args: never[]) => unknown;

/** A layer takes anything, as Python's `Layer.__call__(*args, **kwargs)`. */
export function parametersOf(fn: Callable): Parameters {
  if (isLayer(fn)) return { functionName: '__call__', list: [], hasRest: true };
  const owner = ownerOfCall(fn);
  if (owner) return parametersOfCall(owner);
  return { functionName: nameOf(fn), ...parametersInText(fn) };
}

/** A function that is written as the value of `fn:` has no name in Python. */
function nameOf({ name }: Callable): string {
  return name === '' || name === 'fn' ? '<lambda>' : name;
}

const TRAINING = ['training'];
const TRAINING_AND_MASK = ['training', 'mask'];

/** What Keras's own layers take in `call` beside `inputs`. */
const BUILTIN: Readonly<Record<string, readonly string[]>> = {
  Functional: TRAINING_AND_MASK,
  Sequential: TRAINING_AND_MASK,
  BatchNormalization: TRAINING_AND_MASK,
  Dense: TRAINING,
  Dropout: TRAINING,
  Softmax: ['mask'],
};

function parametersOfCall(layer: object): Parameters {
  const type = layer.constructor as { readonly class_name?: string };
  if (Object.hasOwn(type, 'class_name')) {
    const names = ['inputs', ...(BUILTIN[type.class_name!] ?? [])];
    const list = names.map((name, i) => ({ ...keyword(name, 'None'), isRequired: i === 0 }));
    return { functionName: 'call', list, hasRest: false };
  }
  const method = (Object.getPrototypeOf(layer) as { call: Callable }).call;
  const { list, hasRest } = parametersInText(method);
  const optional = list.map((parameter, i) => ({ ...parameter, isRequired: i === 0 }));
  return { functionName: 'call', list: optional, hasRest };
}

function keyword(name: string, literal: string): Parameter {
  return { name, kind: 'POSITIONAL_OR_KEYWORD', isRequired: false, literal };
}

function parametersInText(fn: Callable): Pick<Parameters, 'list' | 'hasRest'> {
  const node = parseFunction(Function.prototype.toString.call(fn));
  if (!node) return { list: [], hasRest: true };
  return {
    list: node.params.flatMap(readPattern),
    hasRest: node.params.at(-1)?.type === 'RestElement',
  };
}

/** An arrow function or a function expression, else a method. */
function parseFunction(text: string): FunctionNode | undefined {
  for (const source of [`(${text})`, `({${text}})`]) {
    try {
      return functionIn(parseExpressionAt(source, 0, { ecmaVersion: 'latest' }));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

function functionIn(node: Expression): FunctionNode | undefined {
  if (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression') return node;
  const member = node.type === 'ObjectExpression' ? node.properties[0] : undefined;
  return member?.type === 'Property' ? functionIn(member.value) : undefined;
}

function readPattern(pattern: Pattern, index: number): Parameter[] {
  switch (pattern.type) {
    case 'RestElement':
      return [];
    case 'Identifier':
      return [{ name: pattern.name, kind: 'POSITIONAL_OR_KEYWORD', isRequired: true }];
    case 'AssignmentPattern': {
      const read = readPattern(pattern.left, index);
      if (pattern.left.type !== 'Identifier') return read;
      return read.map(({ name, kind }) => optional(name, kind, pattern.right));
    }
    case 'ObjectPattern':
      if (index > 0) return readOptions(pattern);
      break;
  }
  return [{ name: `args_${index}`, kind: 'POSITIONAL_ONLY', isRequired: true }];
}

/** A last parameter that is taken apart stands for Python's keyword arguments. */
function readOptions(pattern: ObjectPattern): Parameter[] {
  return pattern.properties.flatMap((property) => {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') return [];
    const { name } = property.key;
    if (property.value.type !== 'AssignmentPattern') return [keyword(name, 'None')];
    return [optional(name, 'POSITIONAL_OR_KEYWORD', property.value.right)];
  });
}

function optional(name: string, kind: ParameterKind, value: Expression): Parameter {
  const literal = literalOf(value);
  return { name, kind, isRequired: false, ...(literal === undefined ? {} : { literal }) };
}

function literalOf(node: Expression): string | undefined {
  if (node.type === 'Identifier') return node.name === 'undefined' ? 'None' : undefined;
  if (node.type === 'UnaryExpression' && node.operator === '-') {
    const literal = literalOf(node.argument);
    return literal === undefined ? undefined : `-${literal}`;
  }
  return node.type === 'Literal' && !node.regex ? repr(node.value) : undefined;
}
