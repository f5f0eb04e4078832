/** What LiteRT writes to its console, the only place where it says that a model will not run. */
import { PyRuntimeError } from '#errors';

/** What it writes when a result would be zeros or memory that nobody wrote. */
const FAILURES = [
  /failed to prepare/i,
  /failed to invoke/i,
  /failed to allocate tensors/i,
  /failed to create XNNPACK runtime/i,
  /failed to apply .*delegate/i,
  /unresolved custom op/i,
];

/** After this line the kernels go on without the delegate that failed before it. */
const RECOVERED = /Restored original execution plan/;

export class LiteRtLog {
  #lines: string[] = [];
  #hasAborted = false;

  /** Whether the runtime has broken down. */
  get hasAborted(): boolean {
    return this.#hasAborted;
  }

  readonly write = (line: string): void => {
    if (/^(INFO|VERBOSE|DEBUG):/.test(line) || line.trim() === '') return;
    this.#lines.push(line.replace(/^(ERROR|WARNING): /, '').trim());
  };

  /**
   * Does something and looks at what was written meanwhile.
   * @param discard frees the result if it is not to be trusted
   * @throws RuntimeError with LiteRT's own lines, whether the work threw or only wrote them
   */
  async check<T>(work: () => Promise<T>, discard: (result: T) => void): Promise<T> {
    this.#lines = [];
    let result: T;
    try {
      result = await work();
    } catch (cause) {
      this.#hasAborted ||= cause instanceof WebAssembly.RuntimeError;
      throw failed([...this.#lines, cause instanceof Error ? cause.message : String(cause)], cause);
    }
    const lines = failures(this.#lines);
    if (lines.length === 0) return result;
    discard(result);
    throw failed(lines);
  }
}

/** The lines after which nothing recovered, if there is a failure among them. */
export function failures(lines: readonly string[]): readonly string[] {
  const recovered = lines.findLastIndex((line) => RECOVERED.test(line));
  const rest = lines.slice(recovered + 1);
  return rest.some((line) => FAILURES.some((failure) => failure.test(line))) ? rest : [];
}

function failed(lines: readonly string[], cause?: unknown): PyRuntimeError {
  return new PyRuntimeError(lines.join('\n'), {
    cause,
    hint:
      'LiteRT cannot run this file; by itself it would have returned numbers that mean nothing. ' +
      'Try runtime: "tflite" or runtime: "reference".',
  });
}
