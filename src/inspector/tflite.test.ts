import { expect, it } from 'vitest';
import { readTflite, writeTflite, type SubGraph, type TfliteModel } from '#formats/tflite';
import type { ArtifactOverview } from '#protocol';
import { addition, fixture, fixtures } from '../../tests/tflite-files';
import { blocks, inspect, type TestInspector } from './testing';

const PATH = 'm.tflite';

async function open(bytes: Uint8Array): Promise<[ArtifactOverview, TestInspector]> {
  const inspector = await inspect({ [PATH]: bytes });
  return [await inspector.open(PATH), inspector];
}

it('opens whatever the real converter wrote, and says where every byte is', async () => {
  for (const { name, bytes } of fixtures()) {
    const [overview, inspector] = await open(bytes);
    expect([name, overview.kind]).toEqual([name, 'TensorFlow Lite model']);
    const problems = overview.parts.flatMap((part) =>
      part.blocks.filter((block) => block.kind === 'note' && block.tone === 'bad'),
    );
    expect([name, problems]).toEqual([name, []]);
    const [bar] = blocks(overview, 'Overview', 'bar');
    const sum = bar!.parts.reduce((total, { size }) => total + size, 0);
    expect([name, sum]).toEqual([name, bytes.length]);
    const [graph] = blocks(overview, 'Graph', 'graph');
    const drawn = await inspector.graph(
      { path: PATH, block: graph!.id },
      { graph: graph!.graphs[0]!.id, expanded: undefined },
    );
    expect([name, drawn.boxes.length > 2]).toEqual([name, true]);
  }
}, 60_000);

it('tells how the file was made and what runs it', async () => {
  const [overview] = await open(fixture('mlp/dynamic.tflite'));
  const [facts] = blocks(overview, 'Overview', 'facts');
  const said = new Map(facts!.facts.map(({ label, value }) => [label, value]));
  expect(said.get('Converted by')).toBe('TensorFlow 2.21.0');
  expect(said.get('Quantization')).toBe('dynamic range: weights as int8');
  expect(said.get('Runs with')).toBe('TensorFlow 2.17.0 or later');
  expect(said.get('tfjs-tflite')).toBe('refuses FULLY_CONNECTED version 12');
  expect(said.get('LiteRT.js')).toBe('knows all op versions');
});

it('says of inputs and outputs their types and what their codes stand for', async () => {
  const bytes = fixture('mlp/uint8_io.tflite');
  const model = readTflite(bytes);
  const [signature] = model.signatureDefs;
  const [overview] = await open(bytes);
  const [ends] = blocks(overview, 'Overview', 'table');
  expect(ends!.title).toBe('Signature serving_default');
  const output = ends!.rows.find(([side]) => side === 'Output')!;
  expect(output[1]).toBe(signature!.outputs[0]!.name);
  expect(output.slice(2, 7)).toEqual(['uint8', '(1, 10)', '0.003906', '0', '0 to 0.9961']);
});

it('draws operators with the activation they apply and the constants they take', async () => {
  const [overview, inspector] = await open(fixture('conv/int8_io.tflite'));
  const [block] = blocks(overview, 'Graph', 'graph');
  const at = { path: PATH, block: block!.id };
  const graph = block!.graphs[0]!.id;
  const drawn = await inspector.graph(at, { graph, expanded: undefined });
  const conv = drawn.boxes.find(({ title }) => title === 'CONV_2D + RELU')!;
  expect(conv.rows.map(({ label }) => label)).toEqual(['weights', 'bias']);
  expect(conv.rows[0]!.text).toMatch(/^int8 \(\d+, \d+, \d+, \d+\)$/);
  const node = await inspector.node(at, graph, conv.id);
  expect(node.op).toBe('CONV_2D');
  expect(node.attributes).toContainEqual({ name: 'fusedActivationFunction', value: 'RELU' });
  expect(node.inputs[1]!.text).toMatch(
    /^weights: int8 .* scale \d+ from .* \(dim 0\), zero point 0$/,
  );
});

it('puts float16 constants into the boxes that take them as float32', async () => {
  const [overview, inspector] = await open(fixture('mlp/float16.tflite'));
  const [block] = blocks(overview, 'Graph', 'graph');
  const drawn = await inspector.graph(
    { path: PATH, block: block!.id },
    { graph: block!.graphs[0]!.id, expanded: undefined },
  );
  expect(drawn.boxes.map(({ title }) => title)).not.toContain('DEQUANTIZE');
  expect(drawn.boxes.flatMap(({ rows }) => rows.map(({ text }) => text))).toContainEqual(
    expect.stringMatching(/^float16 \(/),
  );
  expect(drawn.notice).toMatch(
    /operators that only make float32 of stored constants are not drawn/,
  );
});

it('shows the values of constants as real numbers', async () => {
  const model = addition();
  const [graph] = model.subgraphs as [SubGraph];
  const quantized: TfliteModel = {
    ...model,
    buffers: [{ data: new Uint8Array() }, { data: new Uint8Array([0, 2, 4, 255]) }],
    subgraphs: [
      {
        ...graph,
        tensors: graph.tensors.with(1, {
          ...graph.tensors[1]!,
          type: 'INT8',
          shape: [2, 2],
          quantization: {
            min: [],
            max: [],
            scale: [0.5, 2],
            zeroPoint: [1, 0],
            quantizedDimension: 1,
          },
        }),
      },
    ],
  };
  const [overview, inspector] = await open(writeTflite(quantized));
  const [constants] = blocks(overview, 'Tensors', 'table');
  expect(constants!.rows).toEqual([
    [1, 'c', '(2, 2)', 'int8', '2 from 0.5 to 2 (dim 1)', '0 to 1', '-256 to 254', 4, 'c'],
  ]);
  const statistics = await inspector.statistics({ path: PATH, block: constants!.id }, 0);
  expect(statistics.first).toBe('-0.5, 4, 1.5, -2');
});

it('lists operators with their versions, buffers with their places, and the file as a tree', async () => {
  const bytes = fixture('conv/int8.tflite');
  const model = readTflite(bytes);
  const [overview, inspector] = await open(bytes);
  const [kinds, order] = blocks(overview, 'Operators', 'table');
  expect(kinds!.rows).toContainEqual(['CONV_2D', 3, expect.any(Number), 'up to 6', 'up to 8']);
  expect(order!.total).toBe(model.subgraphs[0]!.operators.length);
  const [buffers] = blocks(overview, 'Buffers', 'table');
  for (const [index, at, length] of buffers!.rows as [number, number, number][]) {
    expect(bytes.subarray(at, at + length)).toEqual(model.buffers[index]!.data);
  }
  const [tree] = blocks(overview, 'Flatbuffer', 'tree');
  expect(tree!.root.entries[0]).toMatchObject({ label: 'version', value: '3' });
  const page = await inspector.children({ path: PATH, block: tree!.id }, [1], 0);
  expect(page.total).toBe(model.operatorCodes.length);
});

it('knows the file by its identifier too, and says what is wrong with a damaged one', async () => {
  const inspector = await inspect({
    'model.bin': fixture('mlp/int8.tflite'),
    'cut.tflite': fixture('mlp/int8.tflite').subarray(0, 300),
  });
  expect((await inspector.open('model.bin')).kind).toBe('TensorFlow Lite model');
  const cut = await inspector.open('cut.tflite');
  expect(cut.kind).toBe('Unreadable file');
  expect(blocks(cut, 'Problem', 'note')[0]!.text).toMatch(
    /not a valid Flatbuffer buffer: cut\.tflite/,
  );
});
