/** SipHash-2-4 (J.-P. Aumasson, D. J. Bernstein, 2012): a hash of 64 bits with a key of 128. */

type State = [bigint, bigint, bigint, bigint];

export function sipHash(key0: bigint, key1: bigint, bytes: Uint8Array): bigint {
  const [low, high] = [BigInt.asUintN(64, key0), BigInt.asUintN(64, key1)];
  const state: State = [
    low ^ 0x736f6d6570736575n,
    high ^ 0x646f72616e646f6dn,
    low ^ 0x6c7967656e657261n,
    high ^ 0x7465646279746573n,
  ];
  const whole = bytes.length - (bytes.length % 8);
  for (let i = 0; i < whole; i += 8) absorb(state, wordAt(bytes, i, 8));
  const last = wordAt(bytes, whole, bytes.length % 8) | (BigInt(bytes.length & 0xff) << 56n);
  absorb(state, last);
  state[2] ^= 0xffn;
  for (let i = 0; i < 4; i++) round(state);
  return state[0] ^ state[1] ^ state[2] ^ state[3];
}

function absorb(state: State, word: bigint): void {
  state[3] ^= word;
  round(state);
  round(state);
  state[0] ^= word;
}

function wordAt(bytes: Uint8Array, start: number, count: number): bigint {
  let word = 0n;
  for (let i = count - 1; i >= 0; i--) word = (word << 8n) | BigInt(bytes[start + i]!);
  return word;
}

function round(v: State): void {
  v[0] = add(v[0], v[1]);
  v[2] = add(v[2], v[3]);
  v[1] = rotate(v[1], 13n) ^ v[0];
  v[3] = rotate(v[3], 16n) ^ v[2];
  v[0] = rotate(v[0], 32n);
  v[2] = add(v[2], v[1]);
  v[0] = add(v[0], v[3]);
  v[1] = rotate(v[1], 17n) ^ v[2];
  v[3] = rotate(v[3], 21n) ^ v[0];
  v[2] = rotate(v[2], 32n);
}

function add(a: bigint, b: bigint): bigint {
  return BigInt.asUintN(64, a + b);
}

function rotate(value: bigint, bits: bigint): bigint {
  return BigInt.asUintN(64, value << bits) | (value >> (64n - bits));
}
