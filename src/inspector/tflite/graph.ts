/** The graph block of a `.tflite` file: operators as boxes, with their constants in them. */
import { opName, type SubGraph, type TfliteModel } from '#formats/tflite';
import { ValueError } from '#errors';
import type { DrawnGraph, NodeDetails } from '#protocol';
import type { GraphSource } from '../artifact';
import { place } from '../graph/layout';
import { count, counted, shorten } from '../text';
import { sketchGraph, stepOf } from './boxes';
import { roleAt } from './roles';
import { constantText, scaleText, typeAndShape, zeroPointText } from './text';

/** More than this is not drawn. */
const MAX_OPERATORS = 2000;
const MAX_ARROWS = 4000;

const ID = /^subgraph:(\d+)$/;

export function tfliteGraph(model: TfliteModel): GraphSource {
  const find = (id: string): SubGraph => {
    const graph = model.subgraphs[Number(ID.exec(id)?.[1] ?? -1)];
    if (!graph) throw new ValueError(`There is no graph ${id}.`);
    return graph;
  };
  return {
    kind: 'graph',
    choices: model.subgraphs.map((graph, index) => ({
      id: `subgraph:${index}`,
      title: shorten(graph.name) || `Subgraph ${index}`,
      group: 'Subgraphs',
      nodes: graph.operators.length,
    })),
    draw: async ({ graph }) => draw(model, find(graph)),
    node: (graph, box) => describe(model, find(graph), stepOf(box)),
  };
}

function draw(model: TfliteModel, graph: SubGraph): DrawnGraph {
  const { length } = graph.operators;
  if (length > MAX_OPERATORS) return nothing(`${count(length)} operators are more than are drawn.`);
  const { sketch, hidden } = sketchGraph(model, graph);
  if (sketch.arrows.length > MAX_ARROWS) {
    return nothing(`${count(sketch.arrows.length)} arrows are more than are drawn.`);
  }
  const notice =
    hidden > 0
      ? `${counted(hidden, 'operator')} that only make float32 of stored constants are not drawn: the constants stand in the boxes that take them.`
      : '';
  return { ...place(sketch), expanded: [], notice };
}

function nothing(reason: string): DrawnGraph {
  const notice = `${reason} They are listed under Operators.`;
  return { width: 0, height: 0, boxes: [], frames: [], edges: [], expanded: [], notice };
}

function describe(model: TfliteModel, graph: SubGraph, step: number): NodeDetails {
  const operator = graph.operators[step];
  if (!operator) throw new ValueError(`There is no operator ${step}.`);
  const text = (index: number) =>
    constantText(model, graph.tensors[index]!) + quantizationOf(graph, index);
  return {
    name: `${opName(model, operator)}, step ${step}`,
    op: opName(model, operator),
    device: '',
    inputs: operator.inputs.map((index, at) => {
      if (index < 0) return { name: 'none', text: 'left out' };
      const role = roleAt(model, operator, at);
      const prefix = role === 'other' ? '' : `${role}: `;
      return { name: nameOf(graph, index), text: prefix + text(index) };
    }),
    outputs: operator.outputs.map(
      (index) =>
        `${nameOf(graph, index)}: ${typeAndShape(graph.tensors[index]!)}${quantizationOf(graph, index)}`,
    ),
    attributes: [
      { name: 'version', value: String(model.operatorCodes[operator.opcodeIndex]!.version) },
      ...Object.entries(operator.builtinOptions ?? {})
        .filter(([name]) => name !== 'type')
        .map(([name, value]) => ({ name, value: shorten(String(value)) })),
    ],
    calls: undefined,
  };
}

function quantizationOf(graph: SubGraph, index: number): string {
  const tensor = graph.tensors[index]!;
  const scale = scaleText(tensor);
  return scale && ` · scale ${scale}, zero point ${zeroPointText(tensor)}`;
}

function nameOf(graph: SubGraph, index: number): string {
  return `${index} ${shorten(graph.tensors[index]!.name)}`.trim();
}
