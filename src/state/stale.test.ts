import { expect, test } from 'vitest';
import { fileNames, findStale, type CellFacts } from './stale';

interface Sketch {
  ran?: number;
  edited?: boolean;
  lost?: boolean;
  reads?: string[];
  declares?: string[];
  unknown?: boolean;
}

const facts = ({ ran, edited, lost, reads = [], declares = [], unknown }: Sketch): CellFacts => ({
  ranAt: ran,
  isEdited: edited ?? false,
  isLost: lost ?? false,
  names: unknown ? undefined : new Set([...reads, ...declares]),
});
const stale = (...cells: Sketch[]) => findStale(cells.map(facts));

const load = { declares: ['x'] };
const build = { declares: ['model'] };
const fit = { reads: ['model', 'x'], declares: ['history'] };
const evaluate = { reads: ['model'] };

test('cells run in order are fresh', () => {
  expect(stale({ ran: 1, ...load }, { ran: 2, ...build }, { ran: 3, ...fit })).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('a cell whose text changed since it ran is stale', () => {
  expect(stale({ ran: 1, edited: true })).toEqual(['edited']);
});

test('a cell that never ran has nothing to go stale', () => {
  expect(stale({ edited: true }, { ran: 1, reads: ['x'] })).toEqual([undefined, undefined]);
});

test('an edited cell makes those stale that read from it, and no others', () => {
  expect(
    stale({ ran: 1, edited: true, ...build }, { ran: 2, ...load }, { ran: 3, ...evaluate }),
  ).toEqual(['edited', undefined, 'earlier']);
});

test('a cell that ran again makes those stale that ran before it', () => {
  expect(stale({ ran: 5, ...build }, { ran: 2, ...evaluate })).toEqual([undefined, 'earlier']);
});

test('training again makes the evaluation stale, though it declares no name that is read', () => {
  expect(stale({ ran: 1, ...build }, { ran: 5, ...fit }, { ran: 3, ...evaluate })).toEqual([
    undefined,
    undefined,
    'earlier',
  ]);
});

test('staleness is handed on', () => {
  expect(
    stale(
      { ran: 1, edited: true, declares: ['a'] },
      { ran: 2, reads: ['a'], declares: ['b'] },
      { ran: 3, reads: ['b'] },
    ),
  ).toEqual(['edited', 'earlier', 'earlier']);
});

test('a later cell leaves earlier ones alone, even if it declares their names anew', () => {
  expect(stale({ ran: 1, reads: ['x'] }, { ran: 2, declares: ['x'] })).toEqual([
    undefined,
    undefined,
  ]);
});

test('where names are unknown the order decides', () => {
  expect(
    stale({ ran: 1, reads: ['b'] }, { ran: 4, unknown: true }, { ran: 3, reads: ['a'] }),
  ).toEqual([undefined, undefined, 'earlier']);
});

test('a lost kernel makes its cells stale, and a new run makes them fresh one by one', () => {
  expect(stale({ ran: 1, lost: true, ...load }, { ran: 2, lost: true, ...fit })).toEqual([
    'restarted',
    'restarted',
  ]);
  expect(stale({ ran: 3, ...load }, { ran: 2, lost: true, ...fit })).toEqual([
    undefined,
    'restarted',
  ]);
});

test('files that a cell names are found', () => {
  expect(fileNames('await model.save("fashion.keras"); f(\'serving/fashion/1\', `a.txt`)')).toEqual(
    ['fashion.keras', 'serving/fashion/1', 'a.txt'],
  );
  expect(fileNames('print("Done. Next.", "a b/c", "relu", "1.")')).toEqual([]);
  expect(
    fileNames('unzip -p fashion.keras config.json|head -20 >serving/x; ls -lh "a.b"', 'sh'),
  ).toEqual(['fashion.keras', 'config.json', 'serving/x', 'a.b']);
});
