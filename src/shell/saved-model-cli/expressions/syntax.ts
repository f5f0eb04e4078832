/** The part of Python's expressions that is understood. */
export type Expression =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'unary'; readonly op: string; readonly value: Expression }
  | {
      readonly kind: 'binary';
      readonly op: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'attribute'; readonly value: Expression; readonly name: string }
  | {
      readonly kind: 'call';
      readonly callee: Expression;
      readonly args: readonly Expression[];
      readonly keywords: readonly (readonly [name: string, value: Expression])[];
    }
  | {
      readonly kind: 'subscript';
      readonly value: Expression;
      readonly indices: readonly (Expression | Slice)[];
    };

export interface Slice {
  readonly kind: 'slice';
  readonly start: Expression | undefined;
  readonly stop: Expression | undefined;
  readonly step: Expression | undefined;
}

const CONSTANTS = new Set(['True', 'False', 'None']);

/** Whether `ast.literal_eval` takes it, and so the real tool. */
export function isLiteral(expression: Expression): boolean {
  switch (expression.kind) {
    case 'int':
    case 'float':
    case 'str':
      return true;
    case 'name':
      return CONSTANTS.has(expression.name);
    case 'list':
    case 'tuple':
      return expression.items.every(isLiteral);
    case 'unary':
      return (
        ['int', 'float', 'unary'].includes(expression.value.kind) && isLiteral(expression.value)
      );
    default:
      return false;
  }
}
