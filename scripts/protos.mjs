/**
 * Writes the TypeScript of every `.proto` beside it: `node scripts/protos.mjs`. To be run after a `.proto` was changed;
 * what it writes is committed, so that nothing else needs the compiler.
 */
import { spawnSync } from 'node:child_process';

const TOOLS = ['--package=@bufbuild/buf@1.75.0', '--package=@bufbuild/protoc-gen-es@2.13.0'];

/** One folder with `.proto` files a line. */
const FOLDERS = ['src/formats/saved-model/schema'];

for (const folder of FOLDERS) {
  const plugin = {
    local: 'protoc-gen-es',
    out: folder,
    opt: ['target=ts', 'import_extension=none'],
  };
  const template = JSON.stringify({ version: 'v2', plugins: [plugin] });
  const args = ['--yes', ...TOOLS, '--', 'buf', 'generate', folder, '--template', template];
  const { status } = spawnSync('npx', args, { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
