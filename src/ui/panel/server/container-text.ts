/** A container's facts in words. */
import type { ContainerInfo, PortMapping } from '#protocol';

/** `running, listening` */
export function stateText({ state, listening, exitCode }: ContainerInfo): string {
  if (state === 'running') return listening.length > 0 ? 'running' : 'running, nothing listens yet';
  if (exitCode === 137) return 'stopped';
  return `ended with code ${exitCode ?? 0}`;
}

/** Of the container, while something listens on it: it comes after the one of gRPC. */
function openRestPort({ listening }: ContainerInfo): number | undefined {
  return listening[1] ?? listening.find((port) => port !== 8500);
}

/** The port of localhost at which the container answers REST; undefined while it does not. */
export function restAddress(container: ContainerInfo): number | undefined {
  const open = openRestPort(container);
  return container.spec.ports.find((port) => port.container === open)?.host;
}

/** @param port published by the container */
export function portText(container: ContainerInfo, port: PortMapping): string {
  const text = `${port.host} → ${port.container}`;
  if (!container.listening.includes(port.container)) return `${text} (refuses)`;
  return `${text} (${port.container === openRestPort(container) ? 'REST' : 'gRPC'})`;
}
