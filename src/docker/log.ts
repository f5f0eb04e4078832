/** What a container writes: the model server's lines with the prefix that the real one gives them. */
import type { Severity } from '#serving';
import type { LogLine } from '#protocol';

/** Lines of one container that are kept. */
const KEPT = 5000;

/** `2026-11-20 19:30:00.123456`, in the container's zone, which is UTC. */
function timestamp(time: number): string {
  const whole = new Date(time).toISOString().slice(0, -1).replace('T', ' ');
  const micros = Math.floor((time % 1) * 1000);
  return whole + String(micros).padStart(3, '0');
}

/** @param source `tensorflow_serving/model_servers/server_core.cc:465` */
export function logText(time: number, severity: Severity, source: string, text: string): string {
  return `${timestamp(time)}: ${severity} ${source}] ${text}`;
}

/** The newest lines of one container, oldest first. */
export class ContainerLog {
  #lines: LogLine[] = [];

  get lines(): readonly LogLine[] {
    return this.#lines.slice(-KEPT);
  }

  add(line: LogLine): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT * 1.2) this.#lines = this.#lines.slice(-KEPT);
  }

  /** Lines after a moment of the host. */
  after(seq: number): readonly LogLine[] {
    const { lines } = this;
    return lines.slice(lines.findLastIndex((line) => line.seq <= seq) + 1);
  }
}
