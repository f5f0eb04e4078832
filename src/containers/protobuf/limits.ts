/** Messages in messages; protobuf's own limit. */
export const MAX_DEPTH = 100;

/** Names are repeated in paths, messages and tables, so that a long one costs many times its length. */
export interface TextLimit {
  readonly bytes: number;
  /** Names of fields whose texts may be longer. */
  readonly except: ReadonlySet<string>;
}
