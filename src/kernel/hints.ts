/** What to do about mistakes that JavaScript only states. */
import type { RunRequest } from '#protocol';
import { CellSyntaxError, compileCell, namePlainly, type CompiledCell } from './cell';
import type { LessonScope } from './lesson-scope';
import { pythonHint, pythonSyntaxHint } from './python-hints';
import { hintForRefusal } from './refused-connections';

/** Names of the web and of Node that are not there in a worker. */
const ELSEWHERE = 'Cells run in a worker, which has no part in the page.';
const INSTEAD: Readonly<Record<string, string>> = {
  document: `${ELSEWHERE} To show something, use display(…) or print(…).`,
  window: `${ELSEWHERE} Its own global object is globalThis.`,
  alert: `${ELSEWHERE} To show something, use print(…).`,
  prompt: `${ELSEWHERE} Write the value into the cell.`,
  localStorage: `${ELSEWHERE} To keep something, use await files.write(path, …).`,
  require: 'Cells cannot load packages: keras, layers, tf, np, files, display and print are there.',
  process: 'Cells run in the browser, not in Node.',
};

const MEMORY =
  'Memory is used up. Use smaller arrays or batches; assigning null to a variable that holds a large array frees it.';

function compile(code: string): CompiledCell | undefined {
  try {
    return compileCell(code, '');
  } catch {
    return undefined; // A cell that cannot be read declares nothing.
  }
}

/** `f(x, epochs=3)` assigns to a variable. */
function isKeyword(code: string, name: string): boolean {
  const escaped = name.replaceAll('$', '\\$');
  return new RegExp(`[(,]\\s*${escaped}\\s*=(?![=>])`).test(code);
}

/** For `x is not defined`: how to spell it, or which cell to run first, as far as that is known. */
function hintForName(name: string, { code, language, others = [] }: RunRequest): string {
  if (compile(code)?.assigns.includes(name)) {
    if (isKeyword(code, name)) return `Keyword arguments go into braces: f(x, { ${name}: … }).`;
    return `Declare ${name} where it gets its first value: let ${name} = …`;
  }
  const instead = pythonHint(name) ?? (Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined);
  if (instead) return instead;
  const cell = others.find(
    (other) => other.language === language && compile(other.code)?.declares.includes(name),
  );
  if (cell) return `Run the cell “${cell.title}” first: it declares ${name}.`;
  return `If another cell declares ${name}, run that cell first.`;
}

/** For the name of an API that a cell uses for something else. */
function hintForApi(message: string, scope: LessonScope): string | undefined {
  const assigned = /^Cannot assign to read only property '(\S+)' of object/.exec(message)?.[1];
  if (assigned !== undefined && scope.isApi(assigned)) {
    return `${assigned} belongs to the course. Choose another name.`;
  }
  const [hidden] = /[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(message) ?? [];
  if (hidden === undefined || !scope.isHidden(hidden)) return undefined;
  return `A cell has declared a ${hidden} of its own, which hides the course's. Rename it there, and run that cell again.`;
}

/** For a value that is still a promise where its result is wanted. */
function hintForPromise(
  message: string,
  { code }: RunRequest,
  scope: LessonScope,
): string | undefined {
  const words = new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
  const waiting = scope.entries().find(([name, value]) => {
    return value instanceof Promise && words.has(name);
  })?.[0];
  if (waiting !== undefined) {
    return `${waiting} is a promise. Write await where it gets its value: ${waiting} = await …`;
  }
  const wanted = /^Cannot read properties of undefined \(reading '(\w+)'\)$/.exec(message)?.[1];
  if (wanted === undefined) return undefined;
  return `What stands before .${wanted} is undefined. If it is what a call gives that loads or computes: (await f(…)).${wanted}`;
}

/** @returns one line, or undefined where nothing is known that the message does not say */
export function hintFor(
  error: unknown,
  request: RunRequest,
  scope: LessonScope,
): string | undefined {
  if (error instanceof ReferenceError) {
    const name = /^(\S+) is not defined$/.exec(error.message)?.[1];
    return name === undefined ? undefined : hintForName(name, request);
  }
  if (error instanceof RangeError && /allocation failed|out of memory/i.test(error.message)) {
    return MEMORY;
  }
  if (error instanceof CellSyntaxError) {
    return pythonSyntaxHint(request.code.split('\n')[error.position.line - 1] ?? '');
  }
  if (!(error instanceof TypeError)) return undefined;
  const refused = hintForRefusal(error);
  if (refused !== undefined) return refused;
  const message = namePlainly(error.message);
  return hintForApi(message, scope) ?? hintForPromise(message, request, scope);
}
