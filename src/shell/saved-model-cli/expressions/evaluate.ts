/**
 * What a Python expression of `--input_exprs` is worth. A literal means what it means to the real tool. Beyond that,
 * a few functions of NumPy are known, as the tool's own help promises; nothing else can be named, so that an expression
 * can do no more than make arrays.
 */
import { AttributeError, PyRuntimeError, PyTypeError } from '#errors';
import { member } from './members';
import { NUMPY } from './numpy';
import { applyOperator, applySign } from './operators';
import { parseExpression } from './parse';
import { subscript } from './subscript';
import { isLiteral, type Expression } from './syntax';
import { NONE, typeName, type Value } from './value';

export interface Evaluated {
  readonly value: Value;
  /** Whether the real tool takes it, too. */
  readonly isLiteral: boolean;
}

const NAMES: Readonly<Record<string, Value>> = {
  True: { kind: 'bool', value: true },
  False: { kind: 'bool', value: false },
  None: NONE,
  np: NUMPY,
  float: { kind: 'dtype', dtype: 'float64' },
  int: { kind: 'dtype', dtype: 'int64' },
  bool: { kind: 'dtype', dtype: 'bool' },
};

/** @throws RuntimeError naming the expression, TypeError and ValueError of NumPy */
export function evaluate(source: string): Evaluated {
  const expression = parseExpression(source);
  if (!expression) throw notUnderstood(source);
  const evaluator = new Evaluator(source);
  return { value: evaluator.value(expression), isLiteral: isLiteral(expression) };
}

class Evaluator {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  value(expression: Expression): Value {
    switch (expression.kind) {
      case 'int':
      case 'float':
      case 'str':
        return expression;
      case 'list':
      case 'tuple':
        return { kind: expression.kind, items: expression.items.map((item) => this.value(item)) };
      case 'name':
        return this.#name(expression.name);
      case 'unary':
        return applySign(expression.op, this.value(expression.value));
      case 'binary':
        return applyOperator(
          expression.op,
          this.value(expression.left),
          this.value(expression.right),
        );
      case 'attribute':
        return this.#attribute(this.value(expression.value), expression.name);
      case 'call':
        return this.#call(expression);
      case 'subscript': {
        const bound = (part: Expression | undefined) => part && this.value(part);
        return subscript(
          this.value(expression.value),
          expression.indices.map((index) =>
            index.kind === 'slice'
              ? { start: bound(index.start), stop: bound(index.stop), step: bound(index.step) }
              : this.value(index),
          ),
        );
      }
      default:
        return expression satisfies never;
    }
  }

  #name(name: string): Value {
    if (Object.hasOwn(NAMES, name)) return NAMES[name]!;
    throw notUnderstood(this.#source);
  }

  #attribute(value: Value, name: string): Value {
    if (value.kind === 'module') {
      if (Object.hasOwn(value.members, name)) return value.members[name]!;
      throw notUnderstood(this.#source);
    }
    const found = member(value, name);
    if (found) return found;
    throw new AttributeError(`'${typeName(value)}' object has no attribute '${name}'`);
  }

  #call({ callee, args, keywords }: Expression & { readonly kind: 'call' }): Value {
    const target = this.value(callee);
    if (target.kind !== 'function') {
      throw new PyTypeError(`'${typeName(target)}' object is not callable`);
    }
    return target.call({
      positional: args.map((arg) => this.value(arg)),
      named: new Map(keywords.map(([name, value]) => [name, this.value(value)])),
    });
  }
}

function notUnderstood(source: string): PyRuntimeError {
  return new PyRuntimeError(`Expression "${source}" is not a valid python literal.`, {
    place: source,
    hint: 'Write numbers and lists, [[1.0, 2.0]]; here np.ones, zeros, full, array, arange, linspace and np.random are known as well.',
  });
}
