/** The syntax tree of a script, as `just-bash` makes it: its types, walking it, and making small pieces of it. */
import type { Bash } from 'just-bash/browser';

export type Script = ReturnType<Bash['transform']>['ast'];
export type Statement = Script['statements'][number];
export type Pipeline = Statement['pipelines'][number];
export type CommandNode = Pipeline['commands'][number];
export type SimpleCommand = Extract<CommandNode, { type: 'SimpleCommand' }>;
export type FunctionDefinition = Extract<CommandNode, { type: 'FunctionDef' }>;
export type Group = Extract<CommandNode, { type: 'Group' }>;
export type Redirection = Group['redirections'][number];

interface TypedNode {
  readonly type: string;
}

function isNode(value: object): value is TypedNode {
  return typeof (value as Partial<TypedNode>).type === 'string';
}

/** Visits every node of the tree, those inside of words too, parents first. */
export function walk(tree: unknown, visit: (node: TypedNode) => void): void {
  if (typeof tree !== 'object' || tree === null) return;
  if (isNode(tree)) visit(tree);
  for (const child of Object.values(tree)) walk(child, visit);
}

export function redirection(fd: number, operator: '<' | '>>', path: string): Redirection {
  return {
    type: 'Redirection',
    fd,
    operator,
    target: { type: 'Word', parts: [{ type: 'Literal', value: path }] },
  };
}

/** `{ body; } redirections` */
export function group(body: Statement[], redirections: Redirection[]): Group {
  return { type: 'Group', body, redirections };
}

export function statementOf(command: CommandNode): Statement {
  return {
    type: 'Statement',
    pipelines: [{ type: 'Pipeline', commands: [command], negated: false }],
    operators: [],
    background: false,
  };
}

/** Whether anything in it is followed by `&`. */
export function hasBackground(script: Script): boolean {
  let found = false;
  walk(script, (node) => {
    if (node.type === 'Statement') found ||= (node as Statement & { type: string }).background;
  });
  return found;
}

/** The name of a simple command where it stands there as plain text. */
export function nameOf({ name }: SimpleCommand): string | undefined {
  const [part, ...more] = name?.parts ?? [];
  return part?.type === 'Literal' && more.length === 0 ? part.value : undefined;
}
