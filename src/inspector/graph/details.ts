/** What is known of one node. */
import { calledFunction, type TensorName } from '#formats/saved-model/schema';
import type { NodeDetails } from '#protocol';
import { shapeText } from '../text';
import { functionId, type GraphLibrary } from './library';
import { shapeAt, shapesOf, type GraphBody, type GraphNode } from './model';
import { attrText, dtypeText } from './proto-text';

/** Shown as outputs instead. */
const HIDDEN = ['_output_shapes'];

export function describeNode(library: GraphLibrary, body: GraphBody, node: GraphNode): NodeDetails {
  const called = calledFunction(node);
  const calls = called === undefined ? undefined : functionId(called);
  return {
    name: node.name,
    op: node.op,
    device: node.device,
    inputs: [
      ...node.inputs.map((input) => ({ name: nameOf(input), text: inputText(body, input) })),
      ...node.controls.map((name) => ({ name: `^${name}`, text: 'has to come first' })),
    ],
    outputs: shapesOf(node.attr).map((shape) => `${typeText(node)} ${shapeText(shape)}`.trim()),
    attributes: Object.entries(node.attr)
      .filter(([name]) => !HIDDEN.includes(name))
      .map(([name, value]) => ({ name, value: attrText(value) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    calls: calls !== undefined && library.has(calls) ? calls : undefined,
  };
}

function nameOf({ node, output, index }: TensorName): string {
  if (output !== undefined) return `${node}:${output}:${index}`;
  return index === 0 ? node : `${node}:${index}`;
}

function inputText(body: GraphBody, input: TensorName): string {
  const argument = body.inputs.get(input.node);
  const op = body.nodes.get(input.node)?.op ?? (argument ? 'input' : 'not in the graph');
  const shape = shapeAt(body, input);
  const label = argument && argument.label !== argument.name ? ` ${argument.label}` : '';
  return shape ? `${op}${label} ${shapeText(shape)}` : `${op}${label}`;
}

/** Most ops say the type of what they give in one of these. */
function typeText({ attr }: GraphNode): string {
  for (const name of ['T', 'dtype', 'DstT', 'out_type', 'Tout']) {
    const value = attr[name]?.value;
    if (value?.case === 'type') return dtypeText(value.value);
  }
  return '';
}
