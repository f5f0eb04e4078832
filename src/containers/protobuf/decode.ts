/** Reads protocol buffers that nobody vouches for: checked first without allocating, then decoded by the library. */
import { fromBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { ValueError } from '#errors';
import { DecodeBudget } from './budget';
import { checkWire } from './check-wire';
import { MAX_DEPTH, type TextLimit } from './limits';

export interface DecodeOptions {
  /** The file, for messages. */
  readonly file: string;
  /** Shared by several calls that must stay within one allowance; by default a new one of 96 MB. */
  readonly budget?: DecodeBudget;
  /** How long texts may be. Default: as long as the file is. */
  readonly texts?: TextLimit;
}

/**
 * The message in these bytes. `bytes` fields are views of them; fields that the schema does not know are kept.
 * @throws ValueError naming file, field and byte when they are not such a message, nest more than 100 deep or would
 * need more memory than the budget
 */
export function decodeMessage<Desc extends DescMessage>(
  schema: Desc,
  bytes: Uint8Array,
  { file, budget = new DecodeBudget(), texts }: DecodeOptions,
): MessageShape<Desc> {
  checkWire(schema, bytes, file, { budget, texts });
  try {
    return fromBinary(schema, bytes, { recursionLimit: MAX_DEPTH });
  } catch (cause) {
    throw new ValueError(`${file} is damaged: it holds no ${schema.name}.`, { place: file, cause });
  }
}
