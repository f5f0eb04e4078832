/** The built app in a headless browser: runs code in a cell, puts files into the workspace and takes them out. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { preview } from 'vite';

/** Milliseconds that a cell may run. */
const PATIENCE = 300_000;
const SOFTWARE_GPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];
/** Bytes of a file that cross to this side at once. */
const PIECE = 4_000_000;
/** Below 800 px a cell's editor is a plain text field, which takes a text as it is. */
const VIEWPORT = { width: 780, height: 1000 };

export class AppDriver {
  #server;
  #browser;
  #page;

  /** @param {import('vite').PreviewServer} server @param {import('playwright').Browser} browser @param {import('playwright').Page} page */
  constructor(server, browser, page) {
    this.#server = server;
    this.#browser = browser;
    this.#page = page;
  }

  /**
   * Serves `dist` and opens it.
   * @param {string} chrome path @param {{ serviceWorkers?: 'allow' | 'block', backend?: string }} [options] `block` spares
   *   the machine the copy of the whole app that a service worker makes; a backend of the engine is forced
   * @returns {Promise<AppDriver>}
   */
  static async start(chrome, { serviceWorkers = 'block', backend } = {}) {
    const server = await preview({ preview: { port: 0, open: false }, logLevel: 'error' });
    const browser = await chromium.launch({
      executablePath: chrome,
      args: ['--no-sandbox', '--disable-background-networking', ...SOFTWARE_GPU],
    });
    const page = await browser.newPage({ viewport: VIEWPORT, serviceWorkers });
    const address = server.resolvedUrls?.local[0];
    if (!address) throw new Error('The built app could not be served.');
    await page.goto(backend ? `${address}?backend=${backend}` : address);
    return new AppDriver(server, browser, page);
  }

  /** @param {string} slug */
  async openLesson(slug) {
    await this.#page.goto(new URL(`#/${slug}`, this.#page.url()).href);
    await this.#page.reload();
    await this.#page.getByRole('button', { name: 'Run cell' }).first().waitFor();
  }

  /** Runs a cell as it is. @param {string} title @returns {Promise<string>} its output; throws if it failed */
  async runCell(title) {
    const cell = this.#page.getByRole('region', { name: title, exact: true });
    await cell.getByRole('button', { name: 'Run cell' }).click();
    const end = cell.getByText(/^(✓ Done|✗ Failed|■ Stopped)$/);
    await end.waitFor({ timeout: PATIENCE });
    const output = await cell.getByRole('log').innerText();
    if ((await end.innerText()) !== '✓ Done') throw new Error(output);
    return output;
  }

  /** Types code over a cell's and runs it. @param {string} title @param {string} code */
  async runCode(title, code) {
    const cell = this.#page.getByRole('region', { name: title, exact: true });
    const field = cell.getByRole('textbox', { name: `Code of ${title}` });
    if (!(await field.isVisible()))
      await cell.getByRole('group', { name: `Code of ${title}` }).click();
    await field.fill(code);
    return this.runCell(title);
  }

  /** @param {readonly string[]} paths files on this machine */
  async upload(paths) {
    const panel = this.#page.getByRole('group', { name: 'Your files' });
    if (!(await panel.isVisible())) {
      await this.#page.getByRole('button', { name: 'Files, server and variables' }).click();
    }
    await panel.locator('input[type=file]').setInputFiles([...paths]);
    for (const path of paths) {
      const name = path.split(/[\\/]/).pop() ?? '';
      await panel.getByRole('button', { name: `Download ${name}` }).waitFor();
    }
    await this.#page.keyboard.press('Escape');
  }

  /** A file's bytes, straight from the Origin Private File System. @param {string} path */
  async read(path) {
    const pieces = [];
    for (let start = 0; ; start += PIECE) {
      const piece = await this.#readPiece(path, start);
      pieces.push(piece);
      if (piece.length < PIECE) return Buffer.concat(pieces);
    }
  }

  /** @param {string} path @param {number} start first byte */
  async #readPiece(path, start) {
    const text = await this.#page.evaluate(
      async ([parts, from, length]) => {
        let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('slipway');
        const name = parts.pop() ?? '';
        for (const part of parts) folder = await folder.getDirectoryHandle(part);
        const file = await (await folder.getFileHandle(name)).getFile();
        const bytes = new Uint8Array(await file.slice(from, from + length).arrayBuffer());
        return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
      },
      /** @type {const} */ ([path.split('/'), start, PIECE]),
    );
    return Buffer.from(text, 'latin1');
  }

  /** Puts a file straight into the Origin Private File System. @param {string} file @param {Buffer} bytes */
  async write(file, bytes) {
    await this.#page.evaluate(
      async ([parts, text]) => {
        let folder = await navigator.storage.getDirectory();
        folder = await folder.getDirectoryHandle('slipway', { create: true });
        const name = parts.pop() ?? '';
        for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true });
        const handle = await folder.getFileHandle(name, { create: true });
        const stream = await handle.createWritable();
        await stream.write(Uint8Array.from(text, (char) => char.charCodeAt(0)));
        await stream.close();
      },
      /** @type {const} */ ([file.split('/'), bytes.toString('latin1')]),
    );
  }

  /** @param {string} from directory on this machine @param {string} to path in the workspace */
  async writeDirectory(from, to) {
    for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      const inside = path.relative(from, file).split(path.sep).join('/');
      await this.write(`${to}/${inside}`, readFileSync(file));
    }
  }

  /** @param {string} from path in the workspace @param {string} to directory on this machine */
  async readDirectory(from, to) {
    const files = await this.#page.evaluate(async (parts) => {
      let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('slipway');
      for (const part of parts) folder = await folder.getDirectoryHandle(part);
      /** @type {string[]} */
      const found = [];
      /** @param {FileSystemDirectoryHandle} directory @param {string} prefix */
      const walk = async (directory, prefix) => {
        for await (const [name, handle] of directory.entries()) {
          if (handle.kind === 'file') found.push(prefix + name);
          else await walk(/** @type {FileSystemDirectoryHandle} */ (handle), `${prefix}${name}/`);
        }
      };
      await walk(folder, '');
      return found;
    }, from.split('/'));
    for (const file of files) {
      mkdirSync(path.dirname(`${to}/${file}`), { recursive: true });
      writeFileSync(`${to}/${file}`, await this.read(`${from}/${file}`));
    }
  }

  /**
   * An HTTP request of the page.
   * @param {string} url @param {{ method: string, body: string }} init
   */
  async fetch(url, init) {
    return this.#page.evaluate(async ([address, request]) => {
      const response = await fetch(address, request);
      return { status: response.status, text: await response.text() };
    }, /** @type {const} */ ([url, init]));
  }

  /** The same for bytes. @param {string} url @param {Record<string, string>} headers @param {Buffer} body */
  async fetchBytes(url, headers, body) {
    const answer = await this.#page.evaluate(
      async ([address, init, text]) => {
        const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
        const response = await fetch(address, { method: 'POST', headers: init, body: bytes });
        const answered = new Uint8Array(await response.arrayBuffer());
        const latin = Array.from(answered, (byte) => String.fromCharCode(byte)).join('');
        return { status: response.status, latin };
      },
      /** @type {const} */ ([url, headers, body.toString('latin1')]),
    );
    return { status: answer.status, body: Buffer.from(answer.latin, 'latin1') };
  }

  async stop() {
    await this.#browser.close();
    await this.#server.close();
  }
}
