import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CellLanguage } from './cell-language';

/** Milliseconds: the first question has TypeScript read its libraries. */
vi.setConfig({ testTimeout: 60_000 });

const TYPES = {
  'index.d.ts': "export { keras, np, type Model } from './keras';\n",
  'keras.d.ts': `
    export declare class Model {
      /** Trains for a fixed number of epochs. */
      fit(x: number[], options?: { epochs?: number; verbose?: 0 | 1 | 2 }): Promise<{ loss: number }>;
    }
    export declare const np: { argmax(x: number[]): number };
    export declare namespace keras {
      class Layer { call(x: number[]): number[] }
      function Sequential(layers: unknown[], options?: { name?: string }): Model;
    }`,
};

const LIBRARIES = Object.fromEntries(
  readdirSync(path.dirname(ts.getDefaultLibFilePath({})))
    .filter((name) => /^lib\..*d\.ts$/.test(name))
    .map((name) => [
      name,
      readFileSync(path.join(path.dirname(ts.getDefaultLibFilePath({})), name), 'utf8'),
    ]),
);

const language = new CellLanguage(ts, LIBRARIES);
const paths = ['/cells/001-a.ts', '/cells/002-b.ts', '/cells/003-c.ts'];

/** Sets the cells; `|` marks the cursor and is taken out. Returns where it was. */
function write(...codes: string[]): { path: string; offset: number } {
  const cursorCell = codes.findIndex((code) => code.includes('|'));
  const offset = Math.max(0, codes[cursorCell]?.indexOf('|') ?? 0);
  language.setCells(codes.map((code, i) => ({ path: paths[i]!, code: code.replace('|', '') })));
  return { path: paths[Math.max(0, cursorCell)]!, offset };
}

const namesAt = (at: { path: string; offset: number }) =>
  language.completions(at.path, at.offset).map(({ name }) => name);

const problems = (index: number) => language.problems(paths[index]!).map(({ message }) => message);

beforeEach(() => {
  language.setTypes(TYPES);
});

describe('completions', () => {
  it('know the learner API without an import', () => {
    expect(namesAt(write('keras.|'))).toEqual(['Layer', 'Sequential']);
  });

  it('know what an earlier cell made, after a top-level await too', () => {
    const at = write('const model = keras.Sequential([]);', 'const h = await model.|');
    expect(namesAt(at)).toEqual(['fit']);
  });

  it('offer of the web what a cell may want, and no more', () => {
    const names = namesAt(write('f|'));
    expect(names).toContain('fetch');
    expect(names).not.toContain('FileSystemSyncAccessHandle');
    expect(namesAt(write('keras.Sequential([], { | })'))).toEqual(['name']);
  });

  it('offer the options of a call that is being written', () => {
    const at = write('const m = keras.Sequential([]);', 'await m.fit([1], {|');
    expect(namesAt(at)).toEqual(expect.arrayContaining(['epochs', 'verbose']));
  });

  it('come with the declaration and the doc comment', () => {
    const at = write('const m = keras.Sequential([]);', 'm.|');
    expect(language.completionDetails(at.path, at.offset, 'fit')).toMatchObject({
      signature: expect.stringContaining('epochs?: number'),
      documentation: 'Trains for a fixed number of epochs.',
    });
  });
});

it('hovers over a name of another cell as over one of its own', () => {
  const at = write('const model = keras.Sequential([]);', 'mod|el');
  expect(language.hover(at.path, at.offset)?.signature).toBe('const model: Model');
});

it('says which parameter is being written', () => {
  const at = write('const m = keras.Sequential([]);', 'm.fit([1], |)');
  const help = language.signatureHelp(at.path, at.offset);
  expect(help?.activeParameter).toBe(1);
  expect(help?.signatures[0]?.parameters[0]?.signature).toBe('x: number[]');
});

describe('problems', () => {
  it('name a wrong option where it stands', () => {
    const code = 'await keras.Sequential([]).fit([1], { epoch: 3 });';
    write(code);
    const [problem] = language.problems(paths[0]!);
    expect(problem?.message).toMatch(/'epoch' does not exist.*'epochs'\?/s);
    expect(code.slice(problem!.span.start, problem!.span.start + problem!.span.length)).toBe(
      'epoch',
    );
  });

  it('are none for what a notebook allows', () => {
    write(
      'let x = 1; const model = keras.Sequential([]);\nfor await (const y of [1]) print(y);\nfunction print(y: unknown) {}',
      'x = 2;\nconst model = "declared again";\nmodel.toUpperCase()',
      'import { keras, np } from "slipway";\nclass Block extends keras.Layer {}\nconst best = await (async () => np.argmax([x]))();\nmodel.length',
    );
    expect([0, 1, 2].flatMap(problems)).toEqual([]);
  });

  it('name what no cell declares', () => {
    write('modle.fit([1])');
    expect(problems(0)).toEqual(["Cannot find name 'modle'. Did you mean 'Model'?"]);
  });

  it('find the open bracket at the end of the cell, and no trouble behind it', () => {
    write('const x = [1;');
    expect(language.problems(paths[0]!).map(({ span }) => span.start)).toEqual([12]);
    write('function f() {');
    expect(problems(0)).toEqual(["'}' expected."]);
  });

  it('follow the change of an earlier cell', () => {
    write('const x = 1;', 'x.toFixed()');
    language.updateCell(paths[0]!, 'const x = "one";');
    expect(problems(1)).toHaveLength(1);
  });
});

it('answers nothing about a cell that it does not know', () => {
  write('1');
  expect(language.completions('/cells/none.ts', 0)).toEqual([]);
  expect(language.hover('/cells/none.ts', 0)).toBeUndefined();
  expect(language.problems('/cells/none.ts')).toEqual([]);
});
