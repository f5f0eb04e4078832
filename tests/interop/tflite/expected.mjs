/**
 * Where a file of the app's differs from TensorFlow's on purpose; each has its reason in CONFORMANCE.md. A sentence of
 * `compare_files.py` that matches is no failure.
 * @type {readonly { files: RegExp, differences: RegExp[] }[]}
 */
export const EXPECTED = [];

/** Conversions that have to fail, and what they say. @type {Readonly<Record<string, RegExp>>} */
export const REFUSED = {};
