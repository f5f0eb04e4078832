/** `tf.Example` as bytes, with the field numbers of TensorFlow's example.proto and feature.proto. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Feature } from './feature';

/** Every message here has but one field, an entry of the map aside. */
const ONLY = 1;
const KEY = 1;
const VALUE = 2;
const KIND = { bytes: 1, float: 2, int64: 3 } as const;

/** Features in the order of the map. Names may be anything, `__proto__` too. */
export function encodeExample(features: ReadonlyMap<string, Feature>): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(ONLY, WireType.LengthDelimited).fork();
  for (const [name, feature] of features) {
    writer.tag(ONLY, WireType.LengthDelimited).fork();
    writer.tag(KEY, WireType.LengthDelimited).string(name);
    writer.tag(VALUE, WireType.LengthDelimited).fork();
    writeFeature(writer, feature);
    writer.join().join();
  }
  return writer.join().finish();
}

function writeFeature(writer: BinaryWriter, feature: Feature): void {
  if (feature.kind === 'none') return;
  writer.tag(KIND[feature.kind], WireType.LengthDelimited).fork();
  if (feature.kind === 'bytes') {
    for (const value of feature.values) {
      writer.tag(ONLY, WireType.LengthDelimited).bytes(value);
    }
  } else writePacked(writer, feature);
  writer.join();
}

function writePacked(
  writer: BinaryWriter,
  feature: Extract<Feature, { kind: 'float' | 'int64' }>,
): void {
  writer.tag(ONLY, WireType.LengthDelimited).fork();
  if (feature.kind === 'float') for (const value of feature.values) writer.float(value);
  else for (const value of feature.values) writer.int64(value);
  writer.join();
}
