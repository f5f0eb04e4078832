/** Products of matrices: dense layers and their gradients. */
import type {
  Count,
  Dense,
  DenseInputGradient,
  DenseWeightGradient,
  PlanTensor,
  Update,
} from '../../plan';
import type { UpdateRule } from '../../update-rule';
import { epilogueText, gateText } from '../text/epilogue';
import { fixed } from '../text/literals';
import type { Scope } from '../text/scope';
import { updateFunction } from '../text/update';
import type { Gemm, Item } from './item';
import { pointwise, SUM } from './map-op';

/** Up to so many units a sum is computed element by element, so that it can join what comes behind it. */
const FEW_UNITS = 32;
/** Products of a row beyond which it takes tiles all the same. */
const FEW_PRODUCTS = 64 * 1024;

export function dense(op: Dense): Item {
  const { x, weights, bias, out, rows, inputs, units, epilogue } = op;
  const reads = [x, weights, ...(bias ? [bias] : [])];
  const finish = (scope: Scope, column: string) =>
    `${bias ? `v += ${scope.load(bias)}(${column});` : ''}\n${epilogueText(scope, epilogue)}`;
  if (units <= FEW_UNITS && inputs * units <= FEW_PRODUCTS) {
    return {
      kind: 'map',
      op: {
        ...pointwise(out, reads, (scope) => `${finish(scope, `i % ${units}u`)}\nreturn v;`, {
          isSpread: true,
          cost: 8,
        }),
        fold: {
          ...SUM,
          length: fixed(inputs),
          term: (scope) => `return ${scope.load(x)}(i / ${units}u * ${inputs}u + k)
  * ${scope.load(weights)}(k * ${units}u + i % ${units}u);`,
        },
      },
    };
  }
  return {
    kind: 'gemm',
    m: rows,
    n: units,
    k: fixed(inputs),
    a: {
      along: 'k',
      text: (scope) => `return ${scope.load(x)}(row * ${inputs}u + k);`,
      quad: inputs % 4 === 0 ? (scope) => scope.loadQuad(x, `row * ${inputs}u + k`) : undefined,
    },
    b: { along: 'row', text: (scope) => `return ${scope.load(weights)}(k * ${units}u + row);` },
    splits: 1,
    reads,
    writes: [out],
    put: (scope) => storeText(scope, out, units, finish(scope, 'n')),
  };
}

export function denseInputGradient(op: DenseInputGradient): Item {
  const { gradient, weights, out, rows, inputs, units, gate } = op;
  const reads = [gradient, weights, ...(gate ? [gate.y] : [])];
  if (units <= FEW_UNITS) {
    return {
      kind: 'map',
      op: {
        ...pointwise(out, reads, (scope) => `${gateText(scope, gate)}\nreturn v;`, {
          isSpread: true,
          cost: 8,
        }),
        fold: {
          ...SUM,
          length: fixed(units),
          term: (scope) => `return ${scope.load(gradient)}(i / ${inputs}u * ${units}u + k)
  * ${scope.load(weights)}(i % ${inputs}u * ${units}u + k);`,
        },
      },
    };
  }
  return {
    kind: 'gemm',
    m: rows,
    n: inputs,
    k: fixed(units),
    a: { along: 'k', text: (scope) => `return ${scope.load(gradient)}(row * ${units}u + k);` },
    b: { along: 'k', text: (scope) => `return ${scope.load(weights)}(row * ${units}u + k);` },
    splits: 1,
    reads,
    writes: [out],
    put: (scope) => storeText(scope, out, inputs, gateText(scope, gate)),
  };
}

/** The bias's gradient is a further row of the product, behind a row of ones in `x`. */
export function denseWeightGradient(op: DenseWeightGradient, rule: UpdateRule | undefined): Gemm {
  const { x, gradient, rows, inputs, units } = op;
  const targets = targetsOf(op);
  return {
    kind: 'gemm',
    m: fixed(inputs + (op.biasOut || op.biasUpdate ? 1 : 0)),
    n: units,
    k: rows,
    a: {
      along: 'row',
      text: (scope) => `if (row == ${inputs}u) { return 1f; }
return ${scope.load(x)}(k * ${inputs}u + row);`,
    },
    b: { along: 'row', text: (scope) => `return ${scope.load(gradient)}(k * ${units}u + row);` },
    splits: 1,
    reads: [x, gradient, ...targets.changed],
    writes: [...targets.stored, ...targets.changed],
    put: (scope) => `if (m < ${inputs}u) {
  ${weightText(scope, `m * ${units}u + n`, op.out, op.update, rule)}
} else {
  ${weightText(scope, 'n', op.biasOut, op.biasUpdate, rule)}
}`,
  };
}

function targetsOf({ out, biasOut, update, biasUpdate }: DenseWeightGradient) {
  const stored = [out, biasOut].filter((tensor) => tensor !== undefined);
  const changed = [update, biasUpdate].flatMap((into) =>
    into ? [into.variable, ...into.slots] : [],
  );
  return { stored, changed };
}

function weightText(
  scope: Scope,
  place: string,
  out: PlanTensor | undefined,
  update: Update | undefined,
  rule: UpdateRule | undefined,
): string {
  const lines: string[] = [];
  if (out) lines.push(`${scope.store(out)}(${place}, v);`);
  if (update) lines.push(`${updateFunction(scope, update, rule!)}(${place}, v);`);
  return lines.join('\n');
}

/** @param finish statements that change `v`, element `i` of the result */
export function storeText(scope: Scope, out: PlanTensor, columns: number, finish: string): string {
  return `let i = m * ${columns}u + n;\n${finish}\n${scope.store(out)}(i, v);`;
}

/** Rows of a product over places of images. */
export function placesOf(samples: Count, area: number): Count {
  return { each: samples.each * area, isBatched: samples.isBatched };
}
