import { expect, it } from 'vitest';
import { highlightCode } from '.';

const command = (name: string) => `<span class="hljs-built_in">${name}</span>`;

it('colours commands of the shell and of the lessons, but neither options nor parts of paths', () => {
  expect(highlightCode('saved_model_cli show --dir a/ls | head -4', 'sh')).toBe(
    `${command('saved_model_cli')} show --dir a/ls | ${command('head')} -4`,
  );
});

it('escapes what it does not know', () => {
  expect(highlightCode('a < "b"', 'text')).toBe('a &lt; &quot;b&quot;');
});
