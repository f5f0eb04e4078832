import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { beforeAll, expect, it } from 'vitest';
import { emitDeclarations } from '../scripts/learner-types-plugin/emit-declarations.mjs';
import { readCourse } from '../scripts/lesson-plugin/read-course';
import { CellLanguage } from '../src/editor/language/cell-language';

/** Characters of a cell's line that a page 1280 pixels wide shows. */
const MAX_LINE = 76;
const ROOT = path.resolve(import.meta.dirname, '..');

let language: CellLanguage;

function readLibraries(): Record<string, string> {
  const folder = path.dirname(ts.getDefaultLibFilePath({}));
  const names = readdirSync(folder).filter((name) => /^lib\..*d\.ts$/.test(name));
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
  );
}

beforeAll(() => {
  const warnings: string[] = [];
  const types = emitDeclarations(ROOT, 'src/learner-api/globals.ts', (text) => warnings.push(text));
  expect(warnings).toEqual([]);
  language = new CellLanguage(ts, readLibraries());
  language.setTypes(types);
}, 60_000);

for (const { slug, number, blocks } of readCourse(ROOT).map(({ lesson }) => lesson)) {
  it(`shows no squiggle in lesson ${number}, ${slug}`, { timeout: 60_000 }, () => {
    const cells = blocks
      .filter((block) => block.kind === 'cell')
      .filter(({ language }) => language === 'ts')
      .map(({ id, code }, i) => ({ path: `/cells/${String(i).padStart(3, '0')}-${id}.ts`, code }));
    language.setCells(cells);
    const problems = cells.flatMap(({ path, code }) =>
      language.problems(path).map(({ span, message }) => {
        const line = code.slice(0, span.start).split('\n').length;
        return `${path}:${line} ${message}`;
      }),
    );
    expect(problems).toEqual([]);
  });

  it(`has no line in lesson ${number}, ${slug}, that is cut off beside the panel`, () => {
    const cells = blocks.filter((block) => block.kind === 'cell');
    const long = cells.flatMap(({ code }) =>
      code.split('\n').filter((line) => line.length > MAX_LINE),
    );
    expect(long).toEqual([]);
  });
}
