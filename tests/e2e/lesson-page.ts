/** A lesson as its reader meets it: roles and accessible names only. */
import { expect, type Locator, type Page } from '@playwright/test';

export const FIRST_LESSON = 'a-model-to-deploy';
export const SECOND_LESSON = 'two-artifacts-two-jobs';
export const THIRD_LESSON = 'preprocessing-in-the-graph';
export const FOURTH_LESSON = 'tensorflow-serving';
export const FIFTH_LESSON = 'smaller-tflite';
export const SIXTH_LESSON = 'the-interpreter';
export const TASK_LESSON = 'your-task';

/** Milliseconds: three epochs on the full data set, on a slow machine. */
const LONG = 170_000;

export type Outcome = 'Done' | 'Failed' | 'Stopped';

export class LessonPage {
  readonly page: Page;
  /** Uncaught errors of the page, which no test expects. */
  readonly problems: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.problems.push(error.message));
  }

  /** @param query for example `?backend=wasm` */
  async open(slug: string, query = ''): Promise<void> {
    await this.page.goto(`./${query}#/${slug}`);
    await expect(this.page.getByRole('button', { name: 'Run cell' }).first()).toBeVisible();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await expect(this.page.getByRole('button', { name: 'Run cell' }).first()).toBeVisible();
  }

  /** By its title. */
  cell(title: string): CellOnPage {
    return new CellOnPage(this.page.getByRole('region', { name: title, exact: true }));
  }

  /** By its place, from 0, for tests that bring their own code. */
  cellAt(index: number): CellOnPage {
    return new CellOnPage(this.#cells.nth(index));
  }

  get #cells(): Locator {
    const button = this.page.getByRole('button', { name: /^(Run cell|Stop)$/ });
    return this.page.getByRole('region').filter({ has: button });
  }

  get runAll(): Locator {
    return this.page.getByRole('button', { name: 'Run all' });
  }

  get files(): Locator {
    return this.page.getByRole('group', { name: 'Your files' });
  }

  get restartNotice(): Locator {
    return this.page.getByRole('alert').filter({ hasText: 'The kernel was restarted' });
  }

  /** Titles of the cells, from top to bottom. */
  async titles(): Promise<string[]> {
    return this.#cells.getByRole('heading').allInnerTexts();
  }
}

export class CellOnPage {
  readonly region: Locator;
  /** The code, as one stop of the Tab key; Enter goes in. */
  readonly code: Locator;
  readonly output: Locator;
  readonly runButton: Locator;
  readonly stopButton: Locator;
  readonly resetButton: Locator;
  readonly #page: Page;

  constructor(region: Locator) {
    this.#page = region.page();
    this.region = region;
    this.code = region.getByRole('group', { name: /^Code of/ });
    this.output = region.getByRole('log');
    this.runButton = region.getByRole('button', { name: 'Run cell' });
    this.stopButton = region.getByRole('button', { name: 'Stop' });
    this.resetButton = region.getByRole('button', { name: 'Reset cell' });
  }

  /** Pastes over the cell's text, and stays in the editor. */
  async write(code: string): Promise<void> {
    await this.edit();
    await this.#page.keyboard.press('ControlOrMeta+a');
    await this.#page.keyboard.press('Delete');
    if (!code) return;
    await this.#page.evaluate((text) => navigator.clipboard.writeText(text), code);
    await this.#page.keyboard.press('ControlOrMeta+v');
  }

  /** Goes into the editor. */
  async edit(): Promise<void> {
    await this.code.focus();
    await this.#page.keyboard.press('Enter');
    await expect(this.region.locator('.monaco-editor.focused')).toBeVisible();
  }

  /** Runs the cell and waits for its end. */
  async run(expected: Outcome = 'Done'): Promise<void> {
    await this.runButton.click();
    await this.expectEnd(expected);
  }

  async runCode(code: string, expected: Outcome = 'Done'): Promise<void> {
    await this.write(code);
    await this.#page.keyboard.press('ControlOrMeta+Enter');
    await this.expectEnd(expected);
  }

  async expectEnd(expected: Outcome = 'Done'): Promise<void> {
    const end = this.region.getByText(/^\S (Done|Failed|Stopped)$/);
    await expect(end).toBeVisible({ timeout: LONG });
    const said = await this.output.innerText();
    expect(await end.innerText(), said).toContain(expected);
  }
}
