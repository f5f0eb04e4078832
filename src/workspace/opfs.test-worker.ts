/** A writer to be killed: replaces `model.keras` and adds new files without end, each file filled with one number. */
import { openWorkspace } from './index';

const { name, size } = await new Promise<{ name: string; size: number }>((resolve) => {
  addEventListener('message', (event: MessageEvent) => resolve(event.data), { once: true });
});
const files = await openWorkspace(name);
postMessage(files.storage);
for (let i = 1; ; i = (i % 250) + 1) {
  await files.write('model.keras', new Uint8Array(size).fill(i));
  await files.write(`new/${crypto.randomUUID()}`, new Uint8Array(size).fill(i));
}
