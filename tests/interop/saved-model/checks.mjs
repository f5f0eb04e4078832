/** SavedModels across the border, both ways. */
import { checkOurs } from './check-ours.mjs';
import {
  bringIn,
  checkOddities,
  checkTheirs,
  writeOldReference,
  writeReference,
} from './check-theirs.mjs';

/** @typedef {import('../python-env.mjs').Python} Python */

/**
 * Exports of TensorFlow's come first, since some of the app's stand on them.
 * @param {import('../app-driver.mjs').AppDriver} app
 * @param {readonly [newest: Python, oldest: Python]} environments
 * @param {string} folder to work in
 * @returns {Promise<import('../check.mjs').Check[]>}
 */
export async function checkSavedModels(app, environments, folder) {
  const [newest, oldest] = environments;
  const [theirs, old] = [`${folder}/theirs`, `${folder}/theirs-old`];
  await Promise.all([writeReference(newest, theirs), writeOldReference(oldest, old)]);
  await bringIn(app, theirs, 'theirs');
  await bringIn(app, old, 'theirs-old');
  return [
    ...(await checkOurs(app, environments, `${folder}/ours`, theirs)),
    ...(await checkTheirs(app, newest, newest, theirs, 'theirs')),
    ...(await checkOddities(app, 'theirs')),
    ...(await checkTheirs(app, oldest, newest, old, 'theirs-old')),
  ];
}
