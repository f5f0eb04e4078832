/** Where in the learner's code an error came from. */
import type { WireError } from '#protocol';
import type { Position } from './cell';

export type Frame = WireError['frames'][number];

type Locate = (line: number, column: number) => Position | undefined;

interface Source {
  readonly cellId: string;
  readonly locate: Locate;
}

/** Functions of older runs stay callable, so some of their maps are kept. */
const SOURCES_KEPT = 200;

export class Places {
  readonly #sources = new Map<number, Source>();
  readonly #awaited = new WeakMap<object, Frame[]>();
  #lastSource = 0;

  /**
   * Names a cell's code in stacks.
   * @returns the name, and a way to say later how its lines and columns lead to the learner's
   */
  addSource(cellId: string): { readonly url: string; locateBy(locate: Locate): void } {
    const id = ++this.#lastSource;
    this.#sources.delete(id - SOURCES_KEPT);
    return {
      url: `cell-${encodeURIComponent(cellId)}.ts?${id}`,
      locateBy: (locate) => this.#sources.set(id, { cellId, locate }),
    };
  }

  /** The error came out of a promise that the learner's code awaited there. Call from the inside outwards. */
  addAwaited(error: unknown, frame: Frame): void {
    if (typeof error !== 'object' || error === null) return;
    const frames = this.#awaited.get(error);
    if (frames) frames.push(frame);
    else this.#awaited.set(error, [frame]);
  }

  /** Frames of the learner's code, innermost first: of the stack, then of awaits that the stack does not tell of. */
  framesOf(error: unknown): Frame[] {
    if (typeof error !== 'object' || error === null) return [];
    const stack = String((error as { stack?: unknown }).stack ?? '');
    const frames = [...this.#stackFrames(stack), ...(this.#awaited.get(error) ?? [])];
    const lines = new Map<string, Frame>();
    for (const frame of frames) {
      const key = `${frame.cellId}:${frame.line}`;
      if (!lines.has(key)) lines.set(key, frame);
    }
    return [...lines.values()];
  }

  #stackFrames(stack: string): Frame[] {
    return [...stack.matchAll(/cell-[^\s()]*?\.ts\?(\d+):(\d+):(\d+)/g)].flatMap((match) => {
      const [id, line, column] = match.slice(1).map(Number) as [number, number, number];
      const source = this.#sources.get(id);
      const position = source?.locate(line, column);
      return source && position ? [{ cellId: source.cellId, ...position }] : [];
    });
  }
}
