/** `saved_model_cli show --all` of the app against the real tool's, character for character. */
import { runScript } from '../python-env.mjs';
import { LESSON, SHELL } from './workbench.mjs';

/**
 * @param {import('../app-driver.mjs').AppDriver} app @param {import('../python-env.mjs').Python} environment
 * @param {string} folder that holds the directories @param {string} place in the workspace, where they are, too
 * @param {readonly string[]} names
 * @returns {Promise<import('../check.mjs').Check[]>}
 */
export async function sameTexts(app, { python }, folder, place, names) {
  const printed = await runScript(python, 'saved-model/show_all.py', [folder, ...names]);
  const real = JSON.parse(printed);
  const shows = names.map(
    (name) => `saved_model_cli show --dir ${place}/${name} --all > shown/${name}.txt`,
  );
  await app.openLesson(LESSON);
  await app.runCode(SHELL, ['mkdir -p shown', ...shows].join('\n'));
  const checks = [];
  for (const name of names) {
    const ours = inOrder((await app.read(`shown/${name}.txt`)).toString());
    const theirs = inOrder(real[name]);
    const passed = ours === theirs;
    const detail = passed ? `${ours.length} characters` : firstDifference(ours, theirs);
    checks.push({ name: `saved_model_cli show --all, ${place}/${name}`, passed, detail });
  }
  return checks;
}

/** The tool prints the ops as a set, in another order on every run. @param {string} text */
function inOrder(text) {
  return text.replace(/(contains the following ops: \{)(.*)(\})/g, (_, before, ops, after) => {
    return before + ops.split(', ').sort().join(', ') + after;
  });
}

/** @param {string} a @param {string} b */
function firstDifference(a, b) {
  const [left, right] = [a.split('\n'), b.split('\n')];
  const line = left.findIndex((text, i) => text !== right[i]);
  return `line ${line + 1}: ours ${JSON.stringify(left[line])}, the tool's ${JSON.stringify(right[line])}`;
}
