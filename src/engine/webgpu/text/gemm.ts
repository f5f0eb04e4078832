/**
 * Products of matrices in tiles. A workgroup of 16 by 16 threads computes `16 * rows` by `16 * columns` results, each
 * thread those that lie 16 apart. Both operands go through workgroup memory as vectors of four along `k`; a vector of
 * padding behind each row keeps neighbouring threads out of each other's banks.
 */
import { type Count, countOf } from '../../plan';
import type { Gemm, GemmOperand } from '../lower/item';
import { NOMINAL_BATCH } from '../lower/nominal';
import { countText } from './literals';
import type { Scope } from './scope';

export const WORKGROUP = 256;
const SIDE = 16;

export interface Tile {
  /** Results of a thread in each direction. */
  readonly rows: number;
  readonly columns: number;
  /** Vectors along `k` in a row of the tile. */
  readonly depth: number;
}

const TILES = [
  [4, 4],
  [4, 2],
  [2, 2],
  [4, 1],
  [2, 1],
  [1, 1],
] as const;

/** Fewer tiles would leave part of a GPU idle. */
const ENOUGH_TILES = 128;

/** The largest tile of which there are enough, and which results fill by more than half. */
export function tileOf({ m, n, k, splits }: Pick<Gemm, 'm' | 'n' | 'k' | 'splits'>): Tile {
  const height = countOf(m, NOMINAL_BATCH);
  const tiles = ([rows, columns]: readonly [number, number]) =>
    splits * Math.ceil(height / (SIDE * rows)) * Math.ceil(n / (SIDE * columns));
  const isFilled = (times: number, size: number) => times === 1 || size > (SIDE * times) / 2;
  const fitting = TILES.filter(([rows, columns]) => isFilled(rows, height) && isFilled(columns, n));
  const [rows, columns] = fitting.find((tile) => tiles(tile) >= ENOUGH_TILES) ?? [1, 1];
  return { rows, columns, depth: depthOf(rows * columns, k) };
}

/**
 * Small tiles are deep, since every further one means waiting for memory. Even, so that rows with their padding lie in
 * banks apart.
 */
function depthOf(results: number, k: Count): number {
  const most = results > 4 ? 4 : results > 1 ? 8 : 16;
  return Math.min(most, 2 * Math.ceil(countOf(k, NOMINAL_BATCH) / 8));
}

/** Vectors of workgroup memory. */
export function tileSize({ rows, columns, depth }: Tile): number {
  return SIDE * (rows + columns) * (depth + 1);
}

/** @returns how many workgroups share a row of tiles */
export function workgroupsAcross({ n, splits }: Gemm, { columns }: Tile): number {
  return splits * Math.ceil(n / (SIDE * columns));
}

export function tileRows({ rows }: Tile): number {
  return SIDE * rows;
}

/** Name of the function `(group: u32, lane: u32)`. */
export function gemmFunction(scope: Scope, gemm: Gemm): string {
  const tile = tileOf(gemm);
  const { rows, columns, depth } = tile;
  const across = Math.ceil(gemm.n / (SIDE * columns));
  const put = putFunction(scope, gemm);
  const pairs = range(rows).flatMap((r) => range(columns).map((c) => [r, c] as const));
  const columnsStart = SIDE * rows * (depth + 1);
  return scope.define(
    'product',
    (name) => `fn ${name}(group: u32, lane: u32) {
  let n0 = group % ${across}u * ${SIDE * columns}u;
  let split = group / ${across}u % ${gemm.splits}u;
  let m0 = group / ${across * gemm.splits}u * ${SIDE * rows}u;
  let depth = ${countText(gemm.k)};
  let part = (depth + ${4 * gemm.splits - 1}u) / ${4 * gemm.splits}u * 4u;
  let start = split * part;
  let end = min(depth, start + part);
  let ty = lane / ${SIDE}u;
  let tx = lane % ${SIDE}u;
  ${pairs.map(([r, c]) => `var sum${r}${c} = 0f;`).join('\n  ')}
  for (var k0 = start; k0 < end; k0 += ${4 * depth}u) {
    ${fillText(scope, gemm.a, { name: 'a', rows: SIDE * rows, depth, start: 0, first: 'm0', limit: countText(gemm.m) })}
    ${fillText(scope, gemm.b, { name: 'b', rows: SIDE * columns, depth, start: columnsStart, first: 'n0', limit: `${gemm.n}u` })}
    workgroupBarrier();
    for (var q = 0u; q < ${depth}u; q++) {
      ${range(rows)
        .map((r) => `let a${r} = tile[(ty + ${SIDE * r}u) * ${depth + 1}u + q];`)
        .join('\n      ')}
      ${range(columns)
        .map((c) => `let b${c} = tile[${columnsStart}u + (tx + ${SIDE * c}u) * ${depth + 1}u + q];`)
        .join('\n      ')}
      ${pairs.map(([r, c]) => `sum${r}${c} += dot(a${r}, b${c});`).join('\n      ')}
    }
    workgroupBarrier();
  }
  var sums = array<f32, ${pairs.length}>(${pairs.map(([r, c]) => `sum${r}${c}`).join(', ')});
  for (var j = 0u; j < ${pairs.length}u; j++) {
    ${put}(m0 + ty + j / ${columns}u * ${SIDE}u, n0 + tx + j % ${columns}u * ${SIDE}u, split, sums[j]);
  }
}`,
  );
}

interface Fill {
  readonly name: 'a' | 'b';
  /** Rows of the tile. */
  readonly rows: number;
  readonly depth: number;
  /** In `tile`. */
  readonly start: number;
  readonly first: string;
  readonly limit: string;
}

/** Statements that bring a tile of an operand to workgroup memory; neighbouring threads read neighbouring memory. */
function fillText(scope: Scope, operand: GemmOperand, fill: Fill): string {
  const { rows, depth, start, first, limit } = fill;
  const quad = quadFunction(scope, operand, fill.name, limit);
  const [row, q] =
    operand.along === 'k' ? [`e / ${depth}u`, `e % ${depth}u`] : [`e % ${rows}u`, `e / ${rows}u`];
  return `for (var e = lane; e < ${rows * depth}u; e += ${WORKGROUP}u) {
      tile[${start}u + ${row} * ${depth + 1}u + ${q}] = ${quad}(${first} + ${row}, k0 + ${q} * 4u, end);
    }`;
}

/** Name of the function `(row: u32, k: u32, end: u32) -> vec4f`; 0 behind the last row and from `end` on. */
function quadFunction(scope: Scope, operand: GemmOperand, key: 'a' | 'b', limit: string): string {
  const one = scope.define(
    `${key}One`,
    (name) => `fn ${name}(row: u32, k: u32) -> f32 {\n${operand.text(scope)}\n}`,
  );
  const scalar = (n: number) => `if (k + ${n}u < end) { v[${n}] = ${one}(row, k + ${n}u); }`;
  const whole = [0, 1, 2, 3].map((n) => `${one}(row, k${n === 0 ? '' : ` + ${n}u`})`).join(', ');
  // Nothing stands between the loads of a whole vector, so that they are under way together.
  const scalars = `var v = vec4f();
if (row >= ${limit}) { return v; }
if (k + 3u < end) { return vec4f(${whole}); }
${[0, 1, 2, 3].map(scalar).join('\n')}
return v;`;
  return scope.define(`${key}Quad`, (name) => {
    const { quad } = operand;
    if (!quad) return `fn ${name}(row: u32, k: u32, end: u32) -> vec4f {\n${scalars}\n}`;
    const inner = scope.define(
      `${key}Four`,
      (four) => `fn ${four}(row: u32, k: u32) -> vec4f {\n${quad(scope)}\n}`,
    );
    return `fn ${name}(row: u32, k: u32, end: u32) -> vec4f {
if (row >= ${limit} || k >= end) { return vec4f(); }
return ${inner}(row, k);
}`;
  });
}

/** Name of the function `(m: u32, n: u32, split: u32, sum: f32)`. */
function putFunction(scope: Scope, gemm: Gemm): string {
  return scope.define(
    'put',
    (name) => `fn ${name}(m: u32, n: u32, split: u32, sum: f32) {
if (m >= ${countText(gemm.m)} || n >= ${gemm.n}u) { return; }
var v = sum;
${gemm.put(scope)}
}`,
  );
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
