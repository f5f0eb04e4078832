/** Reads what the model `received_examples` answers: the tf.Examples that its graph was fed, base64 as class labels. */
import { fromBinary } from '@bufbuild/protobuf';
import { ExampleSchema, type Feature } from '#formats/example';

export type Features = Readonly<Record<string, readonly (string | number)[]>>;

interface Classified {
  readonly results: readonly (readonly (readonly [label: string, score: number])[])[];
}

export function decodeExamples(text: string): readonly Features[] {
  const { results } = JSON.parse(text) as Classified;
  return results.map(([first]) => {
    const { features } = fromBinary(ExampleSchema, fromWebBase64(first![0]));
    const entries = Object.entries(features?.feature ?? {});
    return Object.fromEntries(entries.map(([key, feature]) => [key, valuesOf(feature)]));
  });
}

/** Integers as text; floats that JSON cannot write as words. */
function valuesOf({ kind }: Feature): readonly (string | number)[] {
  switch (kind.case) {
    case 'bytesList':
      return kind.value.value.map((bytes) => new TextDecoder().decode(bytes));
    case 'floatList':
      return kind.value.value.map((value) => (Number.isFinite(value) ? value : String(value)));
    case 'int64List':
      return kind.value.value.map(String);
    default:
      return [];
  }
}

function fromWebBase64(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
