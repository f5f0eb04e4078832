/** The Device lab of the built app and the page of jax-js, in one headless browser with a WebGPU adapter. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { build, preview } from 'vite';

/** @typedef {import('../../src/protocol/lab').LabReport} LabReport */
/** @typedef {import('../../src/protocol/lab').LabSection} LabSection */

/** Milliseconds for one round of everything, on a slow machine. */
const PATIENCE = 600_000;
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const JAX = path.resolve('tests/bench/jax-js');
const JAX_BUILT = path.resolve('.cache/bench/jax-js');

export class LabPage {
  #servers;
  #browser;
  #page;
  #address;
  /** @type {import('playwright').Page | undefined} */
  #jax;

  /** @param {import('vite').PreviewServer[]} servers @param {import('playwright').Browser} browser @param {import('playwright').Page} page */
  constructor(servers, browser, page) {
    this.#servers = servers;
    this.#browser = browser;
    this.#page = page;
    this.#address = addressOf(servers[0]);
  }

  /** Serves `dist`. @param {string} chrome path @param {readonly string[]} flags of the browser */
  static async start(chrome, flags) {
    const app = await preview({
      preview: { port: 0, open: false, headers: ISOLATED },
      logLevel: 'error',
    });
    const browser = await chromium.launch({
      executablePath: chrome,
      args: ['--no-sandbox', '--disable-background-networking', ...flags],
    });
    const page = await browser.newPage({ serviceWorkers: 'block' });
    return new LabPage([app], browser, page);
  }

  /** One round, in a fresh page. @param {readonly LabSection[]} sections @param {number} patience seconds for a row @returns {Promise<LabReport>} */
  async round(sections, patience) {
    const query = `rounds=1&patience=${patience}&sections=${sections.join(',')}`;
    await this.#page.goto('about:blank');
    await this.#page.goto(`${this.#address}?${query}#/device-lab`);
    await this.#page.getByRole('button', { name: 'Measure this machine' }).click();
    const end = this.#page.getByText('All rounds are done.').or(this.#page.getByRole('alert'));
    await end.waitFor({ timeout: PATIENCE });
    const download = this.#page.waitForEvent('download');
    await this.#page.getByRole('button', { name: 'JSON' }).click();
    const file = await (await download).path();
    await this.#page.goto('about:blank');
    return JSON.parse(readFileSync(file, 'utf8'));
  }

  /** @param {number} patience seconds @returns {Promise<number>} seconds of a step of the dense model */
  async jaxStep(patience) {
    this.#jax ??= await this.#openJax();
    return this.#jax.evaluate((seconds) => {
      const { trainWithJax } =
        /** @type {{ trainWithJax: (patience: number) => Promise<number> }} */ (
          /** @type {unknown} */ (globalThis)
        );
      return trainWithJax(seconds);
    }, patience);
  }

  async #openJax() {
    await build({
      root: JAX,
      configFile: false,
      base: './',
      logLevel: 'error',
      build: { outDir: JAX_BUILT, emptyOutDir: true, target: 'es2023' },
    });
    const server = await preview({
      root: JAX,
      configFile: false,
      build: { outDir: JAX_BUILT },
      preview: { port: 0, open: false, headers: ISOLATED },
      logLevel: 'error',
    });
    this.#servers.push(server);
    const page = await this.#browser.newPage();
    await page.goto(addressOf(server));
    await page.waitForFunction(() => 'trainWithJax' in globalThis);
    return page;
  }

  async stop() {
    await this.#browser.close();
    for (const server of this.#servers) await server.close();
  }
}

/** @param {import('vite').PreviewServer | undefined} server */
function addressOf(server) {
  const address = server?.resolvedUrls?.local[0];
  if (!address) throw new Error('A built page could not be served.');
  return address;
}
