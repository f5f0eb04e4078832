import { defineConfig } from '@playwright/test';
import { findChrome } from './scripts/find-chrome.mjs';

const port = process.env['E2E_PORT'] ?? '4317';

/** End-to-end tests run on the built app (`npm run build` first), one after the other: each trains for real. */
export default defineConfig({
  projects: [
    { name: 'e2e', testDir: 'tests/e2e' },
    { name: 'long', testDir: 'tests/long', use: { trace: 'off' } },
  ],
  outputDir: 'test-results',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${port}/`,
    actionTimeout: 20_000,
    // Tests of what the service worker does allow it; in the others every fresh profile would fetch the whole app.
    serviceWorkers: 'block',
    viewport: { width: 1280, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: findChrome(),
      args: ['--no-sandbox', '--disable-background-networking'],
    },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    port: Number(port),
    reuseExistingServer: false,
  },
});
