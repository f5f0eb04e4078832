/**
 * Walks a GraphDef from the tensors that are wanted: every node after its inputs and the nodes that it waits for, calls
 * into functions included. What a node means is told by the ops-*.ts tables and, for everything that computes, by the
 * host. It never recurses along a graph, only into calls.
 */
import { PyRuntimeError, ValueError } from '#errors';
import type { Body, BodyNode, FunctionLibrary, NodeDef, TensorName } from '../schema';
import { nodePlace, shortName } from '../messages';
import { dependenciesOf, isWithoutResult, STRUCTURAL_OPS } from './ops';
import { outputPosition } from '../output-position';
import type { ConstantReader } from './tensor-proto';
import { UNAVAILABLE, type NodeResult, type Value, type VariableHandle } from './value';
import type { WorkBudget } from './work-budget';

const MAX_DEPTH = 200;

/** The parts of a meta graph that hold nodes. */
export interface Program {
  readonly file: string;
  readonly outer: Body;
  readonly library: FunctionLibrary;
  readonly constants: ConstantReader;
  readonly work: WorkBudget;
}

/** One graph or call of a function, with what is known of its nodes. */
export interface Frame {
  readonly body: Body;
  /** Before the names of its nodes: empty or ending with `/`. */
  readonly scope: string;
  /** Arguments of the function; for the graph what is fed, as `node:0`. */
  readonly given: ReadonlyMap<string, Value>;
  readonly results: Map<string, NodeResult>;
  readonly caller: Frame | undefined;
}

/** A node that is met, its inputs known. */
export interface Call {
  readonly node: NodeDef;
  readonly frame: Frame;
  readonly inputs: readonly Value[];
  /** `node dense/MatMul in function f`, for messages. */
  readonly place: string;
}

/** What a walk is for: building a graph, or finding out what the restore or init op does. */
export interface Host {
  /** The outputs of an op that computes. */
  compute(call: Call): NodeResult;
  /** The value that a variable has when the walk begins. */
  readVariable(handle: VariableHandle): Value;
}

export class Evaluator {
  readonly program: Program;
  readonly host: Host;
  /** What variables were given, by the handle's id; later reads see it. */
  readonly assigned = new Map<string, { readonly handle: VariableHandle; readonly value: Value }>();

  constructor(program: Program, host: Host) {
    this.program = program;
    this.host = host;
  }

  /** The graph itself. @param feeds by `node:index` */
  graphFrame(feeds: ReadonlyMap<string, Value>): Frame {
    const { outer } = this.program;
    return { body: outer, scope: '', given: feeds, results: new Map(), caller: undefined };
  }

  /**
   * @param effects names of nodes that run as well, after the results
   * @throws ValueError for nodes that are not there, cycles, recursion and too many nodes
   */
  evaluate(
    frame: Frame,
    refs: readonly TensorName[],
    effects: readonly string[] = [],
  ): readonly Value[] {
    for (const ref of refs) if (!givenTo(frame, ref)) this.#settle(frame, ref.node);
    for (const node of effects) this.#settle(frame, node);
    return refs.map((ref) => this.#lookup(frame, ref));
  }

  /** @param scope before the names of its nodes */
  callFunction(
    name: string,
    inputs: readonly Value[],
    scope: string,
    caller?: Frame,
  ): readonly Value[] {
    this.#checkCalls(name, caller);
    const { body, arguments: names, returns, effects } = this.program.library.get(name);
    if (inputs.length !== names.length)
      throw new ValueError(
        `The function ${shortName(name)} takes ${names.length} tensors, but is called with ${inputs.length}.`,
      );
    const given = new Map(names.map((argument, i) => [argument, inputs[i]!]));
    const frame: Frame = { body, scope, given, results: new Map(), caller };
    return this.evaluate(frame, returns, effects);
  }

  /** What a read of the variable gives now. */
  variableValue(handle: VariableHandle): Value {
    return this.assigned.get(handle.id)?.value ?? this.host.readVariable(handle);
  }

  /** A variable of TensorFlow 1 as its value; everything else as it is. */
  read(value: Value): Value {
    return value.kind === 'variable' && value.isReference ? this.variableValue(value) : value;
  }

  #settle(frame: Frame, root: string): void {
    const path = [root];
    const open = new Set<string>();
    for (let name = path.at(-1); name !== undefined; name = path.at(-1)) {
      if (frame.results.has(name)) {
        path.pop();
        continue;
      }
      const node = this.#node(frame, name);
      if (open.has(name)) {
        path.pop();
        open.delete(name);
        frame.results.set(name, this.#execute(frame, node));
        continue;
      }
      open.add(name);
      for (const next of this.#waitsFor(frame, node).toReversed()) {
        if (open.has(next)) throw this.#cycle(frame, next);
        path.push(next);
      }
    }
  }

  #node(frame: Frame, name: string): BodyNode {
    const node = frame.body.node(name);
    if (node) return node;
    const where = frame.body.functionName;
    throw new ValueError(
      `${nodePlace(name, where)} is used, but there is no such node.`.replace(/^n/, 'N'),
      { hint: 'The file is damaged. Export the model again, or take a fresh copy.' },
    );
  }

  /** Nodes that have to be known first, in the order in which they run. */
  #waitsFor(frame: Frame, node: BodyNode): readonly string[] {
    const { controls, data } = dependenciesOf(node);
    const inputs = data.filter((ref) => !givenTo(frame, ref)).map((ref) => ref.node);
    const waiting = controls.filter((name) => !isGiven(frame, name));
    return [...waiting, ...inputs].filter((name) => !frame.results.has(name));
  }

  #execute(frame: Frame, node: BodyNode): NodeResult {
    this.program.work.spend(node.def.input.length);
    if (isWithoutResult(node)) return UNAVAILABLE;
    const { data } = dependenciesOf(node);
    const call: Call = {
      node: node.def,
      frame,
      inputs: data.map((ref) => this.#lookup(frame, ref)),
      place: nodePlace(node.def.name, frame.body.functionName),
    };
    const { op } = node.def;
    const structural = STRUCTURAL_OPS.get(op);
    if (structural) return structural(call, this);
    if (this.program.library.has(op)) return STRUCTURAL_OPS.get('PartitionedCall')!(call, this);
    return this.host.compute({ ...call, inputs: call.inputs.map((value) => this.read(value)) });
  }

  #lookup(frame: Frame, ref: TensorName): Value {
    const given = givenTo(frame, ref);
    if (given) return given;
    const result = frame.results.get(ref.node)!;
    if ('kind' in result) return UNAVAILABLE;
    const node = this.#node(frame, ref.node).def;
    const value = result[outputPosition(node, ref)];
    if (value) return value;
    const output = ref.output === undefined ? ref.index : `${ref.output}:${ref.index}`;
    const place = nodePlace(ref.node, frame.body.functionName);
    throw new ValueError(
      `Output ${shortName(String(output))} of ${place} (${node.op}) does not exist.`,
    );
  }

  #checkCalls(name: string, caller: Frame | undefined): void {
    let depth = 0;
    for (let frame = caller; frame; frame = frame.caller) {
      if (frame.body.functionName === name)
        throw new PyRuntimeError(
          `The function ${shortName(name)} calls itself, directly or through others.`,
          { place: name, hint: 'A graph cannot be made of a function that never ends.' },
        );
      if (++depth > MAX_DEPTH)
        throw new ValueError(`Calls are nested more than ${MAX_DEPTH} deep at ${shortName(name)}.`);
    }
  }

  #cycle(frame: Frame, name: string): ValueError {
    const place = nodePlace(name, frame.body.functionName);
    return new ValueError(`The graph has a cycle through ${place}.`, {
      hint: 'Loops of TensorFlow 1 cannot run in the browser.',
    });
  }
}

/** What is fed need not run. */
function isGiven({ body, given }: Frame, node: string): boolean {
  return given.has(body.functionName === undefined ? `${node}:0` : node);
}

function givenTo(frame: Frame, ref: TensorName): Value | undefined {
  if (frame.body.functionName === undefined) return frame.given.get(`${ref.node}:${ref.index}`);
  return ref.output === undefined ? frame.given.get(ref.node) : undefined;
}
