/**
 * Errors as the learner meets them: Python's class names, the real library's message, and one line that says what to
 * do. Every room throws these; the kernel turns them into `WireError`.
 */
export interface ErrorDetails {
  /** One line that says what to do. */
  readonly hint?: string;
  /** The file, archive member, field or op that it is about. */
  readonly place?: string;
  readonly cause?: unknown;
}

/** Characters of a message, which may quote a file that nobody vouches for; what is too long loses its middle. */
const LONGEST_TEXT = 20_000;
const END = 2000;

export class PythonError extends Error {
  readonly hint: string | undefined;
  readonly place: string | undefined;
  constructor(message: string, details: ErrorDetails = {}) {
    super(shortened(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.hint = details.hint && shortened(details.hint);
    this.place = details.place && shortened(details.place);
  }
}

function shortened(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  return `${text.slice(0, LONGEST_TEXT - END)} … ${text.slice(-END)}`;
}

export class ValueError extends PythonError {
  override readonly name = 'ValueError';
}

/** A file asks for more than there can be; nothing else that it holds is worth trying. */
export class TooLargeError extends ValueError {}

/** Python's TypeError; named apart from JavaScript's own. */
export class PyTypeError extends PythonError {
  override readonly name = 'TypeError';
}

export class KeyError extends PythonError {
  override readonly name = 'KeyError';
}

export class IndexError extends PythonError {
  override readonly name = 'IndexError';
}

export class AttributeError extends PythonError {
  override readonly name = 'AttributeError';
}

export class AssertionError extends PythonError {
  override readonly name = 'AssertionError';
}

export class NotImplementedError extends PythonError {
  override readonly name = 'NotImplementedError';
}

export class FileNotFoundError extends PythonError {
  override readonly name = 'FileNotFoundError';
}

/** Python's RuntimeError. */
export class PyRuntimeError extends PythonError {
  override readonly name = 'RuntimeError';
}

/** A file or directory that is not there, or not readable as what it should be. */
export class OSError extends PythonError {
  override readonly name = 'OSError';
}

/** The disk allowance is used up. */
export class QuotaError extends OSError {}

/** The learner pressed Stop. */
export class KeyboardInterrupt extends PythonError {
  override readonly name = 'KeyboardInterrupt';
  constructor() {
    super('Stopped.');
  }
}

type PythonErrorClass = new (message: string, details: ErrorDetails) => PythonError;

const CLASSES: ReadonlyMap<string, PythonErrorClass> = new Map<string, PythonErrorClass>([
  ['ValueError', ValueError],
  ['TypeError', PyTypeError],
  ['KeyError', KeyError],
  ['IndexError', IndexError],
  ['AttributeError', AttributeError],
  ['AssertionError', AssertionError],
  ['NotImplementedError', NotImplementedError],
  ['FileNotFoundError', FileNotFoundError],
  ['RuntimeError', PyRuntimeError],
  ['OSError', OSError],
]);

/** The class whose errors have this name, to rebuild one that was sent as data. */
export function errorClass(name: string): PythonErrorClass | undefined {
  return CLASSES.get(name);
}
