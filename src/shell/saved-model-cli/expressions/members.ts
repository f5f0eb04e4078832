/** Attributes and methods of arrays. */
import { arrayValue, asArray, NONE, numberOf, wholeOf, type Arguments, type Value } from './value';
import { dtypeOf, shapeOf } from './numpy';
import { defineFunction } from './signatures';

/** @returns undefined when the value has no such member */
export function member(value: Value, name: string): Value | undefined {
  if (value.kind !== 'array') return undefined;
  const { array } = value;
  switch (name) {
    case 'T':
      return arrayValue(array.T);
    case 'reshape':
      return { kind: 'function', call: (args) => arrayValue(array.reshape(listOf(args))) };
    case 'transpose':
      return {
        kind: 'function',
        call: (args) =>
          arrayValue(args.positional.length === 0 ? array.T : array.transpose(listOf(args))),
      };
    case 'astype':
      return defineFunction('astype', ['dtype'], 1, ({ dtype }) =>
        arrayValue(array.astype(dtypeOf(dtype) ?? 'float64')),
      );
    case 'flatten':
    case 'ravel':
      return defineFunction(name, [], 0, () => arrayValue(array.flatten()));
    case 'squeeze':
      return defineFunction(name, ['axis'], 0, ({ axis }) =>
        arrayValue(array.squeeze(axis && wholeOf(axis))),
      );
    case 'clip':
      return defineFunction(name, ['min', 'max'], 0, ({ min = NONE, max = NONE }) =>
        arrayValue(array.clip(limit(min), limit(max))),
      );
    case 'round':
      return defineFunction(name, ['decimals'], 0, ({ decimals }) =>
        arrayValue(asArray(value).round(decimals ? wholeOf(decimals) : 0)),
      );
    default:
      return undefined;
  }
}

function limit(value: Value): number | null {
  return value.kind === 'none' ? null : numberOf(value);
}

/** Whole numbers one by one, or one list of them. */
function listOf({ positional }: Arguments): number[] {
  const [first] = positional;
  if (positional.length === 1 && first) return shapeOf(first);
  return shapeOf({ kind: 'tuple', items: positional });
}
