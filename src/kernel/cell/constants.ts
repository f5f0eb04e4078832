import type MagicString from 'magic-string';
import type { Declared } from './declarations';
import type { Reference } from './references';

/**
 * Sends writes to the cell's own constants to `$const`, which refuses them: on the lesson's scope they would be
 * variables as any other.
 */
export function guardConstants(
  declared: readonly Declared[],
  references: readonly Reference[],
  edit: MagicString,
): void {
  const constants = new Set(declared.filter(({ kind }) => kind === 'const').map((d) => d.name));
  for (const { name, start, end, isWrite, isShorthand } of references) {
    if (!isWrite || !constants.has(name)) continue;
    edit.update(start, end, `${isShorthand ? `${name}: ` : ''}$const.${name}`);
  }
}
