/**
 * Writes THIRD_PARTY.md: the packages that the last build took in, with their licences. `--check` fails if the file
 * is not what it should be.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { listBundled, renderList } from './third-party/list.mjs';

const FILE = 'THIRD_PARTY.md';
const wanted = renderList(listBundled('.'));

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, wanted);
} else if (wanted !== readIfThere()) {
  console.error(`${FILE} is out of date: run \`node scripts/third-party.mjs\`.`);
  process.exitCode = 1;
}

function readIfThere() {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return undefined;
  }
}
