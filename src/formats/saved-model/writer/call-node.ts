/** A node that calls a function of the library. */
import type { GraphVariable } from '#graph';
import type { NodeInit, WrittenFunction } from './function-def';
import { bytesAttr, functionAttr, intsAttr, shapesAttr, typesAttr } from './proto-values';

/**
 * A serialised ConfigProto as TensorFlow gives it to calls on a machine without a GPU: device_count {CPU: 1, GPU: 0},
 * gpu_options {visible_device_list: ""} and allow_soft_placement.
 */
// prettier-ignore
const CONFIG = Uint8Array.of(
  0x0a, 0x07, 0x0a, 0x03, 0x43, 0x50, 0x55, 0x10, 0x01,
  0x0a, 0x07, 0x0a, 0x03, 0x47, 0x50, 0x55, 0x10, 0x00,
  0x32, 0x02, 0x4a, 0x00, 0x38, 0x01,
);

export function callOp(callee: WrittenFunction): string {
  return callee.isStateful ? 'StatefulPartitionedCall' : 'PartitionedCall';
}

/** @param inputs of the call, the handles of the captured variables last */
export function callNode(
  name: string,
  callee: WrittenFunction,
  inputs: readonly string[],
): NodeInit {
  const { outputs, captures } = callee;
  return {
    name,
    op: callOp(callee),
    input: [...inputs],
    attr: {
      Tin: typesAttr([...callee.inputs.map(({ dtype }) => dtype), ...captures.map(resource)]),
      Tout: typesAttr(outputs.map(({ dtype }) => dtype)),
      _collective_manager_ids: { value: { case: 'list', value: {} } },
      _output_shapes: shapesAttr(outputs.map(({ shape }) => shape)),
      _read_only_resource_inputs: intsAttr(readOnlyInputs(callee)),
      config_proto: bytesAttr(CONFIG),
      f: functionAttr(callee.name),
    },
  };
}

const resource = () => 'resource' as const;

function readOnlyInputs({ inputs, captures, assigned }: WrittenFunction): number[] {
  const isRead = (variable: GraphVariable) => !assigned.has(variable);
  return captures.flatMap((variable, i) => (isRead(variable) ? [inputs.length + i] : []));
}
