/** WebAssembly from the app's own folder. */
import { PyRuntimeError } from '#errors';

/** @throws RuntimeError when the file cannot be fetched or is no WebAssembly */
export async function fetchWasm(url: string): Promise<WebAssembly.Module> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (cause) {
    throw new PyRuntimeError(`The TFLite runtime could not be loaded: ${String(cause)}`, {
      place: url,
      cause,
      hint: 'Check the connection and run the cell again; what has been loaded once stays in the browser.',
    });
  }
}
