/** What kernels need beside their inputs: variables and tables, functions, random numbers, files while loading. */
import type { AttrValue } from '#formats/saved-model/schema';
import type { KernelCall } from './kernel';
import type { RandomSource } from './random';
import type { Resources } from './resources';
import type { Tensor } from './tensor';

export type Attrs = Readonly<Record<string, AttrValue['value']>>;

/** Files that kernels may ask for, read before; there are some only while a SavedModel is being loaded. */
export interface LoadedFiles {
  /** A tensor of the checkpoint with this prefix. @throws StatusError where there is none */
  checkpoint(prefix: string, key: string): Tensor;
  /** @throws StatusError where there is none */
  asset(path: string): Uint8Array;
}

export interface Runtime {
  readonly resources: Resources;
  readonly random: RandomSource;
  readonly files: LoadedFiles;
  /** @throws StatusError when the run may not go on */
  checkTime(): void;
  /** Runs a function of the library. */
  call(functionName: string, inputs: readonly Tensor[]): readonly Tensor[];
  /** The first output of another op's kernel. @param attrs those that have no default, or another value */
  compute(op: string, inputs: readonly Tensor[], attrs?: Attrs): Tensor;
}

export type RuntimeKernel = (call: KernelCall, runtime: Runtime) => readonly Tensor[];
export type RuntimeKernels = Readonly<Record<string, RuntimeKernel>>;
