/** Messages in messages; protobuf's own limit. */
export const MAX_DEPTH = 100;
