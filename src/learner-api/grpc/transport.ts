/** gRPC-Web by connect-web; loaded with the first call. */
import { Code, ConnectError, type Transport } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';

/** @param target `localhost:8500` */
export function openTransport(target: string): Transport {
  return createGrpcWebTransport({ baseUrl: `http://${target}`, fetch: reaching(target) });
}

/** A browser does not tell why it got no answer; a refused connection is what it nearly always is. */
function reaching(target: string): typeof fetch {
  return async (input, init) => {
    try {
      return await fetch(input, init);
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      const address = target.replace(/^localhost(?=:|$)/, '127.0.0.1');
      const message = `failed to connect to all addresses; last error: UNKNOWN: ipv4:${address}: Failed to connect to remote host: Connection refused`;
      throw new ConnectError(message, Code.Unavailable, undefined, undefined, cause);
    }
  };
}

/** How a call failed: a number of gRPC's status codes, and the words. */
export function failureOf(error: unknown): { readonly code: number; readonly details: string } {
  const { code, rawMessage } = ConnectError.from(error);
  return { code, details: code === Code.DeadlineExceeded ? 'Deadline Exceeded' : rawMessage };
}
