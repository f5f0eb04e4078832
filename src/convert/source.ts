/** What a conversion starts from, made of what a reader of files gives. */
import type { ImportedFunction } from '#formats/saved-model';
import type { ConversionSource } from './options';

/** A function of a SavedModel with its restored weights, as something to convert. */
export function sourceOfImport(
  { graph, inputs, outputs, variables }: ImportedFunction,
  about: Pick<ConversionSource, 'signatureKey' | 'modelType'>,
): ConversionSource {
  return {
    graph,
    inputs,
    outputs,
    values: new Map(variables.map((variable) => [variable, variable.value])),
    ...about,
  };
}
