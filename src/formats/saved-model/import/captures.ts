/** What a function holds on to besides its arguments: variables, constants, files, tables. */
import { NotImplementedError, ValueError } from '#errors';
import { tracesOf, type ObjectGraph } from '../object-graph';
import { parseTensorName, type SavedObject } from '../schema';
import type { ImportContext } from './context';
import type { Evaluator } from './evaluator';
import { shortName } from '../messages';
import { checkedShape, specDType } from './specs';
import type { Value, VariableHandle } from './value';

/**
 * The values of these objects, in order.
 * @throws NotImplementedError for objects that cannot be used in the browser
 */
export function capturedValues(
  context: ImportContext,
  objects: ObjectGraph,
  evaluator: Evaluator,
  ids: readonly number[],
): readonly Value[] {
  const frame = evaluator.graphFrame(context.assetFeeds);
  return ids.map((id) => {
    const { kind } = objects.node(id);
    switch (kind.case) {
      case 'variable':
        return variableHandle(context, objects, id);
      case 'constant':
        return evaluator.evaluate(frame, [parseTensorName(kind.value.operation)])[0]!;
      case 'asset':
        return assetName(context, kind.value.assetFileDefIndex);
      case 'resource':
        return createdResource(objects, evaluator, id);
      default:
        throw notUsable(objects.node(id), id);
    }
  });
}

/** The handle of a variable of the object graph. */
export function variableHandle(
  { keys, variables }: ImportContext,
  objects: ObjectGraph,
  id: number,
): VariableHandle {
  const { dtype, shape, name } = objects.variable(id)!;
  const place = `the variable ${shortName(name)}`;
  const key = keys.get(id);
  if (key === undefined) variables.checkStored(name);
  if (key === undefined)
    throw new ValueError(
      `The variable ${shortName(name)} (object ${id}) has no value: the checkpoint has nothing at its place in the object graph.`,
      { hint: 'Files of two exports are mixed, or variables/ is missing.' },
    );
  return {
    kind: 'variable',
    id: `object ${id}`,
    name: name || key,
    dtype: specDType(dtype, place),
    shape: checkedShape(shape, place),
    key,
  };
}

function assetName({ metaGraph }: ImportContext, index: number): Value {
  const filename = metaGraph.assetFileDef[index]?.filename;
  if (filename === undefined)
    throw new ValueError(`The object graph refers to asset ${index}, which is not there.`);
  return { kind: 'strings', values: [new TextEncoder().encode(filename)] };
}

/** A table, as the function that creates it makes it. */
function createdResource(objects: ObjectGraph, evaluator: Evaluator, id: number): Value {
  const creator = objects.child(id, '_create_resource');
  const [name] = (creator === undefined ? undefined : tracesOf(objects.node(creator))) ?? [];
  if (name === undefined) throw notUsable(objects.node(id), id);
  return evaluator.callFunction(name, [], '')[0]!;
}

function notUsable({ kind }: SavedObject, id: number): NotImplementedError {
  const what = kind.case === 'userObject' ? kind.value.identifier : (kind.case ?? 'nothing');
  return new NotImplementedError(
    `The function captures object ${id} (${shortName(what)}), which cannot be used in the browser.`,
  );
}
