/** curl's progress meter, as it looks when a transfer has ended. */

interface Progress {
  /** The heading comes once. */
  readonly isFirst: boolean;
  /** Bytes of the body that came, and of those that were announced. */
  readonly received: number;
  readonly expected: number;
  readonly sent: number;
  readonly seconds: number;
}

const HEADING =
  '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n' +
  '                                 Dload  Upload   Total   Spent    Left  Speed\n';
const NOTHING = '  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0';

export function progressMeter({ isFirst, received, expected, sent, seconds }: Progress): string {
  const spent = Math.max(seconds, 1e-6);
  const total = expected + sent;
  const done = received + sent;
  const speeds = [received / spent, sent / spent].map((speed) => five(speed).padStart(6)).join(' ');
  const line = [
    `${percent(done, total)} ${five(total)}  ${percent(received, expected)} ${five(received)}`,
    `${percent(sent, sent)} ${five(sent)} ${speeds} ${clock(seconds)} ${clock(seconds)} --:--:-- ${five(done / spent)}`,
  ].join('  ');
  return `${isFirst ? HEADING : ''}\r${NOTHING}\r${line}\n`;
}

function percent(part: number, whole: number): string {
  return String(whole === 0 ? 0 : Math.floor((part / whole) * 100)).padStart(3);
}

const UNITS = ['', 'k', 'M', 'G', 'T'];

/** A number of bytes in five characters: `99999`, `1234k`, `97.6M`, `9999M`. */
function five(bytes: number): string {
  let value = Math.floor(bytes);
  if (value < 100_000) return String(value).padStart(5);
  for (const unit of UNITS.slice(1)) {
    value /= 1024;
    if (unit !== 'k' && value < 100)
      return `${(Math.floor(value * 10) / 10).toFixed(1)}${unit}`.padStart(5);
    if (value < 10_000) return `${Math.floor(value)}${unit}`.padStart(5);
  }
  return `${Math.floor(value)}T`;
}

/** ` 0:00:01`; dashes for less than a second. */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < 1) return '--:--:--';
  const two = (number: number) => String(number).padStart(2, '0');
  return `${String(Math.floor(whole / 3600)).padStart(2)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
