/** The host behind a service worker, which is asked by HTTP below an address of its scope. */
import type { ServingApi } from './serving';
import { packBody } from './serving-http';
import { createServingClient, type ServingMethod } from './serving-wire';

type Fetch = (address: string, init: RequestInit) => Promise<Response>;

/** Calls that do no harm when they are made twice. */
const REPEATABLE: readonly ServingMethod[] = [
  'stop',
  'containers',
  'logs',
  'changes',
  'request',
  'clearRequests',
  'eject',
];
const TRIES = 3;

/**
 * @param endpoint absolute, with a trailing slash
 * @param ask the platform's `fetch`
 */
export function createEndpointClient(endpoint: string, ask: Fetch): ServingApi {
  return createServingClient(async (method, message) => {
    const send = () => ask(endpoint + method, { method: 'POST', body: packBody(message) });
    const answer = await (REPEATABLE.includes(method) ? insist(send) : send());
    if (!answer.ok) throw new Error(`The service worker answered ${answer.status}.`);
    return new Uint8Array(await answer.arrayBuffer());
  });
}

/** Whether a service worker answers that sees the files of pages. One of an older build does not know the question. */
export async function isHostAt(endpoint: string, ask: Fetch): Promise<boolean> {
  try {
    const answer = await ask(`${endpoint}storage`, { method: 'POST' });
    return answer.ok && (await answer.text()) === 'opfs';
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** The browser may end the service worker amid a call; the next one starts it anew. */
async function insist(send: () => Promise<Response>): Promise<Response> {
  for (let tries = 1; ; tries++) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof TypeError) || tries === TRIES) throw error;
    }
  }
}
