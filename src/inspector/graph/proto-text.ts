/** Values of TensorFlow's messages in a line of text. */
import {
  DataType,
  dataTypeName,
  pythonTypeName,
  shapeOf,
  type AttrValue,
  type TensorProto,
} from '#formats/saved-model/schema';
import { elementCount } from '#graph';
import { count, shapeText, shorten, showBytes } from '../text';

/** Elements of a list that are written out. */
const LISTED = 8;

/** `float32` for DT_FLOAT. */
export function dtypeText(type: DataType): string {
  return pythonTypeName(type) ?? dataTypeName(type) ?? `type ${type}`;
}

export function attrText({ value }: AttrValue): string {
  switch (value.case) {
    case 's':
      return showBytes(value.value);
    case 'type':
      return dtypeText(value.value);
    case 'shape':
      return shapeText(shapeOf(value.value));
    case 'tensor':
      return tensorText(value.value);
    case 'func':
      return `function ${value.value.name}`;
    case 'list':
      return listText(value.value);
    case undefined:
      return 'empty';
    default:
      return String(value.value);
  }
}

function listText(list: Extract<AttrValue['value'], { case: 'list' }>['value']): string {
  const texts = [
    ...list.s.slice(0, LISTED + 1).map((item) => showBytes(item)),
    ...list.i.slice(0, LISTED + 1).map(String),
    ...list.f.slice(0, LISTED + 1).map(String),
    ...list.b.slice(0, LISTED + 1).map(String),
    ...list.type.slice(0, LISTED + 1).map(dtypeText),
    ...list.shape.slice(0, LISTED + 1).map((item) => shapeText(shapeOf(item))),
    ...list.tensor.slice(0, LISTED + 1).map(tensorText),
    ...list.func.slice(0, LISTED + 1).map(({ name }) => name),
  ];
  const shown = texts.slice(0, LISTED).join(', ');
  return shorten(`[${shown}${texts.length > LISTED ? ', …' : ''}]`);
}

/** `float32 (3, 3): 0.5, 1, …`. */
export function tensorText(tensor: TensorProto): string {
  const shape = shapeOf(tensor.tensorShape);
  const values = firstValues(tensor);
  const head = `${dtypeText(tensor.dtype)} ${shapeText(shape)}`;
  return shorten(values === '' ? head : `${head}: ${values}`);
}

/** A constant as short as it can be said: the value if there is one, else type and shape. */
export function constantText(tensor: TensorProto): string {
  const shape = shapeOf(tensor.tensorShape);
  const size = shape && elementCount(shape);
  if (typeof size === 'number' && size <= 4) return shorten(firstValues(tensor), 24);
  return `${dtypeText(tensor.dtype)} ${shapeText(shape)}`;
}

function firstValues(tensor: TensorProto): string {
  const listed: readonly (readonly unknown[])[] = [
    tensor.floatVal,
    tensor.doubleVal,
    tensor.intVal,
    tensor.int64Val,
    tensor.boolVal,
    tensor.uint32Val,
    tensor.uint64Val,
    tensor.stringVal.slice(0, LISTED + 1).map((item) => showBytes(item)),
  ];
  const values = listed.find((list) => list.length > 0) ?? packedValues(tensor);
  const shown = values.slice(0, LISTED).map(numberText).join(', ');
  return values.length > LISTED ? `${shown}, …` : shown;
}

function numberText(value: unknown): string {
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** Readers of little-endian elements, for the types that constants mostly have. */
const READERS: Readonly<
  Record<number, readonly [bytes: number, (view: DataView, at: number) => unknown]>
> = {
  [DataType.DT_FLOAT]: [4, (view, at) => view.getFloat32(at, true)],
  [DataType.DT_DOUBLE]: [8, (view, at) => view.getFloat64(at, true)],
  [DataType.DT_INT32]: [4, (view, at) => view.getInt32(at, true)],
  [DataType.DT_INT64]: [8, (view, at) => view.getBigInt64(at, true)],
  [DataType.DT_UINT8]: [1, (view, at) => view.getUint8(at)],
  [DataType.DT_INT8]: [1, (view, at) => view.getInt8(at)],
  [DataType.DT_BOOL]: [1, (view, at) => view.getUint8(at) !== 0],
};

function packedValues({ dtype, tensorContent: bytes }: TensorProto): unknown[] {
  const reader = READERS[dtype];
  if (!reader) return bytes.length > 0 ? [`${count(bytes.length)} bytes`] : [];
  const [width, read] = reader;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values: unknown[] = [];
  for (let at = 0; at + width <= bytes.length && values.length <= LISTED; at += width) {
    values.push(read(view, at));
  }
  return values;
}
