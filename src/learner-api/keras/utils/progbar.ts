/**
 * Keras's progress bar, in its own format (facts: keras/src/utils/progbar.py of 3.15): verbose 1 redraws one line with
 * `\r`, coloured by SGR sequences; verbose 2 prints one line at the end. Metric values are shown as given.
 */
import { formatExponent, formatFixed } from '../../python/numbers';

export type Logs = Record<string, number>;

interface ProgbarOptions {
  /** Number of steps; null where nobody knows. */
  readonly target: number | null;
  readonly verbose: 0 | 1 | 2;
  readonly write: (text: string) => void;
  /** Milliseconds; only differences count. */
  readonly now?: () => number;
  /** Characters of the bar. Default: 20. */
  readonly width?: number;
  /** Seconds between two drawings, at least. Default: 0.05. */
  readonly interval?: number;
  /** What is counted. Default: `step`. */
  readonly unitName?: string;
}

const BOLD = '\u001b[1m';
const GREEN = '\u001b[32m';
const WHITE = '\u001b[37m';
const RESET = '\u001b[0m';

export class Progbar {
  readonly #target: number | null;
  readonly #verbose: 0 | 1 | 2;
  readonly #write: (text: string) => void;
  readonly #now: () => number;
  readonly #width: number;
  readonly #interval: number;
  readonly #unit: string;
  readonly #start: number;
  readonly #values = new Map<string, number>();
  #lastDrawing = -Infinity;
  #afterFirstStep: number | undefined;
  #visibleWidth = 0;

  constructor(options: ProgbarOptions) {
    const { target, verbose, write, now = () => performance.now() } = options;
    this.#target = target;
    this.#verbose = verbose;
    this.#write = write;
    this.#now = () => now() / 1000;
    this.#width = options.width ?? 20;
    this.#interval = options.interval ?? 0.05;
    this.#unit = options.unitName ?? 'step';
    this.#start = this.#now();
  }

  /** @param current steps done */
  update(current: number, logs: Logs = {}, finalize = false): void {
    for (const [name, value] of Object.entries(logs)) this.#values.set(name, value);
    const now = this.#now();
    const perStep = this.#secondsPerStep(current, now);
    if (this.#verbose === 1) this.#draw(current, now, perStep, finalize);
    else if (this.#verbose === 2 && finalize && this.#target)
      this.#printLine(current, now, perStep);
  }

  /** The first step is not representative and left out once there are more. */
  #secondsPerStep(current: number, now: number): number {
    if (current === 0) return 0;
    const since = this.#afterFirstStep;
    if (current === 1) this.#afterFirstStep = now;
    if (since !== undefined && current > 1) return (now - since) / (current - 1);
    return (now - this.#start) / current;
  }

  #draw(current: number, now: number, perStep: number, finalize: boolean): void {
    if (now - this.#lastDrawing < this.#interval && !finalize) return;
    const isTimed = finalize || !this.#target;
    const time = isTimed
      ? `${formatFixed(now - this.#start, 0)}s`
      : formatRemaining(perStep * (this.#target - current));
    const head = this.#target ? this.#bar(current, this.#target) : unknownHead(current);
    const rest = `${this.#stepTime(perStep)}${this.#metrics(Math.abs)}`;
    const width = head.width + 1 + time.length + rest.length;
    const erase = ' '.repeat(Math.max(0, this.#visibleWidth - width));
    const line = `${head.text} ${BOLD}${time}${RESET}${rest}`;
    this.#write(`\r${line}${erase}${finalize ? '\n' : ''}`);
    this.#visibleWidth = width;
    this.#lastDrawing = now;
  }

  /** Beyond its target the bar grows. */
  #bar(current: number, target: number): Head {
    const filled = Math.trunc((this.#width * current) / target);
    const green = filled > 0 ? `${GREEN}${'━'.repeat(filled)}${RESET}` : '';
    const empty = Math.max(0, this.#width - filled);
    const count = this.#count(current);
    return {
      text: `${BOLD}${count}${RESET} ${green}${WHITE}${'━'.repeat(empty)}${RESET}`,
      width: count.length + 1 + Math.max(filled, this.#width),
    };
  }

  #printLine(current: number, now: number, perStep: number): void {
    const elapsed = `${formatFixed(now - this.#start, 0)}s`;
    const metrics = this.#metrics((value) => value);
    this.#write(`${this.#count(current)} - ${elapsed} -${this.#stepTime(perStep)}${metrics}\n`);
  }

  #count(current: number): string {
    return `${String(current).padStart(String(this.#target).length)}/${this.#target}`;
  }

  #stepTime(seconds: number): string {
    if (seconds >= 1 || seconds === 0) return ` ${formatFixed(seconds, 0)}s/${this.#unit}`;
    if (seconds >= 1e-3) return ` ${formatFixed(seconds * 1e3, 0)}ms/${this.#unit}`;
    return ` ${formatFixed(seconds * 1e6, 0)}us/${this.#unit}`;
  }

  /** @param measure Keras looks at the magnitude in verbose 1 and at the signed value in verbose 2 */
  #metrics(measure: (value: number) => number): string {
    return [...this.#values]
      .map(([name, value]) => {
        const isLarge = measure(value) > 1e-3;
        return ` - ${name}: ${isLarge ? formatFixed(value, 4) : formatExponent(value, 4)}`;
      })
      .join('');
  }
}

function formatRemaining(seconds: number): string {
  const whole = Math.trunc(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.trunc(whole / 60);
  if (seconds > 3600) {
    return `${Math.trunc(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
  }
  return seconds > 60 ? `${minutes}:${two(whole % 60)}` : `${whole}s`;
}

interface Head {
  readonly text: string;
  /** Characters that can be seen. */
  readonly width: number;
}

function unknownHead(current: number): Head {
  const text = `${String(current).padStart(7)}/Unknown`;
  return { text, width: text.length };
}
