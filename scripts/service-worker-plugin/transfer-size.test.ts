import { expect, test } from 'vitest';
import { keptFiles } from './transfer-size.mjs';

test('counts what browsers of today keep, and no data', () => {
  const variants = [
    { files: /^new/, audience: 'current', isLoaded: () => false },
    { files: /^old/, audience: 'older', isLoaded: () => true },
    { files: /^idle/, audience: 'none', isLoaded: () => false },
  ] as const;
  const files = ['new.wasm', 'old.wasm', 'idle.wasm', 'index.html', 'data/set.gz'].map((url) => ({
    url,
    bytes: 1,
    revision: '',
    isImmutable: true,
  }));
  expect(keptFiles(files, variants).map(({ url }) => url)).toEqual(['new.wasm', 'index.html']);
});
