/** Times as Docker writes and reads them. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `About a minute`, `2 hours`: the words of go-units. @param milliseconds how long */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < MINUTE) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / MINUTE);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.floor(seconds / HOUR + 0.5);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  const days = Math.floor(hours / 24);
  if (days < 14) return `${days} days`;
  if (days < 60) return `${Math.floor(days / 7)} weeks`;
  if (days < 730) return `${Math.floor(days / 30)} months`;
  return `${Math.floor(seconds / DAY / 365)} years`;
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * `10m`, `1h30m`, `2026-11-20T19:00:00Z`, `2026-11-20`, or seconds since the epoch of time.
 * @returns milliseconds since the epoch; undefined for what is none of these
 */
export function parseMoment(text: string, now: number): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const ago = parseDuration(text);
  if (ago !== undefined) return now - ago;
  if (!/^\d{4}-\d\d-\d\d(T\d\d(:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text)) {
    return undefined;
  }
  const whole = text.replace(/T(\d\d)(?=Z|[+-]|$)/, 'T$1:00');
  const time = Date.parse(whole);
  return Number.isNaN(time) ? undefined : time;
}

/** Milliseconds of a duration as Go writes it. */
function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, number, , unit] of text.matchAll(/(\d+(\.\d+)?)(ns|us|µs|ms|s|m|h)/g)) {
    sum += Number(number) * UNITS[unit!]!;
  }
  return sum;
}

/** RFC 3339 with nine digits of a second. */
export function timestamp(milliseconds: number): string {
  const micros = Math.floor((milliseconds % 1) * 1000);
  const tail = String(micros).padStart(3, '0');
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${tail}000Z`;
}
