/** Signatures as `saved_model_cli show` prints them. */
import { KeyError } from '#errors';
import {
  dataTypeName,
  type SignatureDef,
  type TensorInfo,
  type TensorShapeProto,
} from '#formats/saved-model/schema';
import { sortedTexts } from './python-text';

type TensorInfos = Readonly<Record<string, TensorInfo>>;

/** @param indent how many times two spaces before each line */
export function signatureText(signature: SignatureDef, indent: number): string {
  const lines = [
    'The given SavedModel SignatureDef contains the following input(s):',
    ...tensorInfoLines('inputs', signature.inputs),
    'The given SavedModel SignatureDef contains the following output(s):',
    ...tensorInfoLines('outputs', signature.outputs),
    `Method name is: ${signature.methodName}`,
  ];
  return lines.map((text) => `${'  '.repeat(indent)}${text}\n`).join('');
}

function tensorInfoLines(side: string, infos: TensorInfos): string[] {
  return sortedTexts(Object.keys(infos)).flatMap((key) => {
    const { dtype, tensorShape, encoding } = infos[key]!;
    const name = dataTypeName(dtype);
    if (name === undefined) throw new KeyError(String(dtype));
    return [
      `  ${side}['${key}'] tensor_info:`,
      `      dtype: ${name}`,
      `      shape: ${shapeText(tensorShape)}`,
      `      name: ${encoding.case === 'name' ? encoding.value : ''}`,
    ];
  });
}

function shapeText(shape: TensorShapeProto | undefined): string {
  if (shape?.unknownRank) return 'unknown_rank';
  return `(${shape?.dim.map(({ size }) => String(size)).join(', ') ?? ''})`;
}
