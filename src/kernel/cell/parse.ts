/** Reads a cell: strips the types, then parses the JavaScript that is left on the same lines. */
import { parse, type Program } from 'acorn';
import { transform } from 'sucrase';
import { Positions } from './positions';
import { CellSyntaxError } from './syntax-error';

export interface ParsedCell {
  /** The cell without its types; every statement is on its own line as before. */
  readonly js: string;
  /** Offsets and lines in it are those of `js`. */
  readonly program: Program;
  readonly positions: Positions;
}

interface ParserError extends SyntaxError {
  readonly loc?: { readonly line: number; readonly column: number };
}

/** Both parsers end their messages with the place: `Unexpected token (1:5)`. */
function withoutPlace(message: string): string {
  return message.replace(/ \(\d+:\d+\)$/, '').replace(/^Error transforming [^:]*: /, '');
}

function stripTypes(code: string): { readonly js: string; readonly mappings: string } {
  try {
    const { code: js, sourceMap } = transform(code, {
      transforms: ['typescript'],
      disableESTransforms: true,
      keepUnusedImports: true,
      filePath: 'cell.ts',
      sourceMapOptions: { compiledFilename: 'cell.js' },
    });
    return { js, mappings: sourceMap?.mappings ?? '' };
  } catch (error) {
    const { message, loc } = error as ParserError;
    throw new CellSyntaxError(withoutPlace(message), loc ?? { line: 1, column: 1 });
  }
}

/** @throws CellSyntaxError */
export function parseCell(code: string): ParsedCell {
  const { js, mappings } = stripTypes(code);
  const positions = new Positions(code, mappings);
  try {
    const program = parse(js, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
    return { js, program, positions };
  } catch (error) {
    const { message, loc } = error as ParserError;
    const position = positions.fromJavaScript(loc?.line ?? 1, loc?.column ?? 0);
    throw new CellSyntaxError(withoutPlace(message), position);
  }
}
