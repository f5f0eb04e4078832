import { expect, test } from 'vitest';
import { namePlainly } from './calls';
import { compileCell } from './compile';

const helpers = {
  await: async <T>(value: T): Promise<Awaited<T>> => await value,
  iterate: () => {
    throw new Error('not used');
  },
  constants: {},
};

/** Tells what it was called on; sloppy, so that it would see a scope. */
const thisOf = new Function('return this === undefined || this === globalThis') as () => boolean;

const run = (code: string, scope: Record<string, unknown> = {}) => {
  const cell = compileCell(code, 'cell-calls.ts');
  for (const name of cell.declares) scope[name] ??= undefined;
  return cell.run({ thisOf, ...scope }, helpers);
};

test.each([
  'thisOf()',
  'const f = thisOf\nf()',
  'thisOf?.()',
  'thisOf``',
  'const g = () => thisOf()\ng()',
  'await thisOf()',
  '[1].map(() => { return thisOf() })[0]',
  'const o = { thisOf };\n(o, thisOf)()',
])('%j calls on nothing', async (code) => {
  expect(await run(code)).toBe(true);
});

test('a function of the web may be kept in a variable', async () => {
  expect(await run('const t = setTimeout\nclearTimeout(t(() => {}, 0))\n"fine"')).toBe('fine');
});

test('methods, locals, new and super keep what they are called on', async () => {
  const code = `
    const o = { me() { return this === o }, deep: { f() { return this === o.deep } } }
    class A { constructor() { this.made = new.target === B } }
    class B extends A { constructor() { super() } }
    const local = (f) => f(1)
    ;[o.me(), o?.me?.(), o.deep.f(), new B().made, local((x) => x + 1)].join()`;
  expect(await run(code)).toBe('true,true,true,true,2');
});

test('lines without semicolons stay apart, wherever the call stands', async () => {
  const code = `
    const said = []
    const say = (x) => { said.push(x)
      noop()
    }
    const noop = () => {}
    let x = 1
    say(x)
    say(x + 1)
    if (x) say("if")
    else say("else")
    for (const i of [7]) say(i)
    do say("do"); while (--x)
    l: say("label")
    class C {}say("class")
    switch (x) { case 0: say("case")
      say("more") }
    said.join()`;
  expect(await run(code)).toBe('1,2,if,7,do,label,class,case,more');
});

test('eval of a cell sees its scope', async () => {
  expect(await run('const a = 2\neval("a + 1")')).toBe(3);
});

test('what an engine says of a call has the learner’s name and place', async () => {
  const code = 'const a = 1\nconst total = 2 +\n  notThere /* x */ (a)';
  const cell = compileCell(code, 'cell-calls.ts');
  const scope = { a: undefined, total: undefined, notThere: 5 };
  const error = (await cell.run(scope, helpers).catch((reason: unknown) => reason)) as Error;
  expect(namePlainly(error.message)).toBe('notThere is not a function');
  const [, line, column] = /cell-calls\.ts:(\d+):(\d+)/.exec(error.stack!)!;
  expect(cell.position(Number(line), Number(column))).toEqual({ line: 3, column: 3 });
});
