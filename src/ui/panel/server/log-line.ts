/** A line of a container's log, taken apart. */

export interface ShownLine {
  /** Of the server's own lines. */
  readonly severity: 'I' | 'W' | 'E' | 'F' | undefined;
  /** `19:30:00.123`, UTC. */
  readonly time: string;
  readonly text: string;
}

/** `2026-11-20 19:30:00.123456: I tensorflow_serving/…/server_core.cc:465] Adding/updating models.` */
const OWN = /^\d{4}-\d\d-\d\d (\d\d:\d\d:\d\d\.\d{3})\d*: ([IWEF]) \S+?\] (.*)$/s;

export function parseLine(text: string): ShownLine {
  const match = OWN.exec(text);
  if (!match) return { severity: undefined, time: '', text };
  const [, time = '', severity, rest = ''] = match;
  return { severity: severity as ShownLine['severity'], time, text: rest };
}
