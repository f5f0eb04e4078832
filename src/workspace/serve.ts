import { encodeError, METHODS, type Call, type Reply } from './messages';
import type { SharedWorkspace } from './remote';
import type { Workspace } from './workspace';

export interface ServedWorkspace extends SharedWorkspace {
  /** Stops answering; to be called when the other end is gone. */
  close(): void;
}

/** Lets one worker use this workspace: give it `storage` and `port`, for `openSharedWorkspace`. */
export function serveWorkspace(workspace: Workspace): ServedWorkspace {
  const { port1: own, port2: port } = new MessageChannel();
  const send = (reply: Reply, transfer: Transferable[] = []) => own.postMessage(reply, transfer);
  const unwatch = workspace.watch(() => send({ type: 'changed' }));
  own.onmessage = async ({ data: call }: MessageEvent<Call>) => {
    const { id } = call;
    try {
      const value = await perform(workspace, call);
      send({ type: 'value', id, value }, value instanceof Uint8Array ? [value.buffer] : []);
    } catch (error) {
      send({ type: 'error', id, error: encodeError(error) });
    }
  };
  const close = () => {
    unwatch();
    own.close();
  };
  return { storage: workspace.storage, port, close };
}

function perform(workspace: Workspace, { method, args }: Call): Promise<unknown> {
  if (!METHODS.includes(method)) throw new TypeError(`A workspace has no ${method}.`);
  const work = workspace[method] as (...args: readonly unknown[]) => Promise<unknown>;
  return work.apply(workspace, [...args]);
}
