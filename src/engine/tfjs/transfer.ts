/** Arrays and device tensors: uploads and downloads. */
import { clone, keep, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { type DType, NDArray } from '#tensor';
import { type DeviceData, deviceData, deviceDType, type DeviceDType, hostArray } from '../dtypes';

/** @param target the tfjs dtype; by default the one that stands for the array's own */
export function upload(array: NDArray, target: DeviceDType = deviceDType(array.dtype)): Tensor {
  return tensor(deviceData(array, target), [...array.shape], target);
}

/** As `upload`; an int64 beyond 32 bits, as a bound often is, becomes the nearest that there is. */
export function uploadConstant(array: NDArray): Tensor {
  if (array.dtype !== 'int64') return upload(array);
  const clamped = Int32Array.from(array.data as ArrayLike<bigint>, (value) =>
    Math.min(Math.max(Number(value), -(2 ** 31)), 2 ** 31 - 1),
  );
  return upload(new NDArray(clamped, array.shape, 'int32'));
}

/** Brings a tensor to the host as an array of the graph's dtype; the tensor may be freed meanwhile. */
export async function download(value: Tensor, dtype: DType): Promise<NDArray> {
  const held = keep(clone(value));
  try {
    return hostArray((await held.data()) as DeviceData, held.shape, dtype);
  } finally {
    held.dispose();
  }
}
