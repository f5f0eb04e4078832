/** LiteRT fails on every run of a model that says that dimensions may vary, so it is given a copy that does not. */
import { withInputShapes, type TfliteModel } from '#formats/tflite';

/** The bytes themselves when no dimension may vary. */
export function withFixedShapes(bytes: Uint8Array, model: TfliteModel): Uint8Array {
  const { inputs, tensors } = model.subgraphs[0]!;
  if (!tensors.some(({ shapeSignature }) => shapeSignature)) return bytes;
  return withInputShapes(
    bytes,
    model,
    new Map(inputs.map((index) => [index, tensors[index]!.shape])),
  );
}
