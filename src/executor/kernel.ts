/** What computes a node: a function from its inputs and attributes to its outputs. */
import type { AttrValue, NameAttrList, NodeDef } from '#formats/saved-model/schema';
import { elementTypeOf } from './element-types';
import { shapeOfProto, type PartialShape } from './shape';
import { StatusError, type StatusCode } from './status';
import { decodeTensorProto } from './tensor-proto';
import type { ElementType, Tensor } from './tensor';

export type KernelNode = Pick<NodeDef, 'name' | 'op' | 'attr'> & Partial<Pick<NodeDef, 'input'>>;

type AttrCase = NonNullable<AttrValue['value']['case']>;
type AttrOf<Case extends AttrCase> = Extract<AttrValue['value'], { case: Case }>['value'];
type ListOf = AttrOf<'list'>;

/**
 * Computes a node. Neither inputs nor what they hold may be changed; an output may be an input, or share its data.
 * @returns one tensor per output
 * @throws StatusError with TensorFlow's message, without the node's place, which the executor adds
 */
export type Kernel = (call: KernelCall) => readonly Tensor[];

/** By op. */
export type Kernels = Readonly<Record<string, Kernel>>;

/**
 * One node with its inputs. Attributes that the node does not write have the default that the op declares, else
 * `fallback`.
 */
export class KernelCall {
  readonly node: KernelNode;
  readonly inputs: readonly Tensor[];
  readonly #declared: ReadonlyMap<string, AttrValue> | undefined;

  /** @param declared defaults of attributes, from the op's declaration in the SavedModel */
  constructor(
    node: KernelNode,
    inputs: readonly Tensor[],
    declared?: ReadonlyMap<string, AttrValue>,
  ) {
    this.node = node;
    this.inputs = inputs;
    this.#declared = declared;
  }

  /** The same node with other inputs. */
  withInputs(inputs: readonly Tensor[]): KernelCall {
    return new KernelCall(this.node, inputs, this.#declared);
  }

  /** @throws StatusError when the node has fewer inputs */
  input(index: number): Tensor {
    return (
      this.inputs[index] ??
      this.fail('INVALID_ARGUMENT', `${this.node.op} has no input ${index}: the graph is damaged`)
    );
  }

  fail(code: StatusCode, message: string): never {
    throw new StatusError(code, message);
  }

  has(name: string): boolean {
    return this.#value(name) !== undefined;
  }

  int(name: string, fallback?: number): number {
    return Number(this.#attr(name, 'i', fallback));
  }

  bigint(name: string, fallback?: bigint): bigint {
    return this.#attr(name, 'i', fallback);
  }

  float(name: string, fallback?: number): number {
    return this.#attr(name, 'f', fallback);
  }

  bool(name: string, fallback?: boolean): boolean {
    return this.#attr(name, 'b', fallback);
  }

  text(name: string, fallback?: string): string {
    const value = this.#attr<'s', Uint8Array | string>(name, 's', fallback);
    return typeof value === 'string' ? value : new TextDecoder().decode(value);
  }

  bytes(name: string): Uint8Array {
    return this.#attr(name, 's');
  }

  type(name: string, fallback?: ElementType): ElementType {
    const value = this.#attr<'type', AttrOf<'type'> | ElementType>(name, 'type', fallback);
    return typeof value === 'string' ? value : elementTypeOf(value);
  }

  /** Undefined where the rank is not known. */
  shape(name: string): PartialShape | undefined {
    return shapeOfProto(this.#attr(name, 'shape'));
  }

  tensor(name: string): Tensor {
    return decodeTensorProto(this.#attr(name, 'tensor'));
  }

  /** The name of a function; its own attributes are not used by what runs here. */
  func(name: string): NameAttrList {
    return this.#attr(name, 'func');
  }

  ints(name: string, fallback?: readonly number[]): readonly number[] {
    return this.#list(name)?.i.map(Number) ?? fallback ?? this.#missing(name);
  }

  bigints(name: string): readonly bigint[] {
    return this.#list(name)?.i ?? this.#missing(name);
  }

  floats(name: string, fallback?: readonly number[]): readonly number[] {
    return this.#list(name)?.f ?? fallback ?? this.#missing(name);
  }

  texts(name: string, fallback?: readonly string[]): readonly string[] {
    const decoder = new TextDecoder();
    const list = this.#list(name)?.s.map((bytes) => decoder.decode(bytes));
    return list ?? fallback ?? this.#missing(name);
  }

  types(name: string, fallback?: readonly ElementType[]): readonly ElementType[] {
    return this.#list(name)?.type.map(elementTypeOf) ?? fallback ?? this.#missing(name);
  }

  shapes(name: string): readonly (PartialShape | undefined)[] {
    return this.#list(name)?.shape.map(shapeOfProto) ?? this.#missing(name);
  }

  funcs(name: string): readonly NameAttrList[] {
    return this.#list(name)?.func ?? this.#missing(name);
  }

  #list(name: string): ListOf | undefined {
    const value = this.#value(name);
    return value?.case === 'list' ? value.value : undefined;
  }

  #attr<Case extends AttrCase, Value = AttrOf<Case>>(
    name: string,
    kind: Case,
    fallback?: Value,
  ): Value {
    const value = this.#value(name);
    if (value?.case === kind) return value.value as Value;
    return fallback ?? this.#missing(name);
  }

  #value(name: string): AttrValue['value'] | undefined {
    const { attr } = this.node;
    const written = Object.hasOwn(attr, name) ? attr[name] : this.#declared?.get(name);
    return written?.value.case === undefined ? undefined : written.value;
  }

  #missing(name: string): never {
    const { op, name: node } = this.node;
    this.fail(
      'INVALID_ARGUMENT',
      `NodeDef missing attr '${name}' from Op<name=${op}>; NodeDef: ${node}`,
    );
  }
}
