import { expect, test } from 'vitest';
import { eagerFiles } from './check-budget.mjs';

test('what the entry imports statically is eager, what it imports on demand is not', () => {
  const manifest = {
    'index.html': { file: 'index.js', isEntry: true, imports: ['_a.js'], dynamicImports: ['b.ts'] },
    '_a.js': { file: 'a.js', imports: ['_shared.js', 'index.html'] },
    '_shared.js': { file: 'shared.js' },
    'b.ts': { file: 'b.js', imports: ['_shared.js'] },
  };
  expect(eagerFiles(manifest)).toEqual(['index.js', 'a.js', 'shared.js']);
});
