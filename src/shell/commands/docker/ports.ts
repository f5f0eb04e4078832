/** Port specifications: `8501:8501`, `8501`, `127.0.0.1:8501:8501/tcp`, `8500-8501:8500-8501`. */
import type { PortMapping } from '#protocol';
import { DockerFailure } from './docker-command';

const PROTOCOLS = ['tcp', 'udp', 'sctp'];
/** Where Linux takes ports from that nobody has asked for. */
const FIRST_FREE = 32768;

interface Publication {
  readonly container: number;
  readonly protocol: string;
  /** The first of these that is free is taken; with none of them, any free port. */
  readonly hosts: readonly number[];
}

/**
 * @param taken ports of the host that are in use
 * @returns mappings of TCP ports: nothing here speaks another protocol
 * @throws DockerFailure in Docker's words, without prefix
 */
export function parsePorts(specs: readonly string[], taken: ReadonlySet<number>): PortMapping[] {
  const published = specs.flatMap(parseSpec).filter(({ protocol }) => protocol === 'tcp');
  const used = new Set(taken);
  const mappings = new Map<string, PortMapping>();
  for (const { container, hosts } of published) {
    const host = hosts.find((port) => !used.has(port)) ?? hosts[0] ?? takeFree(used);
    if (hosts.length > 1) used.add(host);
    mappings.set(`${host}:${container}`, { host, container });
  }
  return [...mappings.values()];
}

function takeFree(used: Set<number>): number {
  let port = FIRST_FREE;
  while (used.has(port)) port++;
  used.add(port);
  return port;
}

function parseSpec(spec: string): Publication[] {
  const { ip, host, container } = splitSpec(spec);
  if (container === '') throw problem(`no port specified: ${spec}<empty>`);
  checkAddress(ip);
  const [ports = '', protocol = 'tcp'] = container.split(/\/(.*)/s);
  const inside = parseRange(ports, 'containerPort', ports);
  const outside = host === '' ? undefined : parseRange(host, 'hostPort', host);
  if (!PROTOCOLS.includes(protocol.toLowerCase())) throw problem(`invalid proto: ${protocol}`);
  if (outside && outside.length !== inside.length && inside.length !== 1) {
    throw problem(`invalid ranges specified for container and host Ports: ${ports} and ${host}`);
  }
  const hostsOf = (i: number) => (inside.length === 1 ? outside : outside?.slice(i, i + 1));
  return inside.map((port, i) => ({
    container: port,
    protocol: protocol.toLowerCase(),
    hosts: hostsOf(i) ?? [],
  }));
}

function splitSpec(spec: string): { ip: string; host: string; container: string } {
  const parts = spec.split(':');
  if (parts.length === 1) return { ip: '', host: '', container: parts[0]! };
  const container = parts.pop()!;
  const host = parts.pop()!;
  return { ip: parts.join(':'), host, container };
}

function checkAddress(ip: string): void {
  const bare = ip.replace(/^\[(.*)\]$/, '$1');
  const isV4 = /^\d{1,3}(\.\d{1,3}){3}$/.test(bare);
  if (bare !== '' && !isV4 && !/^[\da-f]*:[\da-f:.]*$/i.test(bare)) {
    throw problem(`invalid IP address: ${ip}`);
  }
  if (/:\d+$/.test(ip) && !ip.startsWith('[') && !/::/.test(ip)) {
    throw problem(`invalid IP address: ${ip}`);
  }
}

function parseRange(text: string, what: string, whole: string): number[] {
  const [first, last, ...more] = text.split('-').map(parsePort);
  if (first === undefined || more.length > 0) throw problem(`invalid ${what}: ${whole}`);
  if (Number.isNaN(first) || Number.isNaN(last)) throw problem(`invalid ${what}: ${whole}`);
  if (last !== undefined && last < first) throw problem(`invalid ${what}: ${whole}`);
  return Array.from({ length: (last ?? first) - first + 1 }, (_, i) => first + i);
}

function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : NaN;
  return port <= 65535 ? port : NaN;
}

function problem(message: string): DockerFailure {
  return new DockerFailure(message, 125);
}
