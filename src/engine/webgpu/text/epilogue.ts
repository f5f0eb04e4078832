/** What is done with a sum before it is stored, and the way back. */
import type { DropoutSpec, Epilogue, Gate } from '../../plan';
import { activationSlope, unary } from './functions';
import { float } from './literals';
import type { Scope } from './scope';

/** Statements that change the variable `v`, element `i` of the result. */
export function epilogueText(scope: Scope, epilogue: Epilogue | undefined): string {
  const lines: string[] = [];
  const { activation, dropout } = epilogue ?? {};
  if (activation) lines.push(`v = ${unary(activation.fn, 'v', activation.alpha)};`);
  if (dropout) lines.push(`v = ${dropped(scope, dropout, 'v')};`);
  return lines.join('\n');
}

/** As `epilogueText`, for a gradient: through dropout, then times the activation's slope. */
export function gateText(scope: Scope, gate: Gate | undefined): string {
  if (!gate) return '';
  const lines: string[] = [];
  const { activation, dropout, y } = gate;
  if (dropout) lines.push(`v = ${dropped(scope, dropout, 'v')};`);
  if (activation) {
    const scale = dropout ? ` * ${float(1 / dropout.scale)}` : '';
    lines.push(
      `let y = ${scope.load(y)}(i)${scale};`,
      `v = v * ${activationSlope(activation, 'y')};`,
    );
  }
  return lines.join('\n');
}

/** Element `i` of a stream decides whether the value is kept. */
export function dropped(scope: Scope, { rate, scale, stream }: DropoutSpec, value: string): string {
  const keep = `uniformOf(${scope.key(stream)}, i) >= ${float(rate)}`;
  return `select(0f, ${value} * ${float(scale)}, ${keep})`;
}
