import { readFileSync } from 'node:fs';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { PythonError } from '#errors';
import { readSavedModel } from '#formats/saved-model';
import {
  SavedModelSchema,
  StructuredValueSchema,
  type SavedModel,
  type StructuredValue,
} from '#formats/saved-model/schema';
import { seeded } from '../../../tests/seeded';
import { scanText } from './scan';
import { checkListable, showAll, showTagSets } from './show';

const MODELS = [
  'module_arguments',
  'concrete_functions',
  'composite_specs',
  'two_tag_sets',
  'no_signature',
];
const files = MODELS.map((name) =>
  readFileSync(`tests/fixtures/saved-model-cli/${name}/saved_model.pb`),
);

function load(name: string): SavedModel {
  const bytes = readFileSync(`tests/fixtures/saved-model-cli/${name}/saved_model.pb`);
  return fromBinary(SavedModelSchema, bytes);
}

/** Text, or an error of ours. */
function expectText(model: SavedModel): void {
  try {
    const text = showAll(model) + showTagSets(model);
    expect(typeof text).toBe('string');
    for (const metaGraph of model.metaGraphs) scanText(metaGraph, new Set(['ReadFile']));
  } catch (error) {
    expect(error).toBeInstanceOf(PythonError);
  }
}

describe('2,000 damaged SavedModels', () => {
  it('are text or one of our errors, when bytes are changed', async () => {
    const random = seeded(7);
    for (let i = 0; i < 1000; i++) {
      const bytes = new Uint8Array(files[i % files.length]!);
      for (let n = random(6); n >= 0; n--) bytes[random(bytes.length)] = random(256);
      const read = (file: string) => Promise.resolve(file === 'saved_model.pb' ? bytes : undefined);
      try {
        const { proto } = await readSavedModel({ path: 'x', read });
        expectText(proto);
      } catch (error) {
        expect(error).toBeInstanceOf(PythonError);
      }
    }
  });

  it('are text or one of our errors, when the parts of the message are mixed up', () => {
    const random = seeded(11);
    for (let i = 0; i < 1000; i++) {
      const model = fromBinary(SavedModelSchema, files[i % files.length]!);
      for (let n = random(4); n >= 0; n--) mix(model, random);
      expectText(model);
    }
  });
});

/** Points a reference elsewhere, or puts one part where another was. */
function mix(model: SavedModel, random: (limit: number) => number): void {
  const metaGraph = model.metaGraphs[random(model.metaGraphs.length)]!;
  const graph = metaGraph.objectGraphDef;
  const library = metaGraph.graphDef?.library?.function ?? [];
  const nodes = graph?.nodes ?? [];
  const functions = Object.values(graph?.concreteFunctions ?? {});
  const pick = <T>(list: readonly T[]): T | undefined => list[random(Math.max(list.length, 1))];
  const number = random(nodes.length + 3) - 1;
  const changes: (() => void)[] = [
    () => pick(nodes)?.children.forEach((child) => (child.nodeId = number)),
    () => pick(nodes)?.dependencies.push(...(pick(nodes)?.children ?? [])),
    () => pick(functions)?.boundInputs.push(number, number),
    () => nodes.push(...nodes.splice(random(nodes.length + 1), 1)),
    () => void library.splice(random(library.length + 1), 1),
    () => pick(library)?.nodeDef.push(...(pick(library)?.nodeDef ?? [])),
    () =>
      pick(library)?.nodeDef.forEach((node) => (node.op = pick(library)?.signature?.name ?? '')),
    () => {
      const fn = pick(functions);
      const other = pick(functions);
      if (fn && other?.outputSignature) fn.canonicalizedInputSignature = other.outputSignature;
    },
    () => {
      const signature = pick(Object.values(metaGraph.signatureDef));
      if (signature) metaGraph.signatureDef['__proto'] = signature;
    },
    () =>
      delete metaGraph.objectGraphDef?.concreteFunctions[
        Object.keys(graph?.concreteFunctions ?? {})[0] ?? ''
      ],
  ];
  changes[random(changes.length)]!();
}

/** The same child under as many names: f0, f1, … */
function named<T extends { localName: string }>(child: T, count: number): T[] {
  return Array.from({ length: count }, (_, i) => ({ ...child, localName: `f${i}` }));
}

describe('hostile SavedModels', () => {
  const listed = (model: SavedModel) => showAll(model).split('Concrete Functions:')[1];

  it('with signatures nested without end are not listed', () => {
    const model = load('no_signature');
    let value: StructuredValue = create(StructuredValueSchema);
    for (let i = 0; i < 50_000; i++) {
      value = create(StructuredValueSchema, {
        kind: { case: 'tupleValue', value: { values: [value] } },
      });
    }
    for (const fn of Object.values(model.metaGraphs[0]!.objectGraphDef!.concreteFunctions)) {
      fn.canonicalizedInputSignature = value;
    }
    expect(listed(model)).toBe(' N/A (could not be listed due to unknown reasons)\n');
  });

  it('with a function that calls itself are not listed, nor followed for ever', () => {
    const model = load('concrete_functions');
    const library = model.metaGraphs[0]!.graphDef!.library!.function;
    for (const { nodeDef, signature } of library) {
      for (const node of nodeDef) node.op = signature!.name;
    }
    expect(listed(model)).toBe(' N/A (could not be listed due to unknown reasons)\n');
  });

  it('with objects that need each other are not listed', () => {
    const model = load('concrete_functions');
    const { nodes } = model.metaGraphs[0]!.objectGraphDef!;
    nodes.forEach((node, id) => {
      node.dependencies = nodes[0]!.children.map((child) => ({
        ...child,
        nodeId: (id + 1) % nodes.length,
      }));
    });
    expect(listed(model)).toBe(' N/A (could not be listed due to unknown reasons)\n');
  });

  it('with names of JavaScript’s own objects are text like any other', () => {
    const model = load('no_signature');
    const [metaGraph] = model.metaGraphs;
    metaGraph!.objectGraphDef!.nodes[0]!.children[0]!.localName = 'constructor';
    metaGraph!.graphDef!.node[0]!.op = 'toString';
    expect(showAll(model)).toContain("'constructor'");
    expect(showAll(model)).toContain("'toString'");
  });

  it('with a hundred thousand nodes and ten thousand functions are listed at once', () => {
    const model = load('no_signature');
    const [metaGraph] = model.metaGraphs;
    const [fn] = metaGraph!.graphDef!.library!.function;
    const [root] = metaGraph!.objectGraphDef!.nodes;
    fn!.nodeDef = Array.from({ length: 100_000 }, () => fn!.nodeDef[0]!);
    root!.children = named(root!.children[0]!, 10_000);
    expect(showAll(model)).toContain("Function Name: 'f9999'");
  });

  it('with many names for a function of many traces are not listed without end', () => {
    const model = load('no_signature');
    const { nodes } = model.metaGraphs[0]!.objectGraphDef!;
    const [child] = nodes[0]!.children;
    const { kind } = nodes[child!.nodeId]!;
    if (kind.case !== 'function') throw new Error('The first child is a function.');
    const [trace] = kind.value.concreteFunctions;
    kind.value.concreteFunctions = Array.from({ length: 10_000 }, () => trace!);
    nodes[0]!.children = named(child!, 10_000);
    expect(() => showAll(model)).toThrow('listing them takes more than 4 MB of text');
  });

  it('with more tensors in signatures than anybody reads are refused by number', () => {
    const model = load('two_tag_sets');
    const [signature] = Object.values(model.metaGraphs[0]!.signatureDef);
    const [input] = Object.values(signature!.inputs);
    signature!.inputs = Object.fromEntries(
      Array.from({ length: 30_000 }, (_, i) => [`x${i}`, input!]),
    );
    expect(() => checkListable(model, 'm')).toThrow(/^The SavedModel at m has 300\d\d tags/);
  });

  it('come back through the file as what they are', () => {
    const model = load('two_tag_sets');
    const again = fromBinary(SavedModelSchema, toBinary(SavedModelSchema, model));
    expect(showAll(again)).toBe(showAll(model));
  });
});
