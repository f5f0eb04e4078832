/** Names for workspaces in the browser's storage that a test file makes, and removes after each test. */
import { afterEach, vi } from 'vitest';

const made: string[] = [];

export function newName(): string {
  const name = `test-${crypto.randomUUID()}`;
  made.push(name);
  return name;
}

afterEach(async () => {
  const root = await navigator.storage.getDirectory();
  for (const name of made.splice(0)) {
    // A killed worker's file stays locked for a moment.
    await vi.waitFor(() => root.removeEntry(name, { recursive: true }), { timeout: 5000 });
  }
});
