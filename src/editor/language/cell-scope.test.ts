import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { cellTail, exportedNames, readCellNames } from './cell-scope';

const declares = (code: string) => readCellNames(ts, code).declares;
const cell = (module: string, code: string) => ({ module, names: readCellNames(ts, code) });

describe('readCellNames', () => {
  it('finds variables, also in patterns, functions, classes and types', () => {
    const code = `
      const [[x_train, y_train], { test: [x_test] = [], ...rest }] = await load();
      let a = 1, b;
      async function fit() { const inner = 1; }
      class MyBlock extends keras.Layer {}
      interface Row { id: number }
      type Rows = Row[];`;
    expect(declares(code).join(' ')).toBe('x_train y_train x_test rest a b fit MyBlock Row Rows');
  });

  it('does not export what the cell imports or exports itself', () => {
    const names = readCellNames(ts, 'import { keras as k } from "slipway";\nexport const x = 1;');
    expect(names).toEqual({ declares: [], taken: ['k', 'x'] });
  });

  it('reads a cell that is still being written', () => {
    expect(declares('const model = keras.\nfunction f( {')).toEqual(['model', 'f']);
    expect(declares('const = 1; class {}')).toEqual([]);
  });
});

describe('cellTail', () => {
  const cells = [
    cell('001-load', 'const x = 1; const y = 2;'),
    cell('002-scale', 'const x = "again";'),
    cell('003-use', 'const z = x;'),
    cell('004-later', 'const y = 3; const w = 4;'),
  ];

  it('takes a name from the nearest cell above, else from one below', () => {
    expect(cellTail(cells, 2, [])).toBe(
      [
        '',
        ';export { z };',
        'import { x } from "./002-scale";',
        'import { y } from "./001-load";',
        'import { w } from "./004-later";',
      ].join('\n'),
    );
  });

  it('takes globals that no cell declares from the package', () => {
    const lines = cellTail([cell('001-a', 'const tf = 1;')], 0, ['keras', 'tf']);
    expect(lines).toContain('import { keras } from "slipway";');
    expect(lines).not.toContain('import { keras, tf }');
  });

  it('never imports a name that the cell declares', () => {
    expect(cellTail(cells, 1, ['x'])).not.toMatch(/import \{[^}]*\bx\b/);
  });
});

it('reads the names of the entrance', () => {
  expect(exportedNames("export { keras, layers } from './globals';\n")).toEqual([
    'keras',
    'layers',
  ]);
  expect(exportedNames('')).toEqual([]);
});
