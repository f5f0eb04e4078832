/** `--retry`: the same transfer again after errors that may pass. */
import type { CommandIO } from '../../command';
import { sleep } from '../../sleep';
import { Code } from './curl-error';
import type { CurlOptions } from './options';
import type { Outcome } from './transfer';

const TRANSIENT = new Set([408, 429, 500, 502, 503, 504]);
/** Seconds that waits double up to. */
const LONGEST = 600;

export async function retryAsAsked(
  options: CurlOptions,
  io: CommandIO,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  let left = options.number('retry') ?? 0;
  let wait = 1;
  for (;;) {
    const outcome = await work();
    const reason = reasonToRetry(outcome, options);
    if (left === 0 || reason === undefined) return outcome;
    left--;
    const seconds = options.number('retry-delay') || wait;
    wait = Math.min(wait * 2, LONGEST);
    if (!options.has('silent')) tell(reason, seconds, left, io);
    await sleep(seconds * 1000, io);
  }
}

function tell(reason: string, seconds: number, left: number, io: CommandIO): void {
  const second = `second${seconds === 1 ? '' : 's'}`;
  const retries = `${left + 1} ${left === 0 ? 'retry' : 'retries'} left`;
  io.stderr(`Warning: Problem: ${reason}. Will retry in ${seconds} ${second}. ${retries}.\n`);
}

function reasonToRetry({ error, response }: Outcome, options: CurlOptions): string | undefined {
  if (error?.code === Code.timedOut) return 'timeout';
  if (error?.code === Code.couldNotConnect) {
    const isAsked = options.has('retry-connrefused') || options.has('retry-all-errors');
    return isAsked ? 'connection refused' : undefined;
  }
  if (response && TRANSIENT.has(response.status)) return 'HTTP error';
  return error && options.has('retry-all-errors') ? '(retrying all errors)' : undefined;
}
