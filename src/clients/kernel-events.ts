/** What the kernel client tells the page, beside the kernel's own events. */
import type { KernelEvent } from '#protocol';

/** `off`: no worker; `stopping`: a stop was asked for and the run has not ended. */
export type KernelStatus = 'off' | 'starting' | 'idle' | 'running' | 'stopping';

export interface CellRef {
  readonly lesson: string;
  readonly cellId: string;
}

export type KernelClientEvent =
  | KernelEvent
  | { readonly type: 'status'; readonly status: KernelStatus }
  /** A run has left the queue and begun. */
  | ({ readonly type: 'started'; readonly runId: number } & CellRef)
  /** A fresh kernel took the place of the old one: its variables are gone, files are not. */
  | {
      readonly type: 'restarted';
      /** One sentence for the learner. */
      readonly reason: string;
      /** Cells that had run in the old kernel, each once, in order of their first run. */
      readonly lost: readonly CellRef[];
    };
