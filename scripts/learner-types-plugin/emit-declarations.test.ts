import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emitDeclarations } from './emit-declarations.mjs';

const SOURCES: Record<string, string> = {
  'package.json': '{"type": "module", "imports": {"#*": "./src/*/index.ts"}}',
  'tsconfig.workers.json':
    '{"compilerOptions": {"target": "ES2023", "module": "ESNext", "moduleResolution": "bundler", "strict": true, "types": []}}',
  'src/api/globals.ts': "export { scale } from './scale';\nexport type { Pixels } from '#pixels';",
  'src/api/scale.ts': `
import { makePixels } from '#pixels';
import { secret } from './secret';
/** Divides by 255. */
export function scale(bytes: Uint8Array) { return makePixels(bytes.length + secret); }`,
  'src/api/secret.ts': 'export const secret = 1;',
  'src/pixels/index.ts': "export { makePixels, type Pixels } from './pixels';",
  'src/pixels/pixels.ts': `
export interface Pixels {
  readonly count: number;
  /** @internal */
  readonly handle: number;
}
export function makePixels(count: number): Pixels { return { count, handle: 0 }; }`,
};

let root: string;
let files: Record<string, string>;

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'declarations-'));
  for (const [file, text] of Object.entries(SOURCES)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  files = emitDeclarations(root, 'src/api/globals.ts', (message) => {
    throw new Error(message);
  });
});

afterAll(() => rmSync(root, { recursive: true }));

it('names every export of the entry in its entrance', () => {
  expect(files['index.d.ts']).toBe("export { scale, Pixels } from './api/globals';\n");
});

it('makes imports across rooms relative', () => {
  expect(files['api/globals.d.ts']).toContain("from '../pixels/index'");
  expect(files['api/scale.d.ts']).toMatch(/["']\.\.\/pixels\/index["']/);
});

it('keeps doc comments and leaves out what is internal', () => {
  expect(files['api/scale.d.ts']).toContain('Divides by 255.');
  expect(files['pixels/pixels.d.ts']).not.toContain('handle');
});

it('leaves out modules that no declaration refers to', () => {
  expect(Object.keys(files).sort()).toEqual([
    'api/globals.d.ts',
    'api/scale.d.ts',
    'index.d.ts',
    'pixels/index.d.ts',
    'pixels/pixels.d.ts',
  ]);
});
