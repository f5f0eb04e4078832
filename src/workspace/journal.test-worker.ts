/**
 * A writer of directories to be killed. With `hangAt` it replaces `model` once and stands still before the step of that
 * number (moves and removals count); without, it replaces `model` without end, every time with files of one number.
 */
import { openWorkspace } from './index';

interface Order {
  readonly name: string;
  readonly size: number;
  readonly hangAt: number | undefined;
}

const { name, size, hangAt } = await new Promise<Order>((resolve) => {
  addEventListener('message', (event: MessageEvent) => resolve(event.data), { once: true });
});

type Step = (this: unknown, ...args: unknown[]) => Promise<unknown>;

/** Lets the steps that change directories count, and the one of number `hangAt` never begin. */
function hangBefore(prototype: object, method: string, count: () => number): void {
  const steps = prototype as Record<string, Step>;
  const step = steps[method]!;
  steps[method] = function (...args) {
    if (count() !== hangAt) return step.apply(this, args);
    postMessage('hung');
    return new Promise(() => {});
  };
}

/** Odd numbers have a file `deep`, even ones a directory of that name. */
function filesOf(value: number): Map<string, Uint8Array> {
  const content = () => new Uint8Array(size).fill(value);
  return new Map([
    ['saved_model.pb', content()],
    ['variables/variables.index', content()],
    [value % 2 === 1 ? 'deep' : 'deep/er', content()],
    [`only/${value}`, content()],
  ]);
}

const files = await openWorkspace(name);
if (hangAt === undefined) {
  postMessage(files.storage);
  for (let i = 1; ; i = (i % 250) + 1) await files.writeDirectory('model', filesOf(i));
}
await files.writeDirectory('model', filesOf(1));
let steps = 0;
hangBefore(FileSystemFileHandle.prototype, 'move', () => steps++);
hangBefore(FileSystemDirectoryHandle.prototype, 'removeEntry', () => steps++);
await files.writeDirectory('model', filesOf(2));
postMessage('done');
