/** An archive as what a SavedModel is written from. */
import { ValueError } from '#errors';
import type { SavedModelSource, VariableCollection } from '#formats/saved-model';
import type { GraphVariable } from '#graph';
import type { TracedFunction } from '../../functions';
import { repr } from '../../python/repr';
import { KerasVariable } from '../variable';

/**
 * The endpoints with Keras's collections: those that `track` filled, what of them the endpoints read, and one's own.
 * A variable in none of them is refused when the archive is written; today's Keras would store it unasked. The first
 * endpoint answers to `serving_default`, too.
 *
 * @throws ValueError with TensorFlow's messages for names that collide
 */
export function archiveSource(
  endpoints: readonly TracedFunction[],
  tracked: ReadonlyMap<string, readonly KerasVariable[]>,
): SavedModelSource {
  checkNames(endpoints, tracked);
  const own = [...tracked].map(([name, variables]): VariableCollection => ({ name, variables }));
  const added = own.slice(TRACKED.length);
  const collections = [
    ...own.slice(0, TRACKED.length),
    { name: '_all_variables', variables: variablesOf(endpoints, own), copied: true },
    { name: '_misc_assets', variables: [] },
    ...added,
  ];
  const names = new Set(endpoints.map(({ name }) => name));
  return {
    endpoints,
    defaultEndpoint: endpoints[0]!.name,
    collections: collections.filter(({ name }) => !names.has(name)),
  };
}

/** The collections that an archive has from the start, in Keras's order. */
export const TRACKED = ['variables', 'trainable_variables', 'non_trainable_variables'] as const;

/** Every variable that an endpoint reads and a collection holds: the trainable ones in order of use, then the others. */
function variablesOf(
  endpoints: readonly TracedFunction[],
  collections: readonly VariableCollection[],
): KerasVariable[] {
  const all = new Set<GraphVariable>(endpoints.flatMap(({ graph }) => graph.variables));
  const held = new Set<GraphVariable>(collections.flatMap(({ variables }) => variables));
  const used = [...all].filter(
    (each) => each instanceof KerasVariable && held.has(each),
  ) as KerasVariable[];
  return [
    ...used.filter(({ trainable }) => trainable),
    ...used.filter(({ trainable }) => !trainable),
  ];
}

function checkNames(
  endpoints: readonly TracedFunction[],
  tracked: ReadonlyMap<string, readonly KerasVariable[]>,
): void {
  for (const { name } of endpoints) {
    if (name === 'signatures')
      throw new ValueError(
        "Exporting an object <AutoTrackable> which has an attribute named 'signatures'. This is a reserved attribute " +
          'used to store SavedModel signatures in objects which come from `tf.saved_model.load`. Delete this attribute ' +
          '(e.g. `del obj.signatures`) before saving if this shadowing is acceptable.',
        { place: name, hint: 'Give the endpoint another name.' },
      );
    const variables = tracked.get(name);
    if (!variables || TRACKED.some((collection) => collection === name)) continue;
    throw new ValueError(
      `Expected a TensorFlow function for which to generate a signature, but got ListWrapper(${repr(variables)}). ` +
        'Only `tf.functions` with an input signature or concrete functions can be used as a signature.',
      { place: name, hint: `An endpoint and a variable collection are both called '${name}'.` },
    );
  }
}
