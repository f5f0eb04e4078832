/**
 * The `.keras` archive (Keras 3) as data: what reader and writer share, and nothing else.
 * Source: keras/src/saving/saving_lib.py and serialization_lib.py; names are theirs.
 */
import type { NDArray } from '#tensor';

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A serialised Keras object (`serialize_keras_object`). */
export interface KerasObject {
  readonly [key: string]: Json;
  readonly module: string | null;
  readonly class_name: string;
  readonly config: { readonly [key: string]: Json };
  readonly registered_name: string | null;
}

export interface KerasMetadata {
  readonly keras_version: string;
  /** `YYYY-MM-DD@HH:MM:SS` */
  readonly date_saved: string;
}

/**
 * `model.weights.h5` as a tree: group path (`layers/dense/vars`, `optimizer/vars`) → datasets in index order.
 * Groups without datasets map to an empty list.
 */
export type WeightTree = ReadonlyMap<string, readonly NDArray[]>;

export interface KerasArchive {
  readonly metadata: KerasMetadata | undefined;
  readonly config: KerasObject;
  readonly weights: WeightTree;
}
