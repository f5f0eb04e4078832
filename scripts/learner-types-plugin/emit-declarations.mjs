/** Emits a room's declarations as the editor needs them: only what is reachable, with relative imports. */
import path from 'node:path';
import ts from 'typescript';

const SPECIFIER = /(\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(["'])([^"']+)\2/g;

/** @typedef {Record<string, string>} DeclarationFiles path below the root's `src` → declarations */

/**
 * Emits the declarations that the entry needs, and only those, and an entrance `index.d.ts` that names its exports.
 * @param {string} root folder of tsconfig.workers.json; absolute
 * @param {string} entry whose exports are in scope in every cell; relative to the root, below `src`
 * @param {(message: string) => void} warn told what TypeScript could not write a declaration for
 * @returns {DeclarationFiles}
 */
export function emitDeclarations(root, entry, warn) {
  const program = ts.createProgram([path.join(root, entry)], compilerOptions(root));
  /** @type {DeclarationFiles} */
  const emitted = {};
  const { diagnostics } = program.emit(undefined, (fileName, text) => {
    emitted[toSourcePath(root, fileName)] = text;
  });
  for (const { file, messageText } of diagnostics) {
    warn(`${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  }
  const start = entry.replace(/^src\//, '').replace(/\.ts$/, '');
  const names = exportedNames(program, path.join(root, entry));
  return {
    ...reachable(`${start}.d.ts`, emitted),
    'index.d.ts': `export { ${names.join(', ')} } from './${start}';\n`,
  };
}

/** @param {string} root @returns {ts.CompilerOptions} */
function compilerOptions(root) {
  const file = path.join(root, 'tsconfig.workers.json');
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  return {
    ...options,
    composite: false,
    incremental: false,
    noEmit: false,
    noCheck: true,
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
    outDir: root,
    rootDir: root,
  };
}

/**
 * `<root>/src/tensor/index.d.ts` → `tensor/index.d.ts`.
 * @param {string} root @param {string} fileName
 */
function toSourcePath(root, fileName) {
  return path.relative(path.join(root, 'src'), fileName).replaceAll(path.sep, '/');
}

/** @param {ts.Program} program @param {string} entry */
function exportedNames(program, entry) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const symbol = source && checker.getSymbolAtLocation(source);
  if (!symbol) throw new Error(`${entry} exports nothing: the editor would know no learner API.`);
  return checker.getExportsOfModule(symbol).map(({ name }) => name);
}

/**
 * Follows the imports from `start`, makes them relative, and leaves out what nothing refers to.
 * @param {string} start @param {DeclarationFiles} emitted @returns {DeclarationFiles}
 */
function reachable(start, emitted) {
  /** @type {DeclarationFiles} */
  const found = {};
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const text = emitted[file];
    if (text === undefined || found[file] !== undefined) continue;
    const from = path.posix.dirname(file);
    found[file] = text.replace(SPECIFIER, (whole, before, quote, to) => {
      const target = resolveSpecifier(from, to, emitted);
      if (!target) return whole;
      waiting.push(target);
      return `${before}${quote}${toSpecifier(from, target)}${quote}`;
    });
  }
  return found;
}

/** @param {string} from @param {string} specifier @param {DeclarationFiles} emitted */
function resolveSpecifier(from, specifier, emitted) {
  if (!/^[#.]/.test(specifier)) return undefined;
  const base = specifier.startsWith('#') ? specifier.slice(1) : path.posix.join(from, specifier);
  return [`${base}.d.ts`, `${base}/index.d.ts`].find((candidate) => candidate in emitted);
}

/** @param {string} from @param {string} target */
function toSpecifier(from, target) {
  const relative = path.posix.relative(from, target).replace(/\.d\.ts$/, '');
  return relative.startsWith('.') ? relative : `./${relative}`;
}
