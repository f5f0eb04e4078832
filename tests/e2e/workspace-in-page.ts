/** The learner's files, straight in the Origin Private File System. */
import type { Page } from '@playwright/test';

export class WorkspaceInPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    await this.#page.evaluate(
      async ([parts, text]) => {
        let folder = await navigator.storage.getDirectory();
        for (const part of ['slipway', ...parts.slice(0, -1)]) {
          folder = await folder.getDirectoryHandle(part, { create: true });
        }
        const file = await folder.getFileHandle(parts.at(-1)!, { create: true });
        const stream = await file.createWritable();
        await stream.write(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
        await stream.close();
      },
      [path.split('/'), Buffer.from(bytes).toString('base64')] as const,
    );
  }

  async remove(path: string): Promise<void> {
    await this.#page.evaluate(async (parts) => {
      let folder = await navigator.storage.getDirectory();
      for (const part of ['slipway', ...parts.slice(0, -1)]) {
        folder = await folder.getDirectoryHandle(part);
      }
      await folder.removeEntry(parts.at(-1)!, { recursive: true });
    }, path.split('/'));
  }

  /** Everything but the app's own. */
  async clear(): Promise<void> {
    await this.#page.evaluate(async () => {
      const home = await navigator.storage.getDirectory();
      const root = await home.getDirectoryHandle('slipway', { create: true });
      for await (const name of root.keys()) {
        if (name !== '.slipway') await root.removeEntry(name, { recursive: true });
      }
    });
  }
}
