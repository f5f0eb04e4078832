/** What the graph of a SavedModel consists of: functions, and ops with their numbers. */
import type { FunctionDef, MetaGraphDef } from '#formats/saved-model/schema';
import { table, type Draft } from '../blocks';
import { dtypeText } from '../graph/proto-text';
import { counted } from '../text';

export function functionBlocks(meta: MetaGraphDef): Draft[] {
  const functions = meta.graphDef?.library?.function ?? [];
  return [
    table({
      title: 'Functions',
      intro: 'Those that save and restore are TensorFlow’s own; every SavedModel has them.',
      columns: [
        { title: 'Function', as: 'code' },
        { title: 'For', as: 'text' },
        { title: 'Nodes', as: 'count' },
        { title: 'Takes', as: 'text' },
        { title: 'Returns', as: 'text' },
      ],
      rows: functions.map((def) => [
        def.signature?.name ?? '',
        purpose(def.signature?.name ?? ''),
        def.nodeDef.length,
        takes(def),
        counted(def.signature?.outputArg.length ?? 0, 'tensor'),
      ]),
    }),
    opTable(meta, functions),
  ];
}

function purpose(name: string): string {
  if (/traced_save/.test(name)) return 'saving';
  if (/traced_restore/.test(name)) return 'restoring';
  if (/signature_wrapper/.test(name)) return 'an endpoint’s wrapping';
  return 'computing';
}

/** `1 tensor, 8 variables`. */
function takes({ signature }: FunctionDef): string {
  const args = signature?.inputArg ?? [];
  const variables = args.filter(({ type }) => dtypeText(type) === 'resource').length;
  const tensors = counted(args.length - variables, 'tensor');
  return variables > 0 ? `${tensors}, ${counted(variables, 'variable')}` : tensors;
}

function opTable(meta: MetaGraphDef, functions: readonly FunctionDef[]): Draft {
  const counts = new Map<string, number>();
  const nodes = [meta.graphDef?.node ?? [], ...functions.map(({ nodeDef }) => nodeDef)].flat();
  for (const { op } of nodes) counts.set(op, (counts.get(op) ?? 0) + 1);
  return table({
    title: 'Ops',
    intro: `${counted(nodes.length, 'node')} in the graph and all functions.`,
    columns: [
      { title: 'Op', as: 'code' },
      { title: 'Nodes', as: 'count' },
      { title: 'Share', as: 'share' },
    ],
    rows: [...counts]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([op, number]) => [op, number, number / nodes.length]),
  });
}
