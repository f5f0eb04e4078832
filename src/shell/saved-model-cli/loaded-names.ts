/**
 * What TensorFlow calls the functions of a library once it has loaded them. The tool orders a function's options by
 * these names, and they end in a counter of the process, so that the order in which functions are loaded, and how many
 * tensors each has, decides what comes first: `_98` is after `_104`.
 */
import {
  isCall,
  type FunctionDef,
  type FunctionDefLibrary,
  type GraphDef,
  type NodeDef,
} from '#formats/saved-model/schema';
import { outputCount } from './op-registry';

/** `custom-ops`: an op is not registered. `unknown`: anything else, a cycle or a missing function. */
export type LoadProblem = 'custom-ops' | 'unknown';

export class LoadError extends Error {
  override readonly name = 'LoadError';
  readonly problem: LoadProblem;
  constructor(problem: LoadProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** One for the function's graph, one for its name. */
const NUMBERS_PER_FUNCTION = 2;

/** @returns the new name of each function, by its name in the file. @throws LoadError */
export function loadedNames(graph: GraphDef | undefined): Map<string, string> {
  const library = graph?.library;
  const functions = new Map((library?.function ?? []).map((fn) => [nameOf(fn), fn]));
  const names = new Map<string, string>();
  let counter = 1 + gradientCount(library);
  for (const fn of loadOrder(library, functions)) {
    const outputs = fn.nodeDef.map((node) => numbersFor(node, functions));
    counter += sum(outputs) + (fn.signature?.inputArg.length ?? 0) + NUMBERS_PER_FUNCTION;
    names.set(nameOf(fn), `__inference_${cleanName(nameOf(fn))}_${counter}`);
  }
  return names;
}

function gradientCount(library: FunctionDefLibrary | undefined): number {
  return library?.registeredGradients.filter((one) => one.registeredOpType).length ?? 0;
}

function numbersFor(node: NodeDef, functions: ReadonlyMap<string, FunctionDef>): number {
  const count = functions.get(node.op)?.signature?.outputArg.length ?? outputCount(node);
  if (count === undefined) {
    throw new LoadError('custom-ops', `Op type not registered '${node.op}'`);
  }
  return count + (isUnsharedTable(node) ? 1 : 0);
}

/** Such tables get a name of their own on loading. */
function isUnsharedTable(node: NodeDef): boolean {
  const sharing = node.attr['use_node_name_sharing']?.value;
  return node.op === 'HashTableV2' && !(sharing?.case === 'b' && sharing.value);
}

/** Callees first; among those that are ready, the one that became so last. @throws LoadError for a cycle */
function loadOrder(
  library: FunctionDefLibrary | undefined,
  functions: ReadonlyMap<string, FunctionDef>,
): FunctionDef[] {
  const all = library?.function ?? [];
  const gradients = gradientFunctions(library);
  const waitingFor = new Map<string, number>();
  const callers = new Map<string, string[]>();
  for (const fn of all) {
    const callees = calleesOf(fn, functions, gradients);
    waitingFor.set(nameOf(fn), callees.size);
    for (const callee of callees) {
      const known = callers.get(callee);
      if (known) known.push(nameOf(fn));
      else callers.set(callee, [nameOf(fn)]);
    }
  }
  const ready = all.map(nameOf).filter((name) => waitingFor.get(name) === 0);
  const order: FunctionDef[] = [];
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    order.push(functions.get(name)!);
    for (const caller of callers.get(name) ?? []) {
      const left = waitingFor.get(caller)! - 1;
      waitingFor.set(caller, left);
      if (left === 0) ready.push(caller);
    }
  }
  if (order.length !== all.length) {
    throw new LoadError('unknown', 'There is a cyclic dependency between functions.');
  }
  return order;
}

/** Functions that compute the gradient of an op, by the name that nodes give it. */
function gradientFunctions(library: FunctionDefLibrary | undefined): Map<string, string> {
  const gradients = library?.registeredGradients ?? [];
  return new Map(gradients.map((one) => [one.registeredOpType, one.gradientFunc]));
}

function calleesOf(
  fn: FunctionDef,
  functions: ReadonlyMap<string, FunctionDef>,
  gradients: ReadonlyMap<string, string>,
): Set<string> {
  const callees = new Set<string>();
  for (const node of fn.nodeDef) {
    const gradient = gradients.get(gradientTypeOf(node));
    if (functions.has(node.op)) callees.add(node.op);
    else if (gradient) callees.add(gradient);
    else for (const name of functionAttributes(node)) callees.add(name);
  }
  return callees;
}

function gradientTypeOf(node: NodeDef): string {
  const value = node.attr['_gradient_op_type']?.value;
  return value?.case === 's' && !isCall(node) ? new TextDecoder().decode(value.value) : '';
}

function functionAttributes(node: NodeDef): string[] {
  return Object.values(node.attr).flatMap(({ value }) => {
    if (value.case === 'func') return [value.value.name];
    return value.case === 'list' ? value.value.func.map((one) => one.name) : [];
  });
}

/** Without what an earlier load has put around it. */
function cleanName(name: string): string {
  return /^__inference_([^\n]*)_\d+$/.exec(name)?.[1] ?? name;
}

function nameOf(fn: FunctionDef): string {
  return fn.signature?.name ?? '';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
