/** Every op and gradient as real TensorFlow computes it (scripts/fixtures/make_engine_fixtures.py), as programs. */
import { type AttrValue, GraphBuilder, type GraphVariable, SymbolicTensor } from '#graph';
import fixtures from '../../tests/fixtures/engine/ops.json?raw';
import type { Program, SessionState } from './backend';
import { buildPlan, isUncovered } from './plan';
import { freshState, fromJson, inference, type JsonTensor, sgd, variable } from './testing';

export interface OpCase {
  readonly title: string;
  readonly op: string;
  readonly inputs: readonly (JsonTensor & { readonly constant: boolean })[];
  readonly attrs: Readonly<Record<string, AttrValue>>;
  /** Which of several outputs the case is about. */
  readonly index?: number;
  readonly output: JsonTensor;
  readonly weights?: JsonTensor;
  readonly gradients?: readonly (JsonTensor | null)[];
}

export const { cases: OP_CASES } = JSON.parse(fixtures) as { readonly cases: readonly OpCase[] };

/** Inputs of the case that are variables, in order. */
export interface OpProgram {
  readonly program: Program;
  readonly variables: readonly GraphVariable[];
  readonly output: SymbolicTensor;
}

/** Fetches the op's output. */
export function opProgram(at: OpCase): OpProgram {
  const { graph, variables, output } = build(at);
  return { program: inference(graph.build(), [], [output]), variables, output };
}

/** Trains by one step of plain SGD with rate 1 on sum(output * weights). */
export function gradientProgram(at: OpCase): OpProgram {
  const { graph, variables, output } = build(at);
  const loss = output.mul(fromJson(at.weights!)).sum();
  const hasGradient = (made: GraphVariable) => at.gradients![inputOf(made)] !== null;
  const trainable = variables.filter(hasGradient);
  const program = {
    graph: graph.build(),
    feeds: [],
    fetches: [],
    totals: [loss],
    training: { loss, optimizer: sgd(1), trainable },
  };
  return { program, variables, output };
}

/** Index of the case's input that the variable is. */
export function inputOf({ path }: GraphVariable): number {
  return Number(path.slice(6));
}

export function opState(at: OpCase): SessionState {
  return freshState(...at.inputs.filter(({ constant }) => !constant).map(fromJson));
}

/** Whether our own engines run it. */
export function hasPlan({ program }: OpProgram): boolean {
  return !isUncovered(buildPlan(program));
}

function build(at: OpCase) {
  const graph = new GraphBuilder();
  const variables: GraphVariable[] = [];
  const inputs = at.inputs.map((input, index) => {
    if (input.constant) return graph.constant(fromJson(input));
    const made = variable(`input_${index}`, input.shape, input.dtype);
    variables.push(made);
    return graph.readVariable(made);
  });
  const { node } = graph.addNode(at.op, inputs, at.attrs);
  return { graph, variables, output: new SymbolicTensor(graph, node, at.index) };
}
