/** What `--help` and `--helpfull` print. */
import { OWN_FLAGS, type FlagInfo } from './flag-table';
import { sortedTexts } from './python-text';

const USAGE = '\n       USAGE: saved_model_cli [flags]\n';

export const HELP_TEXT = `${USAGE}\nTry --helpfull to get a list of all flags.\n`;

/** The tool's own flags, in the layout of the real one. */
export function fullHelpText(): string {
  const flags = sortedTexts(Object.keys(OWN_FLAGS)).map((name) => flagText(name, OWN_FLAGS[name]!));
  return `${USAGE}flags:\n\ntensorflow.python.tools.saved_model_cli:\n${flags.join('')}`;
}

function flagText(name: string, { kind, help, byDefault }: FlagInfo): string {
  const values = typeof kind === 'string' ? '' : ` <${kind.join('|')}>:`;
  const lines = [`  --${kind === 'bool' ? '[no]' : ''}${name}:${values} ${help ?? ''}`];
  if (byDefault !== undefined) lines.push(`    (default: '${byDefault}')`);
  if (kind === 'int') lines.push('    (an integer)');
  return lines.map((line) => `${line}\n`).join('');
}
