/**
 * Lets messages in while a script loops, so that it can be stopped: every turn of a loop begins with reading from a
 * channel that answers in a task of its own. `just-bash` by itself may loop without ever leaving its task.
 */
import { CHANNELS } from '../files/paths';
import { group, redirection, statementOf, walk, type Script, type Statement } from './ast';

const PAUSE_CHANNEL = `${CHANNELS}/pause`;

const LOOPS: ReadonlySet<string> = new Set(['For', 'CStyleFor', 'While', 'Until']);

/** Changes the script in place. */
export function addPauses(script: Script): void {
  walk(script, (node) => {
    if (!LOOPS.has(node.type)) return;
    const { body } = node as unknown as { body: Statement[] };
    body.unshift(statementOf(group([], [redirection(0, '<', PAUSE_CHANNEL)])));
  });
}
