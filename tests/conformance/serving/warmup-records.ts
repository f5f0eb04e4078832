/** Makes `assets.extra/tf_serving_warmup_requests`: TFRecords of PredictionLog messages. */
import { create, toBinary } from '@bufbuild/protobuf';
import { crc32c, maskCrc32c } from '#bytes';
import { DataType, TensorProtoSchema } from '#formats/saved-model/schema';
import { PredictionLogSchema } from '#serving/schema';

/** @param content of each record, instead of a request to a model that takes `x` */
export function warmupRecords(count: number, content?: string): Uint8Array {
  const record = content === undefined ? predictLog() : new TextEncoder().encode(content);
  const framed = frame(record);
  const file = new Uint8Array(framed.length * count);
  for (let i = 0; i < count; i++) file.set(framed, i * framed.length);
  return file;
}

function predictLog(): Uint8Array {
  const x = create(TensorProtoSchema, {
    dtype: DataType.DT_FLOAT,
    tensorShape: { dim: [{ size: 1n }] },
    floatVal: [2],
  });
  const request = { modelSpec: { name: 'm' }, inputs: { x } };
  const logType = { case: 'predictLog' as const, value: { request } };
  return toBinary(PredictionLogSchema, create(PredictionLogSchema, { logType }));
}

/** Length, its checksum, the record, its checksum (https://www.tensorflow.org/tutorials/load_data/tfrecord). */
function frame(record: Uint8Array): Uint8Array {
  const framed = new Uint8Array(record.length + 16);
  const view = new DataView(framed.buffer);
  view.setBigUint64(0, BigInt(record.length), true);
  view.setUint32(8, maskCrc32c(crc32c(framed.subarray(0, 8))), true);
  framed.set(record, 12);
  view.setUint32(12 + record.length, maskCrc32c(crc32c(record)), true);
  return framed;
}
