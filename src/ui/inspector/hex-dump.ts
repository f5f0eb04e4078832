/** Bytes as hex dumps show them. */
const PER_LINE = 16;

/** `00000010  93 4e 55 4d …  .NUM…`, one line for each sixteen bytes. @param start offset of the first byte */
export function hexDump(bytes: Uint8Array, start: number): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += PER_LINE) {
    lines.push(hexLine(bytes.subarray(at, at + PER_LINE), start + at));
  }
  return lines.join('\n');
}

function hexLine(bytes: Uint8Array, offset: number): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = [...bytes].map(printable).join('');
  return `${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(3 * PER_LINE - 1)}  ${text}`;
}

function printable(byte: number): string {
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.';
}
