/** Python expressions from their words. */
import type { Expression, Slice } from './syntax';
import { tokenize, type Token } from './tokens';

const BINARY: Readonly<Record<string, number>> = {
  '<': 1,
  '>': 1,
  '<=': 1,
  '>=': 1,
  '==': 1,
  '!=': 1,
  '+': 2,
  '-': 2,
  '*': 3,
  '/': 3,
  '//': 3,
  '%': 3,
  '@': 3,
};
const UNARY_STRENGTH = 4;

/** As deep as Python itself lets brackets nest. */
const MAX_DEPTH = 200;

class SyntaxProblem extends Error {}

/** @returns undefined for what is no expression, or one of a kind that is not understood here */
export function parseExpression(source: string): Expression | undefined {
  const tokens = tokenize(source);
  if (!tokens) return undefined;
  try {
    const parser = new Parser(tokens);
    const expression = parser.listOrOne();
    parser.expectEnd();
    return expression;
  } catch (error) {
    if (error instanceof SyntaxProblem) return undefined;
    throw error;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** `1, 2` without brackets is a tuple. */
  listOrOne(): Expression {
    const first = this.#expression();
    return this.#isNext(',') ? this.#tupleAfter(first, undefined) : first;
  }

  expectEnd(): void {
    if (this.#at < this.#tokens.length) throw new SyntaxProblem();
  }

  #expression(strength = 0): Expression {
    if (++this.#depth > MAX_DEPTH) throw new SyntaxProblem();
    let left = this.#unary();
    for (;;) {
      const op = this.#peekOp();
      const own = op === undefined ? undefined : BINARY[op];
      if (own === undefined || own <= strength) break;
      this.#at++;
      left = { kind: 'binary', op: op!, left, right: this.#expression(own) };
    }
    this.#depth--;
    return left;
  }

  #unary(): Expression {
    const op = this.#peekOp();
    if (op === '-' || op === '+') {
      this.#at++;
      return { kind: 'unary', op, value: this.#expression(UNARY_STRENGTH - 1) };
    }
    const base = this.#postfix();
    if (!this.#isNext('**')) return base;
    this.#at++;
    return { kind: 'binary', op: '**', left: base, right: this.#unary() };
  }

  #postfix(): Expression {
    let value = this.#atom();
    for (;;) {
      if (this.#take('.')) value = { kind: 'attribute', value, name: this.#name() };
      else if (this.#take('(')) value = this.#call(value);
      else if (this.#take('[')) value = { kind: 'subscript', value, indices: this.#indices() };
      else return value;
    }
  }

  #atom(): Expression {
    if (this.#take('(')) return this.#parenthesis();
    if (this.#take('[')) return { kind: 'list', items: this.#items(']') };
    const token = this.#tokens[this.#at++];
    if (!token || token.kind === 'op') throw new SyntaxProblem();
    return token.kind === 'name' ? { kind: 'name', name: token.text } : token;
  }

  #parenthesis(): Expression {
    if (this.#take(')')) return { kind: 'tuple', items: [] };
    const first = this.#expression();
    if (this.#isNext(',')) return this.#tupleAfter(first, ')');
    this.#expect(')');
    return first;
  }

  #tupleAfter(first: Expression, end: string | undefined): Expression {
    const items = [first];
    while (this.#take(',')) {
      if (end === undefined ? this.#at === this.#tokens.length : this.#isNext(end)) break;
      items.push(this.#expression());
    }
    if (end !== undefined) this.#expect(end);
    return { kind: 'tuple', items };
  }

  #items(end: string): Expression[] {
    const items: Expression[] = [];
    while (!this.#take(end)) {
      items.push(this.#expression());
      if (!this.#isNext(end)) this.#expect(',');
    }
    return items;
  }

  #call(callee: Expression): Expression {
    const args: Expression[] = [];
    const keywords: [string, Expression][] = [];
    while (!this.#take(')')) {
      const value = this.#expression();
      if (value.kind === 'name' && this.#take('=')) keywords.push([value.name, this.#expression()]);
      else args.push(value);
      if (!this.#isNext(')')) this.#expect(',');
    }
    return { kind: 'call', callee, args, keywords };
  }

  #indices(): (Expression | Slice)[] {
    const indices: (Expression | Slice)[] = [];
    while (!this.#take(']')) {
      indices.push(this.#index());
      if (!this.#isNext(']')) this.#expect(',');
    }
    return indices;
  }

  #index(): Expression | Slice {
    const start = this.#bound();
    if (!this.#take(':')) return start ?? this.#expression();
    const stop = this.#bound();
    const step = this.#take(':') ? this.#bound() : undefined;
    return { kind: 'slice', start, stop, step };
  }

  #bound(): Expression | undefined {
    return [':', ']', ','].some((op) => this.#isNext(op)) ? undefined : this.#expression();
  }

  #name(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'name') throw new SyntaxProblem();
    return token.text;
  }

  #peekOp(): string | undefined {
    const token = this.#tokens[this.#at];
    return token?.kind === 'op' ? token.text : undefined;
  }

  #isNext(op: string): boolean {
    return this.#peekOp() === op;
  }

  #take(op: string): boolean {
    if (!this.#isNext(op)) return false;
    this.#at++;
    return true;
  }

  #expect(op: string): void {
    if (!this.#take(op)) throw new SyntaxProblem();
  }
}
