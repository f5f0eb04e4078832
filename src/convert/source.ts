/** What a conversion starts from, made of what a reader of files gives. */
import { compareUtf8 } from '#bytes';
import type { ImportedFunction } from '#formats/saved-model';
import type { ConversionEnd, ConversionSource } from './options';

/**
 * A function of a SavedModel with its restored weights, as something to convert. Its outputs are in the order of their
 * keys, `output_2` before `output_10`, which is the order of the model's.
 */
export function sourceOfImport(
  { graph, inputs, outputs, variables }: ImportedFunction,
  about: Pick<ConversionSource, 'signatureKey' | 'modelType'>,
): ConversionSource {
  return {
    graph,
    inputs,
    outputs: [...outputs].sort(byKeyAndNumber),
    values: new Map(variables.map((variable) => [variable, variable.value])),
    ...about,
  };
}

function byKeyAndNumber(a: ConversionEnd, b: ConversionEnd): number {
  const [[stem, number], [otherStem, otherNumber]] = [parts(a.key), parts(b.key)];
  return compareUtf8(stem, otherStem) || number - otherNumber;
}

/** `['output_', 10]` of `output_10`. */
function parts(key: string): [string, number] {
  const digits = /\d*$/.exec(key)![0];
  return [key.slice(0, key.length - digits.length), Number(digits)];
}
