/** The kernels of this origin: one for each open page. What one has saved, another leaves alone while it lives. */

const PREFIX = 'slipway-kernel:';

export interface Peers {
  /** Names this kernel: eight hexadecimal digits. */
  readonly id: string;
  /** Kernels that live now, this one left out. */
  alive(): Promise<ReadonlySet<string>>;
}

/** Holds a Web Lock for as long as this worker lives; where there are none, no files are shared either. */
export async function joinPeers(): Promise<Peers> {
  const id = crypto.randomUUID().slice(0, 8);
  const { locks } = navigator;
  try {
    await new Promise<void>((resolve, reject) => {
      const hold = () => new Promise<never>(() => resolve());
      locks.request(PREFIX + id, hold).catch(reject);
    });
  } catch {
    return { id, alive: async () => new Set() }; // Frames without an origin are refused.
  }
  return {
    id,
    async alive() {
      const { held = [] } = await locks.query();
      const names = held.map(({ name = '' }) => name).filter((name) => name.startsWith(PREFIX));
      return new Set(names.map((name) => name.slice(PREFIX.length)).filter((each) => each !== id));
    },
  };
}
