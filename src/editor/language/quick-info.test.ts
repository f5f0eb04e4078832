import type { SymbolDisplayPart } from 'typescript';
import { expect, it } from 'vitest';
import { documentation, joinParts, withoutAlias } from './quick-info';

const parts = (...texts: string[]): SymbolDisplayPart[] =>
  texts.map((text) => ({ text, kind: text === '\n' ? 'lineBreak' : 'text' }));

it('shows a name of another cell as if it were declared here', () => {
  const alias = parts('(', 'alias', ')', ' ', 'const', ' ', 'x', '\n', 'import', ' ', 'x');
  expect(joinParts(withoutAlias(alias))).toBe('const x');
});

it('leaves everything else as it is', () => {
  const own = parts('const', ' ', 'x');
  expect(withoutAlias(own)).toBe(own);
  expect(withoutAlias(undefined)).toEqual([]);
});

it('puts the tags of a doc comment below it', () => {
  const tags = [{ name: 'throws', text: parts('ValueError') }, { name: 'deprecated' }];
  expect(documentation(parts('Trains.'), tags)).toBe(
    'Trains.\n\n*@throws* ValueError\n\n*@deprecated*',
  );
});
