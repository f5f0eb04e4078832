import type { Call } from './calls';

/** A word of a POSIX shell, whatever is in it. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function curlLine({ method, target, headers, body }: Call): string {
  return [
    'curl -sS -i -g --path-as-is',
    ...(method === 'HEAD' ? ['-I'] : [`-X ${shellQuote(method)}`]),
    ...headers.map(([name, value]) => `-H ${shellQuote(`${name}: ${value}`)}`),
    ...(body ? [`--data-binary @${body.path}`] : []),
    `"$base"${shellQuote(target)}`,
  ].join(' ');
}

/**
 * Every call as a line of curl.
 * @param base address of the real server, without a slash at the end
 */
export function callsScript(calls: readonly Call[], base: string): string {
  const lines = [
    '#!/bin/sh',
    '# The requests that were recorded, sent to a server of your own: sh calls.sh [address]',
    `base=\${1:-${base}}`,
    'cd "$(dirname "$0")" || exit 1',
    ...calls.flatMap((call) => ['', `echo '# ${call.number}'`, curlLine(call), 'echo']),
  ];
  return `${lines.join('\n')}\n`;
}

/** What parity.py reads: each call with what it was answered here. */
export function callsTable(calls: readonly Call[]): string {
  const rows = calls.map(({ body, answer, ...call }) => ({
    ...call,
    body: body?.path ?? null,
    answer: answer?.path ?? null,
  }));
  return `${JSON.stringify(rows, undefined, 1)}\n`;
}
