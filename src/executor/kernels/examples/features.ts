/** The features of serialized examples. */
import { decodeMessage } from '#containers/protobuf';
import { ExampleSchema, type Feature } from '#formats/example';
import { typeText, type Element } from '../../element-types';
import { StatusError } from '../../status';
import type { ElementType } from '../../tensor';

/** Undefined where the feature says neither kind nor values. */
interface Values {
  readonly dtype: 'string' | 'float32' | 'int64';
  readonly elements: readonly Element[];
}

/** @throws StatusError when the bytes are no example */
export function featuresOf(serialized: Uint8Array): Readonly<Record<string, Feature>> {
  try {
    return decodeMessage(ExampleSchema, serialized, { file: 'example' }).features?.feature ?? {};
  } catch (cause) {
    const text = new TextDecoder().decode(serialized);
    throw new StatusError(
      'INVALID_ARGUMENT',
      `Could not parse example input, value: '${text}'`,
      cause,
    );
  }
}

export function valuesOf(
  features: Readonly<Record<string, Feature>>,
  key: string,
): Values | undefined {
  const kind = Object.hasOwn(features, key) ? features[key]?.kind : undefined;
  switch (kind?.case) {
    case 'bytesList':
      return { dtype: 'string', elements: kind.value.value };
    case 'floatList':
      return { dtype: 'float32', elements: kind.value.value };
    case 'int64List':
      return { dtype: 'int64', elements: kind.value.value };
    default:
      return undefined;
  }
}

/** As messages call values: strings are bytes. */
export function kindText(dtype: ElementType): string {
  return dtype === 'string' ? 'bytes' : typeText(dtype);
}
