/** The inspector as its user meets it. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page } from '@playwright/test';
import type { LessonPage } from './lesson-page';

/** By the button, as a learner does. */
export async function upload(
  { page, files }: LessonPage,
  button: string,
  paths: string | string[],
) {
  const chooser = page.waitForEvent('filechooser');
  await files.getByRole('button', { name: button, exact: true }).click();
  await (await chooser).setFiles(paths);
}

/** Presses a name in the Files panel and gives what opens. */
export async function look({ page, files }: LessonPage, name: string): Promise<Locator> {
  await files.getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('tab').first()).toBeVisible();
  return dialog;
}

/** Goes to a part of what is open. */
export async function part(dialog: Locator, name: string): Promise<Locator> {
  await dialog.getByRole('tab', { name }).click();
  return dialog.getByRole('tabpanel', { name });
}

/** What axe finds serious in a part of the page. */
export async function seriousProblems(page: Page, selector: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(selector).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
