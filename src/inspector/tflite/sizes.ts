/** Where the bytes of a `.tflite` file are. */
import type { TfliteModel } from '#formats/tflite';
import type { BarBlock } from '#protocol';
import { count, counted } from '../text';
import { rolesOf, type Role } from './roles';

type Parts = BarBlock['parts'];

/** Every byte of the file is in one of these parts. @param size of the file */
export function sizeParts(model: TfliteModel, size: number): Parts {
  const roles = rolesOfBuffers(model);
  const data: Record<Role | 'metadata', number> = { weights: 0, bias: 0, other: 0, metadata: 0 };
  const counted = new Set<number>();
  for (const [index, { data: bytes }] of model.buffers.entries()) {
    if (bytes.length === 0 || counted.has(bytes.byteOffset)) continue;
    counted.add(bytes.byteOffset);
    data[roles.get(index) ?? 'other'] += bytes.length;
  }
  const quantization = quantizationBytes(model);
  const known = data.weights + data.bias + data.other + data.metadata + quantization;
  const parts = [
    part('Weights', data.weights, 'of layers: kernels and matrices'),
    part('Biases', data.bias, ''),
    part('Other constants', data.other, 'shapes, axes, factors'),
    part('Quantization parameters', quantization, scalesText(model)),
    part('Metadata', data.metadata, model.metadata.map(({ name }) => name).join(', ')),
    part('Structure', Math.max(0, size - known), structureText(model)),
  ];
  return parts.filter((each) => each.size > 0);
}

function part(label: string, size: number, detail: string): Parts[number] {
  return { label, size, detail };
}

function rolesOfBuffers(model: TfliteModel): ReadonlyMap<number, Role | 'metadata'> {
  const roles = new Map<number, Role | 'metadata'>();
  for (const { buffer } of model.metadata) roles.set(buffer, 'metadata');
  for (const graph of model.subgraphs) {
    for (const [tensor, role] of rolesOf(model, graph)) {
      const { buffer } = graph.tensors[tensor]!;
      const known = roles.get(buffer);
      if (known === undefined || known === 'other') roles.set(buffer, role);
    }
  }
  return roles;
}

/** Numbers of 4 bytes, zero points of 8. */
function quantizationBytes({ subgraphs }: TfliteModel): number {
  let bytes = 0;
  for (const { quantization } of subgraphs.flatMap(({ tensors }) => tensors)) {
    if (!quantization) continue;
    const { min, max, scale, zeroPoint } = quantization;
    bytes += 4 * (min.length + max.length + scale.length) + 8 * zeroPoint.length;
  }
  return bytes;
}

function scalesText({ subgraphs }: TfliteModel): string {
  const tensors = subgraphs.flatMap((graph) => graph.tensors);
  const scales = tensors.reduce(
    (sum, { quantization }) => sum + (quantization?.scale.length ?? 0),
    0,
  );
  return `${counted(scales, 'scale')} with their zero points`;
}

function structureText({ subgraphs }: TfliteModel): string {
  const tensors = subgraphs.reduce((sum, graph) => sum + graph.tensors.length, 0);
  const operators = subgraphs.reduce((sum, graph) => sum + graph.operators.length, 0);
  return `names, shapes and options of ${count(tensors)} tensors and ${count(operators)} operators`;
}
