/**
 * The container host as cells reach it. In a worker that the service worker controls, `fetch` to a port of this machine
 * is answered by it; elsewhere a stand-in for `fetch` asks the host by a port of the page.
 */
import {
  createEndpointClient,
  deferServing,
  isHostAt,
  localPort,
  packBody,
  SERVER_PORTS,
  toRawRequest,
  toResponse,
  type ConnectServing,
  type ServingApi,
} from '#protocol';
import { wrap } from 'comlink';
import { explainRefusal } from './refused-connections';
import { bodySize, ServingUplink } from './serving-uplink';

type Fetch = typeof fetch;

interface Connection {
  readonly api: ServingApi;
  readonly uplink: ServingUplink;
  /** `fetch` itself gets there. */
  readonly isControlled: boolean;
}

/**
 * Puts a `fetch` that reaches containers in the place of the platform's, and returns the host for the shell. Nobody is
 * connected before somebody asks for a port of this machine.
 * @param scope the worker's global object
 * @param baseUrl of the app: requests to its own server stay as they are
 */
export function installServing(
  scope: { fetch: Fetch },
  baseUrl: string,
  connect: ConnectServing = () => Promise.reject(new Error('There is no container host here.')),
): ServingApi {
  const native: Fetch = scope.fetch.bind(scope);
  let connection: Promise<Connection> | undefined;
  const connected = () =>
    (connection ??= open(connect, native).catch((error: unknown) => {
      connection = undefined;
      throw error;
    }));
  const own = new URL(baseUrl).origin;
  scope.fetch = async (input, init) => {
    const address = new URL(input instanceof Request ? input.url : String(input), baseUrl);
    const port = address.origin === own ? undefined : localPort(address.href);
    if (port === undefined) return native(input, init);
    return fetchFromHost(await connected(), port, { native, input, init, own });
  };
  return deferServing(async () => (await connected()).api);
}

/** A worker that was there before the service worker need not be controlled by it: it asks by way of the page. */
async function open(connect: ConnectServing, native: Fetch): Promise<Connection> {
  const page = await connect();
  if (page.transport === 'service-worker' && (await isHostAt(page.endpoint, native))) {
    page.port.close();
    const api = createEndpointClient(page.endpoint, native);
    return { api, uplink: new ServingUplink(), isControlled: true };
  }
  const api = wrap<ServingApi>(page.port);
  return { api, uplink: new ServingUplink(), isControlled: false };
}

interface Call {
  readonly native: Fetch;
  readonly input: RequestInfo | URL;
  readonly init: RequestInit | undefined;
  readonly own: string;
}

async function fetchFromHost(connection: Connection, port: number, call: Call): Promise<Response> {
  const { api, uplink, isControlled } = connection;
  const { native, input, init } = call;
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  const send = () =>
    isControlled
      ? native(input, init && { ...init, body: packBody(init.body) })
      : standIn(api, port, call);
  try {
    return await untilAborted(signal, uplink.run(bodySize(init?.body), signal, send));
  } catch (error) {
    if (isRefusal(error)) await explainRefusal(error, port, api).catch(() => undefined);
    throw error;
  }
}

/** As Chromium, Firefox and Safari say it; a TypeError too is what arguments are refused with. */
function isRefusal(error: unknown): error is TypeError {
  return (
    error instanceof TypeError && /^(Failed to fetch|NetworkError|Load failed)/.test(error.message)
  );
}

async function standIn(api: ServingApi, port: number, call: Call): Promise<Response> {
  const { native, input, init, own } = call;
  const request = new Request(input, init);
  request.signal.throwIfAborted();
  const copy = SERVER_PORTS.includes(port) ? undefined : request.clone();
  const answer = await api.http(await toRawRequest(request, own));
  if (!answer) {
    if (copy) return native(copy);
    throw new TypeError('Failed to fetch');
  }
  const response = toResponse(answer, request.method);
  Object.defineProperty(response, 'url', { value: request.url });
  return response;
}

async function untilAborted<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return work;
  let abort!: () => void;
  const aborted = new Promise<never>((_, reject) => (abort = () => reject(signal.reason)));
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
