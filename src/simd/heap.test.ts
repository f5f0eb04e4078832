import { expect, test } from 'vitest';
import { Heap } from './heap';

const PAGE = 65_536;

function heapOf(pages: number, maximum: number): Heap {
  return new Heap(new WebAssembly.Memory({ initial: pages, maximum }), 64);
}

test('what is given back is given out again, joined with its neighbours', () => {
  const heap = heapOf(1, 1);
  const [a, b, c] = [heap.allocate(100), heap.allocate(1), heap.allocate(64)] as const;
  expect([a, b, c]).toEqual([64, 192, 256]);
  heap.free(a);
  heap.free(c);
  heap.free(b);
  expect(heap.used).toBe(0);
  expect(heap.allocate(PAGE - 64)).toBe(64);
});

test('memory grows by what is missing at its end', () => {
  const heap = heapOf(1, 3);
  heap.allocate(1000);
  expect(heap.allocate(2 * PAGE)).toBe(64 + 1024);
  expect(heap.used).toBe(1024 + 2 * PAGE);
});

test('memory that cannot grow is an error that says what to do', () => {
  const heap = heapOf(1, 2);
  expect(() => heap.allocate(3 * PAGE)).toThrow('WebAssembly cannot get 1 MB more memory here.');
  expect(heap.allocate(PAGE)).toBe(64);
});

test('what was not given out cannot be given back', () => {
  expect(() => heapOf(1, 1).free(128)).toThrow('Nothing was allocated at 128.');
});
