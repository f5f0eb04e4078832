/** The test with a server of its own, and the top bar's badge for the offline copy. */
import type { Locator, Page } from '@playwright/test';
import { StaticServer } from './static-server';
import { test as base } from './test';

/** Milliseconds: the whole app with its data set, on a slow machine. */
const FILLING = 90_000;

export const test = base.extend<{ server: StaticServer }>({
  server: async ({}, use) => {
    const server = new StaticServer('dist');
    await use(server);
    server.stop();
  },
  baseURL: async ({ server }, use) => use(await server.start()),
  serviceWorkers: 'allow',
});

export { expect } from '@playwright/test';

export type BadgeText =
  'Offline ready' | 'Offline incomplete – retry' | 'Update ready – reload' | 'Online only';

export function badge(page: Page, text: BadgeText): Locator {
  return page.getByRole('banner').getByRole('button', { name: text });
}

export async function offlineReady(page: Page): Promise<void> {
  await badge(page, 'Offline ready').waitFor({ timeout: FILLING });
}
