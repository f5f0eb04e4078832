/**
 * Writes the TypeScript of every `.proto` beside it: `node scripts/protos.mjs`. To be run after a `.proto` was changed;
 * what it writes is committed, so that nothing else needs the compiler.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TOOLS = ['--package=@bufbuild/buf@1.75.0', '--package=@bufbuild/protoc-gen-es@2.13.0'];

/** Folders with `.proto` files. One may import the files of another, which are not written twice. */
const FOLDERS = ['src/formats/saved-model/schema', 'src/formats/example', 'src/serving/schema'];

const modules = FOLDERS.map((path) => ({ path }));
const config = JSON.stringify({ version: 'v2', modules });

for (const folder of FOLDERS) {
  generate(folder);
  shareImports(folder);
}

/** @param {string} folder */
function generate(folder) {
  const plugin = {
    local: 'protoc-gen-es',
    out: folder,
    opt: ['target=ts', 'import_extension=none'],
  };
  const template = JSON.stringify({ version: 'v2', plugins: [plugin] });
  const paths = readdirSync(folder).filter((name) => name.endsWith('.proto'));
  const input = [
    '.',
    '--config',
    config,
    ...paths.flatMap((name) => ['--path', join(folder, name)]),
  ];
  const args = ['--yes', ...TOOLS, '--', 'buf', 'generate', ...input, '--template', template];
  const { status } = spawnSync('npx', args, { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

/**
 * Makes imports of another folder's messages go through that folder's entrance.
 * @param {string} folder
 */
function shareImports(folder) {
  for (const other of FOLDERS.filter((path) => path !== folder)) {
    const entrance = other.replace(/^src\//, '#');
    const files = generated(other).map((name) => `from "./${name.replace(/\.ts$/, '')}"`);
    for (const name of generated(folder)) {
      const file = join(folder, name);
      const text = readFileSync(file, 'utf8');
      const shared = files.reduce((all, from) => all.replaceAll(from, `from "${entrance}"`), text);
      if (shared !== text) writeFileSync(file, shared);
    }
  }
}

/** @param {string} folder */
function generated(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('_pb.ts'));
}
