/**
 * FarmHash's Fingerprint64, the hash that TensorFlow's fingerprints are made of: Geoff Pike's farmhashna::Hash64
 * (https://github.com/google/farmhash). All arithmetic is modulo 2^64, all words are little-endian.
 */
const MASK = 0xffff_ffff_ffff_ffffn;
const K0 = 0xc3a5_c85c_97cb_3127n;
const K1 = 0xb492_b66f_be98_f273n;
const K2 = 0x9ae1_6a3b_2f90_404fn;

const add = (...values: bigint[]) => values.reduce((sum, value) => sum + value, 0n) & MASK;
const mul = (a: bigint, b: bigint) => (a * b) & MASK;
const rotate = (value: bigint, by: bigint) => (value >> by) | ((value << (64n - by)) & MASK);
const shiftMix = (value: bigint) => value ^ (value >> 47n);

export function fingerprint64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  if (length <= 16) return hashUpTo16(view);
  if (length <= 32) return hashUpTo32(view);
  return length <= 64 ? hashUpTo64(view) : hashLong(view);
}

/** Two fingerprints as one, in this order: TensorFlow's FingerprintCat64. */
export function fingerprintCat64(first: bigint, second: bigint): bigint {
  const factor = 0xc6a4_a793_5bd1_e995n;
  const mixed = mul(shiftMix(mul(second, factor)), factor);
  const joined = mul(first ^ factor ^ mixed, factor);
  return shiftMix(mul(shiftMix(joined), factor));
}

/** The word at an offset; a negative one counts from the end. */
function word(view: DataView, offset: number): bigint {
  return view.getBigUint64(offset < 0 ? view.byteLength + offset : offset, true);
}

function halfWord(view: DataView, offset: number): bigint {
  return BigInt(view.getUint32(offset < 0 ? view.byteLength + offset : offset, true));
}

function hashPair(u: bigint, v: bigint, factor: bigint): bigint {
  const a = shiftMix(mul(u ^ v, factor));
  return mul(shiftMix(mul(v ^ a, factor)), factor);
}

function factorFor(length: number): bigint {
  return add(K2, BigInt(length) * 2n);
}

function hashUpTo16(view: DataView): bigint {
  const length = view.byteLength;
  if (length >= 8) {
    const factor = factorFor(length);
    const a = add(word(view, 0), K2);
    const b = word(view, -8);
    const c = add(mul(rotate(b, 37n), factor), a);
    return hashPair(c, mul(add(rotate(a, 25n), b), factor), factor);
  }
  if (length >= 4) {
    const a = halfWord(view, 0);
    return hashPair(add(BigInt(length), a << 3n), halfWord(view, -4), factorFor(length));
  }
  return length > 0 ? hashUpTo3(view) : K2;
}

function hashUpTo3(view: DataView): bigint {
  const length = view.byteLength;
  const first = view.getUint8(0);
  const y = first + view.getUint8(length >> 1) * 256;
  const z = length + view.getUint8(length - 1) * 4;
  return mul(shiftMix(mul(BigInt(y), K2) ^ mul(BigInt(z), K0)), K2);
}

function hashUpTo32(view: DataView): bigint {
  const factor = factorFor(view.byteLength);
  const a = mul(word(view, 0), K1);
  const b = word(view, 8);
  const c = mul(word(view, -8), factor);
  const d = mul(word(view, -16), K2);
  const u = add(rotate(add(a, b), 43n), rotate(c, 30n), d);
  return hashPair(u, add(a, rotate(add(b, K2), 18n), c), factor);
}

function hashUpTo64(view: DataView): bigint {
  const factor = factorFor(view.byteLength);
  const a = mul(word(view, 0), K2);
  const b = word(view, 8);
  const c = mul(word(view, -8), factor);
  const d = mul(word(view, -16), K2);
  const y = add(rotate(add(a, b), 43n), rotate(c, 30n), d);
  const z = hashPair(y, add(a, rotate(add(b, K2), 18n), c), factor);
  const e = mul(word(view, 16), factor);
  const f = word(view, 24);
  const g = mul(add(y, word(view, -32)), factor);
  const h = mul(add(z, word(view, -24)), factor);
  const u = add(rotate(add(e, f), 43n), rotate(g, 30n), h);
  return hashPair(u, add(e, rotate(add(f, a), 18n), g), factor);
}

type Pair = readonly [bigint, bigint];

/** Hashes 32 bytes at an offset, weakly, from two seeds. */
function weakHash(view: DataView, offset: number, seedA: bigint, seedB: bigint): Pair {
  const last = word(view, offset + 24);
  const a = add(seedA, word(view, offset));
  const sum = add(a, word(view, offset + 8), word(view, offset + 16));
  return [add(sum, last), add(rotate(add(seedB, a, last), 21n), rotate(sum, 44n), a)];
}

interface LongState {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly v: Pair;
  readonly w: Pair;
}

function hashLong(view: DataView): bigint {
  const seed = 81n;
  const y0 = add(mul(seed, K1), 113n);
  let state: LongState = {
    x: add(mul(seed, K2), word(view, 0)),
    y: y0,
    z: mul(shiftMix(add(mul(y0, K2), 113n)), K2),
    v: [0n, 0n],
    w: [0n, 0n],
  };
  const last = view.byteLength - 64;
  const blocks = Math.floor((view.byteLength - 1) / 64);
  for (let i = 0; i < blocks; i++) state = mixBlock(view, i * 64, state);
  return finishLong(view, last, state);
}

function mixBlock(view: DataView, at: number, state: LongState): LongState {
  const { v, w } = state;
  const x = mul(rotate(add(state.x, state.y, v[0], word(view, at + 8)), 37n), K1) ^ w[1];
  const turned = mul(rotate(add(state.y, v[1], word(view, at + 48)), 42n), K1);
  const y = add(turned, v[0], word(view, at + 40));
  const z = mul(rotate(add(state.z, w[0]), 33n), K1);
  return {
    x: z,
    y,
    z: x,
    v: weakHash(view, at, mul(v[1], K1), add(x, w[0])),
    w: weakHash(view, at + 32, add(z, w[1]), add(y, word(view, at + 16))),
  };
}

/** The last 64 bytes, which may overlap those of the last whole block. */
function finishLong(view: DataView, at: number, state: LongState): bigint {
  const factor = add(K1, (state.z & 0xffn) << 1n);
  const rest = BigInt((view.byteLength - 1) & 63);
  const w0 = add(state.w[0], rest);
  const v0 = add(state.v[0], w0);
  const w: Pair = [add(w0, v0), state.w[1]];
  const v: Pair = [v0, state.v[1]];
  const sum = add(state.x, state.y, v[0], word(view, at + 8));
  const x = mul(rotate(sum, 37n), factor) ^ mul(w[1], 9n);
  const turned = mul(rotate(add(state.y, v[1], word(view, at + 48)), 42n), factor);
  const y = add(turned, mul(v[0], 9n), word(view, at + 40));
  const z = mul(rotate(add(state.z, w[0]), 33n), factor);
  const lastV = weakHash(view, at, mul(v[1], factor), add(x, w[0]));
  const lastW = weakHash(view, at + 32, add(z, w[1]), add(y, word(view, at + 16)));
  return hashPair(
    add(hashPair(lastV[0], lastW[0], factor), mul(shiftMix(y), K0), x),
    add(hashPair(lastV[1], lastW[1], factor), z),
    factor,
  );
}
