/** The containers that there are, by what they are called, and whose each port is. */
import type { ContainerSpec } from '#protocol';
import type { Container } from './container';
import { isContainerName, randomId, randomName, type RandomBytes } from './names';
import { refuse, type Refusal } from './refusal';

export class Registry {
  readonly #containers = new Map<string, Container>();
  readonly #random: RandomBytes;

  constructor(random: RandomBytes) {
    this.#random = random;
  }

  /** Newest first, as `docker ps` lists them. */
  get all(): readonly Container[] {
    return [...this.#containers.values()].reverse();
  }

  add(container: Container): void {
    this.#containers.set(container.id, container);
  }

  has(container: Container): boolean {
    return this.#containers.get(container.id) === container;
  }

  delete(container: Container): void {
    this.#containers.delete(container.id);
  }

  newId(): string {
    return randomId(this.#random);
  }

  newName(): string {
    return randomName(this.#random, (name) => this.#named(name) !== undefined);
  }

  /** Why a container cannot get this name. One that is about to be removed by itself gives its name up. */
  refuseName(name: string): Refusal | undefined {
    if (!isContainerName(name)) {
      return refuse(
        `Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`,
        125,
      );
    }
    const other = this.#named(name);
    if (!other || (other.spec.autoRemove && !other.isRunning)) return undefined;
    const advice = 'You have to remove (or rename) that container to be able to reuse that name.';
    return refuse(
      `Conflict. The container name "/${name}" is already in use by container "${other.id}". ${advice}`,
      125,
    );
  }

  /** Why a container cannot be started: another one has its port. */
  refusePorts(name: string, { ports }: ContainerSpec, code: number): Refusal | undefined {
    const taken = ports.find(
      ({ host }, i) =>
        this.publisher(host) !== undefined || ports.findIndex((port) => port.host === host) < i,
    );
    if (!taken) return undefined;
    const endpoint = `driver failed programming external connectivity on endpoint ${name} (${this.newId()})`;
    return refuse(
      `failed to set up container networking: ${endpoint}: Bind for 0.0.0.0:${taken.host} failed: port is already allocated`,
      code,
    );
  }

  /** The running container that has published something at this port of the host. */
  publisher(port: number): Container | undefined {
    for (const container of this.#containers.values()) {
      if (container.isRunning && container.spec.ports.some(({ host }) => host === port)) {
        return container;
      }
    }
    return undefined;
  }

  /** By name, id, or the beginning of an id. */
  find(reference: string): Container | Refusal {
    const name = reference.replace(/^\//, '');
    const known = this.#containers.get(name) ?? this.#named(name);
    if (known) return known;
    const found = /^[0-9a-f]+$/.test(name) ? this.all.filter(({ id }) => id.startsWith(name)) : [];
    if (found.length > 1) {
      return refuse(`Multiple IDs found with provided prefix: ${name}`);
    }
    return found[0] ?? refuse(`No such container: ${reference}`);
  }

  #named(name: string): Container | undefined {
    return this.all.find((container) => container.name === name);
  }
}
