/** Tensors taken apart along their first axis, and put together again. */
import { elementCount, newData, storageOf } from '../element-types';
import { makeTensor, type ElementType, type Tensor } from '../tensor';

/** One tensor for each index of the first axis; views of its elements. */
export function rowsOf({ dtype, shape, data }: Tensor): readonly Tensor[] {
  const [count = 0, ...inner] = shape;
  const width = elementCount(inner) * partsOf(dtype);
  return Array.from({ length: count }, (_, i) => {
    const [start, end] = [i * width, (i + 1) * width];
    const part = ArrayBuffer.isView(data)
      ? (data as Float32Array).subarray(start, end)
      : (data as readonly object[]).slice(start, end);
    return makeTensor(dtype, inner, part as Tensor['data']);
  });
}

/** @param shape of the result, which holds as many elements as all the parts */
export function joinRows(
  dtype: ElementType,
  shape: readonly number[],
  parts: readonly Tensor[],
): Tensor {
  if (!storageOf(dtype)) {
    return makeTensor(
      dtype,
      shape,
      parts.flatMap(({ data }) => [...(data as readonly object[])]),
    );
  }
  const joined = newData(dtype, elementCount(shape)) as Float32Array;
  let offset = 0;
  for (const { data } of parts) {
    joined.set(data as Float32Array, offset);
    offset += data.length;
  }
  return makeTensor(dtype, shape, joined);
}

export function zeros(dtype: ElementType, shape: readonly number[]): Tensor {
  return makeTensor(dtype, shape, newData(dtype, elementCount(shape)));
}

function partsOf(dtype: ElementType): number {
  return storageOf(dtype)?.parts ?? 1;
}
