/** The arrays that a run is given: from files and from expressions. */
import { NotImplementedError, PyRuntimeError, PythonError } from '#errors';
import { readNpy, readNpz } from '#formats/npy';
import type { CommandIO } from '../command';
import { evaluate, type Value } from './expressions';
import { parseInputExpressions, parseInputs, type InputFile } from './input-arguments';

export interface InputFlags {
  readonly inputs: string;
  readonly expressions: string;
  readonly examples: string;
}

type Files = Pick<CommandIO, 'files' | 'stderr'>;

const PLAIN_ARRAY = [0x93, 0x4e, 0x55, 0x4d];
const ARCHIVES = [
  [0x50, 0x4b, 3, 4],
  [0x50, 0x4b, 5, 6],
];

const LITERALS_ONLY =
  'Note: saved_model_cli of TensorFlow 2.21 takes Python literals only; there, save the array with np.save and give the file with --inputs.\n';

/** @throws RuntimeError as the tool does, NotFoundError for files, ValueError for damaged ones */
export async function loadInputs(flags: InputFlags, io: Files): Promise<Map<string, Value>> {
  const files = parseInputs(flags.inputs);
  const expressions = [...parseInputExpressions(flags.expressions)].map(
    ([key, source]) => [key, evaluate(source)] as const,
  );
  if (flags.examples) throw noExamples();
  const values = new Map<string, Value>();
  for (const [key, file] of files) values.set(key, await loadFile(file, io));
  for (const [key, { value }] of expressions) {
    if (values.has(key)) {
      io.stderr(
        `WARNING:tensorflow:input_key ${key} has been specified with both --inputs and --input_exprs options. Value in --input_exprs will be used.\n`,
      );
    }
    values.set(key, value);
  }
  if (expressions.some(([, { isLiteral }]) => !isLiteral)) io.stderr(LITERALS_ONLY);
  return values;
}

async function loadFile({ path, variable }: InputFile, io: Files): Promise<Value> {
  if (!(await io.files.exists(path))) throw new NotFoundError(`${path}; No such file or directory`);
  const bytes = await io.files.read(path);
  if (ARCHIVES.some((magic) => startsWith(bytes, magic))) {
    return loadMember(bytes, path, variable);
  }
  if (!startsWith(bytes, PLAIN_ARRAY)) throw notAnArray(path);
  if (variable !== undefined) {
    io.stderr(
      `WARNING:tensorflow:Input file ${path} contains a single ndarray. Name key "${variable}" ignored.\n`,
    );
  }
  return { kind: 'array', array: readNpy(bytes, path) };
}

async function loadMember(
  bytes: Uint8Array,
  path: string,
  variable: string | undefined,
): Promise<Value> {
  const archive = await readNpz(bytes, path);
  if (variable === undefined && archive.names.length !== 1) {
    throw new PyRuntimeError(
      `Input file ${path} contains more than one ndarrays. Please specify the name of ndarray to use.`,
    );
  }
  const array = archive.array(variable ?? archive.names[0]!);
  if (array) return { kind: 'array', array };
  throw new PyRuntimeError(`Input file ${path} does not contain variable with name "${variable}".`);
}

/** TensorFlow's own class for a file that is not there. */
class NotFoundError extends PythonError {
  override readonly name = 'tensorflow.python.framework.errors_impl.NotFoundError';
}

function notAnArray(path: string): NotImplementedError {
  return new NotImplementedError(`${path} is no .npy or .npz file; pickles are not read here.`, {
    place: path,
    hint: 'In Python, save the array with np.save(path, array).',
  });
}

function noExamples(): NotImplementedError {
  return new NotImplementedError('--input_examples is not available in the browser.', {
    hint: 'Give the parsed features as arrays with --inputs or --input_exprs.',
  });
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
