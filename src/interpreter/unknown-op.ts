/** What TensorFlow says of an op, or a version of one, that a runtime has no kernel for. */
import { ValueError } from '#errors';

export function unknownOp(op: string, version: number, hint: string): ValueError {
  return new ValueError(
    `Didn't find op for builtin opcode '${op}' version '${version}'. An older version of this builtin might be ` +
      'supported. Are you using an old TFLite binary with a newer model?\nRegistration failed.\n',
    { place: op, hint },
  );
}
