/** The graph that sessions run: variables, one call for each signature, save and restore. */
import type { MessageInitShape } from '@bufbuild/protobuf';
import { compareUtf8 } from '#bytes';
import type { TensorSpec } from '#graph';
import type { SaverDefSchema, SignatureDefSchema, TensorInfoSchema } from '../schema';
import { SaverDef_CheckpointFormatVersion } from '../schema';
import { callNode, callOp } from './call-node';
import type { NodeInit, WrittenFunction } from './function-def';
import { nodeName, type Names } from './names';
import {
  dataType,
  shapeAttr,
  shapeProto,
  shapesAttr,
  stringTensor,
  tensorAttr,
  textAttr,
  typeAttr,
  utf8,
} from './proto-values';
import type { SignatureFunction, SignatureTensor } from './signature';
import type { VariableLayout, VariableSlot } from './variables';

type SignatureInit = MessageInitShape<typeof SignatureDefSchema>;
type TensorInfoInit = MessageInitShape<typeof TensorInfoSchema>;

export class OuterGraph {
  readonly nodes: NodeInit[] = [];
  readonly #names: Names;
  readonly #layout: VariableLayout;

  /** @param names those that the layout's nodes have taken */
  constructor(layout: VariableLayout, names: Names) {
    this.#names = names;
    this.#layout = layout;
    for (const slot of layout.slots) this.nodes.push(handleNode(slot));
  }

  /** Placeholders and calls, by the signatures' names. */
  addSignatures(functions: readonly SignatureFunction[]): Record<string, SignatureInit> {
    const sorted = functions.toSorted((a, b) => compareUtf8(a.signature, b.signature));
    return Object.fromEntries(sorted.map((fn) => [fn.signature, this.#addSignature(fn)]));
  }

  #addSignature(fn: SignatureFunction): SignatureInit {
    const inputs = fn.keyedInputs.map(({ key, spec }) => {
      return { key, spec, name: this.#addPlaceholder(`${fn.signature}_${key}`, spec) };
    });
    const slots = fn.captures.map((variable) => this.#layout.slotOf.get(variable)!);
    const call = this.#addCall(fn, [...inputs.map(({ name }) => name), ...slots.map(handleName)]);
    return {
      inputs: tensorInfos(inputs, (i) => `${inputs[i]!.name}:0`),
      outputs: tensorInfos(fn.keyedOutputs, (i) => `${call}:${i}`),
      methodName: 'tensorflow/serving/predict',
    };
  }

  /** @returns the name of the op that initialises, which has nothing to do */
  addInitializer(): string {
    return this.#add({ name: 'NoOp', op: 'NoOp' });
  }

  /** @returns the tensor that loaders feed the path of an asset's copy to */
  addAsset(filename: string): string {
    const attr = {
      value: tensorAttr(stringTensor(utf8(filename))),
      dtype: typeAttr('string'),
      _output_shapes: shapesAttr([[]]),
    };
    return `${this.#add({ name: 'asset_path_initializer', op: 'Const', attr })}:0`;
  }

  addSaver(
    save: WrittenFunction,
    restore: WrittenFunction,
  ): MessageInitShape<typeof SaverDefSchema> {
    const filename = this.#addPlaceholder('saver_filename', { dtype: 'string', shape: [] });
    const inputs = [filename, ...this.#layout.slots.map(handleName)];
    return {
      filenameTensorName: `${filename}:0`,
      saveTensorName: `${this.#addCall(save, inputs)}:0`,
      restoreOpName: this.#addCall(restore, inputs),
      version: SaverDef_CheckpointFormatVersion.V2,
    };
  }

  #addPlaceholder(name: string, { dtype, shape }: TensorSpec): string {
    const attr = {
      dtype: typeAttr(dtype),
      shape: shapeAttr(shape),
      _output_shapes: shapesAttr([shape]),
    };
    return this.#add({ name: nodeName(name), op: 'Placeholder', attr });
  }

  #addCall(callee: WrittenFunction, inputs: readonly string[]): string {
    return this.#add(callNode(callOp(callee), callee, inputs));
  }

  #add(node: NodeInit): string {
    const name = this.#names.claim(node.name!);
    this.nodes.push({ ...node, name });
    return name;
  }
}

const handleName = (slot: VariableSlot) => slot.nodeName;

function handleNode({ nodeName: name, variable }: VariableSlot): NodeInit {
  const attr = {
    dtype: typeAttr(variable.dtype),
    shape: shapeAttr(variable.shape),
    shared_name: textAttr(name),
    _output_shapes: shapesAttr([[]]),
  };
  return { name, op: 'VarHandleOp', attr };
}

function tensorInfos(
  tensors: readonly SignatureTensor[],
  nameOf: (i: number) => string,
): Record<string, TensorInfoInit> {
  const infos = tensors.map(({ key, spec }, i) => {
    const encoding = { case: 'name', value: nameOf(i) } as const;
    const info = { encoding, dtype: dataType(spec.dtype), tensorShape: shapeProto(spec.shape) };
    return [key, info] as const;
  });
  return Object.fromEntries(infos);
}
