/** Files of protobuf text that flags name. */
import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { parseTextFormat, TextFormatError } from '#containers/protobuf';
import { StatusError } from '#executor';
import type { Environment } from '../environment';
import { AT } from '../log-sources';

/** @throws StatusError NOT_FOUND when the file is not there */
export async function readTextFile(files: Environment['files'], path: string): Promise<string> {
  const bytes = await files.read(path);
  if (bytes === undefined) throw new StatusError('NOT_FOUND', `${path}; No such file or directory`);
  return new TextDecoder().decode(bytes);
}

/**
 * The message that a file's text describes. What is wrong with it is logged, as protobuf's library does by itself.
 * @throws StatusError INVALID_ARGUMENT
 */
export function parseTextFile<Desc extends DescMessage>(
  schema: Desc,
  text: string,
  path: string,
  log: Environment['log'],
): MessageShape<Desc> {
  try {
    return parseTextFormat(schema, text);
  } catch (error) {
    if (!(error instanceof TextFormatError)) throw error;
    for (const line of error.message.split('\n')) {
      log.log('E', AT.textFormat, line);
    }
    throw new StatusError('INVALID_ARGUMENT', `Invalid protobuf file: '${path}'`, error);
  }
}
