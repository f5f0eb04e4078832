/**
 * A cell, from the learner's text to a function that runs it on the lesson's scope.
 *
 * Lines stay where they are, so that a stack tells the learner's own line; columns are followed back through the edits.
 */
import MagicString from 'magic-string';
import { assignDeclarations, FUNCTION_PREFIX } from './assignments';
import { wrapAwaits } from './awaits';
import { detachCalls, type MovedCall } from './calls';
import { guardConstants } from './constants';
import { topLevelNames, type Declared } from './declarations';
import { blankImports } from './modules';
import { parseCell, type ParsedCell } from './parse';
import type { Position } from './positions';
import { refuseNames } from './refused-names';
import { findReferences, type Reference } from './references';
import { returnLastValue } from './result';

/** What the code of a cell calls, under names that start with `$`. */
export interface CellHelpers {
  /** Waits for a value, or for Stop. Line and column are the learner's. */
  await<T>(value: T, line: number, column: number): Promise<Awaited<T>>;
  /** The same for each step of a `for await`. */
  iterate<T>(
    values: AsyncIterable<T> | Iterable<T>,
    line: number,
    column: number,
  ): AsyncIterable<Awaited<T>>;
  /** Reads as the scope does, and refuses to be written. */
  readonly constants: object;
}

export interface CompiledCell {
  /** Top-level names that the cell declares. */
  readonly declares: readonly string[];
  /** Names that it uses and does not declare: other cells', the API's, the web's. */
  readonly uses: readonly string[];
  /** Those of `uses` that it assigns to. */
  readonly assigns: readonly string[];
  /**
   * Runs it. `scope` must have every name of `declares`. Resolves to the value of the last expression statement,
   * undefined if there is none.
   */
  run(scope: object, helpers: CellHelpers): Promise<unknown>;
  /** The learner's place for a line and column (1-based) of a stack; undefined for lines that are not the learner's. */
  position(line: number, column: number): Position | undefined;
}

type AsyncFunctionConstructor = new (
  ...source: string[]
) => (...args: unknown[]) => Promise<unknown>;

const AsyncFunction = (async () => undefined).constructor as AsyncFunctionConstructor;

/** The Function constructor puts two lines before the body (ECMA-262, CreateDynamicFunction), `enclose` one. */
const LINES_BEFORE = 3;

/** What stands before line 1: functions are there from the start, and `var`s are undefined. */
function hoist({ name, kind }: Declared): string {
  if (kind === 'function') return `${name} = $name("${name}", ${FUNCTION_PREFIX}${name});`;
  return kind === 'var' ? `${name} = undefined;` : '';
}

/** The body runs as strict code inside a function, since strict code may not hold a `with` statement itself. */
function enclose(body: string, declared: readonly Declared[], sourceUrl: string): string {
  const hoisted = declared.map(hoist).join('');
  return (
    `with ($scope) { return await (async () => { "use strict"; ${hoisted}\n` +
    `${body}\n})(); }\n//# sourceURL=${sourceUrl}`
  );
}

function nameFunction(name: string, named: object): object {
  return Object.defineProperty(named, 'name', { value: name });
}

interface Rewritten {
  readonly edit: MagicString;
  readonly moved: readonly MovedCall[];
}

function rewrite(
  cell: ParsedCell,
  declared: readonly Declared[],
  references: readonly Reference[],
): Rewritten {
  const edit = new MagicString(cell.js);
  blankImports(cell, edit);
  wrapAwaits(cell, edit);
  guardConstants(declared, references, edit);
  assignDeclarations(cell, edit);
  const moved = detachCalls(cell, references, edit);
  returnLastValue(cell, edit);
  return { edit, moved };
}

/**
 * @param sourceUrl the file name that stacks of this cell's code show
 * @throws CellSyntaxError
 */
export function compileCell(code: string, sourceUrl: string): CompiledCell {
  const cell = parseCell(code);
  const declared = topLevelNames(cell.program);
  const names = new Set(declared.map(({ name }) => name));
  const references = findReferences(cell.program);
  refuseNames(cell, declared, references);
  const used = references.map(({ name }) => name);
  const { edit, moved } = rewrite(cell, declared, references);
  let position: CompiledCell['position'] | undefined;
  const source = enclose(edit.toString(), declared, sourceUrl);
  const body = new AsyncFunction('$scope', '$await', '$iterate', '$const', '$name', source);
  return {
    declares: [...names],
    uses: [...new Set(used)].filter((name) => !names.has(name)),
    assigns: references.filter((r) => r.isWrite && !names.has(r.name)).map(({ name }) => name),
    run: (scope, helpers) =>
      body(scope, helpers.await, helpers.iterate, helpers.constants, nameFunction),
    position(line, column) {
      position ??= cell.positions.through(edit.generateDecodedMap({ hires: true }).mappings, moved);
      return position(line - LINES_BEFORE, column);
    },
  };
}
