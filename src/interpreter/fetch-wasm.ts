/** WebAssembly from the app's own folder. */
import { PyRuntimeError } from '#errors';
import type { OnFetch } from './runtime';

/** @throws RuntimeError when the file cannot be fetched or is no WebAssembly */
export async function fetchWasm(url: string, onFetch?: OnFetch): Promise<WebAssembly.Module> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await WebAssembly.compile(await bytesOf(response, onFetch));
  } catch (cause) {
    throw new PyRuntimeError(`The runtime's WebAssembly could not be loaded: ${String(cause)}`, {
      place: url,
      cause,
      hint: 'Check the connection and run the cell again; what has been loaded once stays in the browser.',
    });
  }
}

async function bytesOf(response: Response, onFetch?: OnFetch): Promise<ArrayBuffer> {
  const { body, headers } = response;
  if (!onFetch || !body) return response.arrayBuffer();
  // The length is that of the compressed bytes where there are such.
  const isPlain = !headers.has('content-encoding');
  const total = (isPlain && Number(headers.get('content-length'))) || undefined;
  let received = 0;
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      onFetch((received += chunk.length), total);
      controller.enqueue(chunk);
    },
  });
  return new Response(body.pipeThrough(counter)).arrayBuffer();
}
