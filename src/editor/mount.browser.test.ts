import { userEvent } from 'vitest/browser';
import { afterEach, expect, it, vi } from 'vitest';
import { mountEditor, registerCells, type CellEditor, type EditorOptions } from './index';

vi.mock('virtual:learner-types', () => ({
  files: {
    'index.d.ts': "export { keras } from './keras';\n",
    'keras.d.ts': `
      export declare class Model {
        /** Trains for a fixed number of epochs. */
        fit(x: number[], options?: { epochs?: number }): Promise<{ loss: number }>;
      }
      export declare namespace keras {
        function Sequential(layers: unknown[]): Model;
      }`,
  },
}));

/** Milliseconds: the TypeScript worker is large. */
const WORKER_START = 60_000;
vi.setConfig({ testTimeout: WORKER_START });

let mounted: { editor: CellEditor; host: HTMLElement } | undefined;

async function mount(code: string, options: Partial<EditorOptions> = {}): Promise<CellEditor> {
  const host = document.createElement('div');
  document.body.append(host);
  const editor = await mountEditor(host, {
    cellId: 'cell',
    language: 'ts',
    code,
    label: 'A cell',
    onChange: () => undefined,
    onRun: () => undefined,
    onLeave: () => undefined,
    ...options,
  });
  mounted = { editor, host };
  return editor;
}

/** All text that Monaco shows in and around the editor. */
const shown = (selector: string) =>
  [...document.querySelectorAll(selector)].map((node) => node.textContent).join('\n');

afterEach(() => {
  mounted?.editor.dispose();
  mounted?.host.remove();
  mounted = undefined;
});

it('grows with its text and never scrolls by itself', async () => {
  const editor = await mount('1\n2\n3');
  expect(mounted!.host.style.height).toBe('84px');
  editor.setCode('1\n2\n3\n4');
  expect(mounted!.host.style.height).toBe('104px');
});

it('tells what the learner types, and lets a replaced text be undone', async () => {
  const onChange = vi.fn();
  const editor = await mount('a', { onChange });
  editor.setCode('author');
  expect(onChange).not.toHaveBeenCalled();
  editor.focus();
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(editor.getCode()).toBe('a');
  expect(onChange).toHaveBeenLastCalledWith('a');
});

it('runs with Shift+Enter and Ctrl+Enter and leaves with Esc', async () => {
  const onRun = vi.fn();
  const onLeave = vi.fn();
  const editor = await mount('1', { onRun, onLeave });
  editor.focus();
  await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(onRun.mock.calls).toEqual([['next'], ['stay']]);
  expect(editor.getCode()).toBe('1');
  await userEvent.keyboard('{Escape}');
  expect(onLeave).toHaveBeenCalledOnce();
});

it('closes the list of completions with the first Esc and leaves with the second', async () => {
  const onLeave = vi.fn();
  registerCells('lesson', [{ id: 'cell', code: '' }]);
  const editor = await mount('', { onLeave });
  editor.focus();
  await userEvent.keyboard('keras.');
  await expect
    .poll(() => shown('.suggest-widget.visible'), { timeout: WORKER_START })
    .toMatch(/Sequential/);
  await userEvent.keyboard('{Escape}');
  expect(onLeave).not.toHaveBeenCalled();
  await userEvent.keyboard('{Escape}');
  expect(onLeave).toHaveBeenCalledOnce();
});

it('knows the names of earlier cells, and their types', async () => {
  registerCells('lesson', [
    { id: 'first', code: 'const model = keras.Sequential([await Promise.resolve(1)]);' },
    { id: 'second', code: '' },
  ]);
  const editor = await mount('', { cellId: 'second' });
  editor.focus();
  await userEvent.keyboard('await model.');
  await expect
    .poll(() => shown('.suggest-widget.visible'), { timeout: WORKER_START })
    .toMatch(/fit/);
});

it('marks a wrong option, and nothing in a cell that declares a name anew', async () => {
  const first = 'let model = 1;';
  const second = 'const model = keras.Sequential([]);\nawait model.fit([1], {epoch: 3});';
  registerCells('lesson', [
    { id: 'first', code: first },
    { id: 'second', code: second },
  ]);
  await mount(second, { cellId: 'second' });
  await expect
    .poll(() => document.querySelectorAll('.squiggly-error').length, { timeout: WORKER_START })
    .toBe(1);
});

it('follows the colours of the page', async () => {
  const root = document.documentElement;
  root.style.setProperty('--code-paper', 'light-dark(white, oklch(0.2 0 0))');
  await mount('1');
  root.style.colorScheme = 'dark';
  root.dataset['theme'] = 'dark';
  await expect
    .poll(() => getComputedStyle(document.querySelector('.monaco-editor')!).backgroundColor)
    .toBe('rgb(22, 22, 22)');
});
