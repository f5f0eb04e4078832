/** Generator functions of learners that give samples: a representative dataset, or a debugger's. */
import { PyTypeError } from '#errors';
import { typeName } from '../../python/type-name';
import { orStop, untilStopped } from '../../until-stopped';

interface OpenedDataset {
  /** How many samples there are, where they are a list. */
  readonly count: number | undefined;
  /** Waits for each so that a Stop takes hold. */
  readonly samples: AsyncIterable<unknown>;
}

/**
 * @param place the argument or attribute that it was given as
 * @throws TypeError with Python's message for anything but a function
 */
export function checkDataset(dataset: unknown, place: string): asserts dataset is () => unknown {
  if (typeof dataset === 'function') return;
  throw new PyTypeError(`'${generatorName(dataset)}' object is not callable`, {
    place,
    hint: 'Give it the generator function itself, without calling it: function* () { yield [x]; }. It is called when samples are needed.',
  });
}

/** @throws TypeError when the dataset is not a function that returns something to go through; what it throws itself */
export async function openDataset(dataset: unknown, place: string): Promise<OpenedDataset> {
  checkDataset(dataset, place);
  const given: unknown = await orStop<unknown>(dataset());
  if (!isIterable(given))
    throw new PyTypeError(`'${typeName(given)}' object is not iterable`, {
      place,
      hint: 'Write a generator function: function* () { yield [x]; }.',
    });
  return {
    count: Array.isArray(given) ? given.length : undefined,
    samples: untilStopped(given),
  };
}

function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Symbol.iterator in value || Symbol.asyncIterator in value;
}

function generatorName(value: unknown): string {
  const isRunning = typeof value === 'object' && value !== null && 'next' in value;
  return isRunning ? 'generator' : typeName(value);
}
