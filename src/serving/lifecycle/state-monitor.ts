/** What status answers tell: the last state of every version ever seen, for the life of the server. */
import type { StatusCode } from '#executor';
import type { VersionStatus } from '../servable';

export interface SavedStatus extends Omit<VersionStatus, 'version'> {
  readonly model: string;
  readonly version: string;
}

export class StateMonitor {
  readonly #models = new Map<string, Map<bigint, VersionStatus>>();
  readonly #heard: (model: string, status: VersionStatus) => void;

  /** @param heard is called after each change */
  constructor(heard: (model: string, status: VersionStatus) => void) {
    this.#heard = heard;
  }

  publish(
    model: string,
    version: bigint,
    state: VersionStatus['state'],
    code: StatusCode | 'OK' = 'OK',
    message = '',
  ): void {
    const status = { version, state, code, message };
    this.#keep(model, status);
    this.#heard(model, status);
  }

  /** Highest version first; undefined for a model without any. */
  states(model: string): readonly VersionStatus[] | undefined {
    const versions = this.#models.get(model);
    return versions && [...versions.values()].sort((a, b) => (a.version > b.version ? -1 : 1));
  }

  isAvailable(model: string, version: bigint): boolean {
    return this.#models.get(model)?.get(version)?.state === 'AVAILABLE';
  }

  /** In the order in which they were first seen. */
  names(): readonly string[] {
    return [...this.#models.keys()];
  }

  save(): SavedStatus[] {
    return [...this.#models].flatMap(([model, versions]) =>
      [...versions.values()].map((status) => ({
        ...status,
        model,
        version: String(status.version),
      })),
    );
  }

  restore(saved: readonly SavedStatus[]): void {
    for (const { model, version, state, code, message } of saved) {
      this.#keep(model, { version: BigInt(version), state, code, message });
    }
  }

  #keep(model: string, status: VersionStatus): void {
    const versions = this.#models.get(model) ?? new Map<bigint, VersionStatus>();
    versions.set(status.version, status);
    this.#models.set(model, versions);
  }
}
