/** A loaded SavedModel that can be run: what `tensorflow::Session` and `SavedModelBundle` are to TensorFlow Serving. */
import type { MetaGraphDef } from '#formats/saved-model/schema';
import type { Tensor } from './tensor';

export interface RunLimits {
  /** Asked before each node: where it answers true the run ends. */
  readonly isOver?: () => boolean;
}

export interface Session {
  readonly metaGraph: MetaGraphDef;
  /**
   * Runs what the fetches need, once. Shapes of feeds are not compared with the placeholders': only the graph's own
   * kernels complain, as in TensorFlow Serving.
   * @param feeds by tensor name as a signature has it: `serving_default_x:0`
   * @param fetches tensor names
   * @returns one tensor per fetch
   * @throws StatusError with the kernel's message, followed by `\n\t [[{{node NAME}}]]`; DEADLINE_EXCEEDED when the run
   * was over before its end
   */
  run(
    feeds: ReadonlyMap<string, Tensor>,
    fetches: readonly string[],
    limits?: RunLimits,
  ): readonly Tensor[];
  /** Bytes of variables and constants. */
  readonly bytes: number;
}

/** One SavedModel directory, wherever it is kept. */
export interface ModelFiles {
  /** As messages name it: `/models/fashion/1`. */
  readonly path: string;
  /** @param file relative to the directory; undefined when it is not there */
  read(file: string): Promise<Uint8Array | undefined>;
}

export interface LoadOptions {
  readonly tags: readonly string[];
  /** Seeds graphs whose random ops name no seed of their own; by default another one each time. */
  readonly seed?: number;
}

/** Reads the graph, restores the variables, runs the initialisation op. @throws StatusError with TensorFlow's message */
export type LoadSession = (files: ModelFiles, options: LoadOptions) => Promise<Session>;
