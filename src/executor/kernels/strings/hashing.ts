/** Strings as numbers of buckets. */
import { fingerprint64 } from '#formats/saved-model/fingerprint';
import type { KernelCall } from '../../kernel';
import type { RuntimeKernels } from '../../runtime';
import { makeTensor, type Tensor } from '../../tensor';
import { stringsOf } from './elements';
import { sipHash } from './sip-hash';

export const HASHING: RuntimeKernels = {
  StringToHashBucketFast: (call) => buckets(call, fingerprint64),
  StringToHashBucketStrong: strong,
};

function strong(call: KernelCall): readonly Tensor[] {
  const key = call.bigints('key');
  return buckets(call, (bytes) => sipHash(key[0] ?? 0n, key[1] ?? 0n, bytes));
}

function buckets(call: KernelCall, hash: (bytes: Uint8Array) => bigint): readonly Tensor[] {
  const input = call.input(0);
  const count = call.bigint('num_buckets');
  const numbers = stringsOf(input).map((bytes) => hash(bytes) % count);
  return [makeTensor('int64', input.shape, BigInt64Array.from(numbers))];
}
