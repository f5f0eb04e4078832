/** A node of a GraphDef that computes, as a node of a graph that is being built. */
import { NotImplementedError, PyTypeError, PythonError, ValueError } from '#errors';
import { OPS, SymbolicTensor, type AttrValue, type Attrs, type GraphBuilder } from '#graph';
import type { AttrValue as AttrValueProto, NodeDef } from '../schema';
import type { Call } from './evaluator';
import { checkedShape, specDType } from './specs';
import type { ConstantReader } from './tensor-proto';

/**
 * Adds the node under the scope of its frame; attributes that the op does not have are left out.
 * @param inputs of the builder
 * @returns all its outputs
 * @throws ValueError, TypeError with TensorFlow's message and the node's place when it does not fit
 */
export function lowerNode(
  builder: GraphBuilder,
  call: Call,
  inputs: readonly SymbolicTensor[],
  constants: ConstantReader,
): readonly SymbolicTensor[] {
  const { node, frame, place } = call;
  const attrs = attrsOf(node, place, constants);
  try {
    const first = builder.addNode(node.op, inputs, attrs, `${frame.scope}${node.name}`);
    checkSizes(first, place);
    return first.node.outputs.map((_, i) => new SymbolicTensor(builder, first.node, i));
  } catch (error) {
    throw placed(error, call);
  }
}

function checkSizes({ node }: SymbolicTensor, place: string): void {
  const isSize = (dim: number | null) => dim === null || (Number.isSafeInteger(dim) && dim >= 0);
  if (node.outputs.every(({ shape }) => shape.every(isSize))) return;
  throw new ValueError(
    `The result of ${place} (${node.op}) would have a shape that no tensor has.`,
  );
}

/** Shape functions trust attributes to be of a length that makes sense; what is not is the file's mistake. */
function placed(error: unknown, { node, place }: Call): unknown {
  if (error instanceof PyTypeError) return new PyTypeError(`${error.message} (${place})`, error);
  if (error instanceof NotImplementedError)
    return new NotImplementedError(`${error.message} (${place})`, error);
  if (error instanceof PythonError) return new ValueError(`${error.message} (${place})`, error);
  return new ValueError(`The attributes and inputs of ${place} (${node.op}) do not fit its op.`, {
    place,
    hint: 'The file is damaged, or was made by other means than TensorFlow.',
    cause: error,
  });
}

function attrsOf(node: NodeDef, place: string, constants: ConstantReader): Attrs {
  const declared = OPS.get(node.op)!.attrs;
  const attrs: Record<string, AttrValue> = {};
  for (const name of Object.keys(declared)) {
    const value = Object.hasOwn(node.attr, name) ? node.attr[name]! : undefined;
    if (value) attrs[name] = attrValue(value, `attribute ${name} of ${place}`, constants);
  }
  return attrs;
}

function attrValue(proto: AttrValueProto, place: string, constants: ConstantReader): AttrValue {
  const attr = proto.value;
  switch (attr.case) {
    case 'i':
      return wholeNumber(attr.value, place);
    case 'f':
    case 'b':
      return attr.value;
    case 's':
      return new TextDecoder().decode(attr.value);
    case 'type':
      return { type: specDType(attr.value, place) };
    case 'shape':
      return { shape: checkedShape(attr.value, place) ?? unknownRank(place) };
    case 'tensor':
      return constants.array(attr.value, place);
    case 'list':
      return attr.value.f.length > 0
        ? attr.value.f
        : attr.value.i.map((item) => wholeNumber(item, place));
    default:
      throw new ValueError(`The ${place} has no value that can be read here.`, { place });
  }
}

function wholeNumber(value: bigint, place: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new ValueError(`The ${place} is ${value}, which is too large.`, { place });
}

function unknownRank(place: string): never {
  throw new ValueError(`The ${place} is a shape of unknown rank.`, {
    place,
    hint: 'Export with an input_signature that says how many dimensions each input has.',
  });
}
