/** Of Python there is `python -m json.tool`. */
import type { Command } from '../../command';
import { jsonTool } from './json-tool';

const NOT_FOUND = 127;

export const python: Command = async (args, io) => {
  if (args[0] === '-m' && args[1] === 'json.tool') return jsonTool(args.slice(2), io);
  io.stderr('bash: python: command not found\n');
  return NOT_FOUND;
};
