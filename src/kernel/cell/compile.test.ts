import { expect, test } from 'vitest';
import { compileCell, type CellHelpers } from './compile';

const helpers: CellHelpers = {
  await: async <T>(value: T): Promise<Awaited<T>> => await value,
  async *iterate(values) {
    yield* values as AsyncIterable<never>;
  },
  constants: {
    set x(_: unknown) {
      throw new TypeError('Assignment to constant variable.');
    },
  },
};

type Scope = Record<string, unknown>;

async function run(code: string, scope: Scope = {}): Promise<{ value: unknown; scope: Scope }> {
  const cell = compileCell(code, 'cell-a.ts');
  for (const name of cell.declares) if (!(name in scope)) scope[name] = undefined;
  return { value: await cell.run(scope, helpers), scope };
}

test('top-level names land on the scope, typed or not', async () => {
  const { scope } = await run(
    'const a: number = 1, b = (a as any) + 1\nlet c: string\nvar d = [a, b!]\nenum E { X, Y }',
  );
  expect(scope).toMatchObject({ a: 1, b: 2, c: undefined, d: [1, 2], E: { X: 0, 1: 'Y' } });
});

test('patterns are taken apart as in a declaration', async () => {
  const { scope } = await run(
    'const [[a, b], [c = 3, d]] = await Promise.resolve([[1, 2], [undefined, 4]])\nconst {e, f: {g = 7}, ...h} = {e: 5, f: {}, i: 9}',
  );
  expect(scope).toMatchObject({ a: 1, b: 2, c: 3, d: 4, e: 5, g: 7, h: { i: 9 } });
});

test('the last expression is the result, waited for; a declaration or an assignment gives none', async () => {
  expect((await run('1;\n2 + 3; // five')).value).toBe(5);
  expect((await run('Promise.resolve(4)')).value).toBe(4);
  expect((await run('({ a: 1 }).a')).value).toBe(1);
  expect((await run('const z = 1')).value).toBeUndefined();
  expect((await run('let z\nz = 1')).value).toBeUndefined();
});

test('functions are hoisted, keep their names and find names that come later', async () => {
  const { value, scope } = await run(
    'const y = f(2)\nfunction f(n: number) { return n * k() }\nfunction k() { return 10 }\n[y, f.name].join()',
  );
  expect(value).toBe('20,f');
  scope['k'] = () => 100;
  expect((scope['f'] as (n: number) => number)(2)).toBe(200);
});

test('classes keep their name and their fields', async () => {
  const { value } = await run(
    'class A { constructor(private x: number) {} get twice() { return this.x * 2 } static made = "yes" }\nclass B extends A {}\n[A.name, B.name, new B(4).twice, B.made]',
  );
  expect(value).toEqual(['A', 'B', 8, 'yes']);
});

test('lines without semicolons are not joined', async () => {
  const { scope } = await run('const a = [1]\nconst [b] = a\nclass C {}\nconst d = b\nlet e\nd');
  expect(scope).toMatchObject({ a: [1], b: 1, d: 1 });
});

test('vars of blocks and loops are top-level names', async () => {
  const { scope } = await run(
    'for (var i = 0, n; i < 3; i++) var last = i\nfor (var {k} of [{k: 8}]) { }\nfor (var key in {q: 1});\nif (i) var yes = true; else var no = 1',
  );
  expect(scope).toMatchObject({ i: 3, n: undefined, last: 2, k: 8, key: 'q', yes: true });
});

test('vars are undefined before they are reached, and keep their value where they have none', async () => {
  const { value } = await run(
    'const before = typeof late\nif (false) { var late = 1 }\nfor (let i = 0; i < 3; i++) { var sum; sum = (sum ?? 0) + 1 }\n[before, late, sum]',
  );
  expect(value).toEqual(['undefined', undefined, 3]);
});

test('writing to a constant of the cell goes to the guard, wherever it stands', async () => {
  const writes = [
    'x = 2',
    'x++',
    '[x] = [2]',
    '({x} = {x: 2})',
    '({x = 3} = {})',
    'for (x of [1]);',
    '(() => { x += 1 })()',
  ];
  for (const write of writes) {
    await expect(run(`const x = 1;\n${write}`), write).rejects.toThrow('Assignment to constant');
  }
  const { value } = await run('const x = 1\nfunction f(x) { x = 2; return x }\nf(0)');
  expect(value).toBe(2);
});

test('waits are wrapped in nested functions and loops as well', async () => {
  const seen: [number, number][] = [];
  const cell = compileCell(
    'const f = async () => await (0, 1)\nawait await f()\nasync function* g() { yield 1; yield 2 }\nlet sum = 0\nfor await (const v of (0, g())) { sum += v }\nsum',
    'cell-a.ts',
  );
  const value = await cell.run(
    { f: undefined, g: undefined, sum: undefined },
    {
      ...helpers,
      await: async <T>(promise: T, line: number, column: number): Promise<Awaited<T>> => {
        seen.push([line, column]);
        return await promise;
      },
      async *iterate(values, line, column) {
        seen.push([line, column]);
        yield* values as AsyncIterable<never>;
      },
    },
  );
  expect(value).toBe(3);
  expect(seen).toEqual([
    [1, 23],
    [2, 7],
    [2, 1],
    [5, 1],
    [6, 1],
  ]);
});

test('a cell tells what it declares and what it uses of others', () => {
  const cell = compileCell(
    'const { a, b: [c] } = other\nclass D extends Base {}\nfunction f(p, q = outer) { const local = p; label: for (const i of p) break label; return local.field + a }\ntry { f() } catch (problem) { print(problem, {short, key: a}) }\nassigned = 1',
    'cell-a.ts',
  );
  expect(cell.declares.toSorted()).toEqual(['D', 'a', 'c', 'f']);
  expect(cell.uses.toSorted()).toEqual(['Base', 'assigned', 'other', 'outer', 'print', 'short']);
});

test('a line that imports from slipway is as good as none', async () => {
  expect(
    (await run('import {\n  keras } from "slipway"\nimport type { T } from "x"\n2')).value,
  ).toBe(2);
});

test('a stack leads to the line and column that the learner wrote', async () => {
  const code =
    'const a: number = 1\nfunction f(x: string) {\n  const y: any = x; (null as any).boom()\n}\nawait f("")';
  const cell = compileCell(code, 'cell-stack.ts');
  const error = await cell.run({ a: undefined, f: undefined }, helpers).then(
    () => undefined,
    (reason: Error) => reason,
  );
  const places = [...error!.stack!.matchAll(/cell-stack\.ts:(\d+):(\d+)/g)].map(
    ([, line, column]) => cell.position(Number(line), Number(column)),
  );
  expect(places).toEqual([{ line: 3, column: 35 }, { line: 5, column: 7 }, undefined]);
});
