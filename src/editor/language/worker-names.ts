/** A worker's scope has hundreds of names that no cell needs; completions leave these out, checking knows them. */
import type * as TypeScript from 'typescript';
import { readCellNames } from './cell-scope';
import type { TextFiles } from './language-api';

/** What a cell may want of the web. */
const WANTED = new Set([
  'AbortController',
  'AbortSignal',
  'atob',
  'Blob',
  'btoa',
  'clearInterval',
  'clearTimeout',
  'CompressionStream',
  'console',
  'crypto',
  'DecompressionStream',
  'fetch',
  'File',
  'FormData',
  'Headers',
  'ImageData',
  'performance',
  'ReadableStream',
  'Request',
  'Response',
  'setInterval',
  'setTimeout',
  'structuredClone',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'URLSearchParams',
]);

export function unwantedNames(ts: typeof TypeScript, libraries: TextFiles): ReadonlySet<string> {
  const { declares } = readCellNames(ts, libraries['lib.webworker.d.ts'] ?? '');
  return new Set(declares.filter((name) => !WANTED.has(name)));
}
