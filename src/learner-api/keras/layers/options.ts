/** Reading options that several layers share, with Keras's messages. */
import { NotImplementedError, PyTypeError, ValueError } from '#errors';
import { formatShape } from '../../python/shape';

export type Pair = readonly [number, number];
export type PairLike = number | readonly number[];
export type PaddingName = 'valid' | 'same';

/** One number for both directions, or [vertical, horizontal]. */
export function readPair(value: PairLike, name: string): Pair {
  const pair = typeof value === 'number' ? [value, value] : value;
  const shown = Array.isArray(value) ? formatShape(value as number[]) : String(value);
  const start = `The \`${name}\` argument must be a tuple of 2 integers. Received ${name}=${shown}`;
  if (!Array.isArray(pair) || pair.length !== 2 || !pair.every(Number.isInteger))
    throw new ValueError(start);
  const wrong = [...new Set(pair.filter((item) => item <= 0))];
  if (wrong.length > 0)
    throw new ValueError(
      `${start}, including values {${wrong.join(', ')}} that do not satisfy \`value > 0\``,
    );
  return pair as unknown as Pair;
}

export function readPadding(value: unknown = 'valid'): PaddingName {
  const name = typeof value === 'string' ? value.toLowerCase() : value;
  if (name === 'valid' || name === 'same') return name;
  throw new ValueError(
    `The \`padding\` argument must be a list/tuple or one of {'valid', 'same'}. Received: ${String(value)}`,
  );
}

/** Only images with the channels last are supported. */
export function checkDataFormat(value: unknown, owner: string): void {
  if (value === undefined || value === null || value === 'channels_last') return;
  if (value === 'channels_first')
    throw new NotImplementedError(`${owner} with data_format="channels_first" is not there yet.`, {
      hint: 'Use channels_last: [batch, height, width, channels].',
    });
  throw new ValueError(
    `The \`data_format\` argument must be one of {'channels_first', 'channels_last'}. Received: data_format=${String(value)}`,
  );
}

/** @throws NotImplementedError when one is given */
export function checkNoConstraints(
  owner: string,
  options: Readonly<Record<string, unknown>>,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && value !== null)
      throw new NotImplementedError(`${owner} with ${name} is not there yet.`, { place: name });
  }
}

/** @throws TypeError with Python's message when a positional argument is missing */
export function requireArgument(owner: string, name: string, value: unknown): void {
  if (value !== undefined) return;
  throw new PyTypeError(`${owner}.__init__() missing 1 required positional argument: '${name}'`);
}

export function checkPositive(name: string, value: unknown): void {
  if (typeof value === 'number' && value > 0) return;
  throw new ValueError(
    `Invalid value for argument \`${name}\`. Expected a strictly positive value. Received ${name}=${String(value)}.`,
  );
}
