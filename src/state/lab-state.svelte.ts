import type { LabClient } from '#clients';
import type { LabEvent, LabMachine, LabReport, LabRow } from '#protocol';
import type { SaveAs } from './files-state.svelte';
import { explain } from './inspector-state.svelte';
import type { LabSettings } from './lab-options';
import { toCsv } from './lab-table';

export interface LabParts {
  readonly client: Pick<LabClient, 'run'>;
  /** Absolute address of the app's folder. */
  readonly baseUrl: string;
  readonly settings: LabSettings;
  /** Reports of other machines that came with the app. */
  readonly loadReferences: () => Promise<readonly LabReport[]>;
  readonly saveAs: SaveAs;
  /** The time, ISO 8601. */
  readonly now: () => string;
}

export type LabProgress = Omit<Extract<LabEvent, { type: 'progress' }>, 'type'>;

/** The Device lab: what this machine has measured, and reports of others beside it. */
export class LabState {
  readonly #parts: LabParts;
  #run: AbortController | undefined;
  #loading: Promise<readonly LabReport[]> | undefined;
  status = $state<'idle' | 'running' | 'done' | 'stopped' | 'failed'>('idle');
  /** Why it failed. */
  message = $state('');
  machine = $state.raw<LabMachine>();
  rows = $state.raw<readonly LabRow[]>([]);
  progress = $state.raw<LabProgress>();
  references = $state.raw<readonly LabReport[]>([]);
  /** Index of the report that is shown beside. */
  reference = $state(0);

  constructor(parts: LabParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.status === 'running';
  }

  /** The report that is shown beside, if there is one. */
  get beside(): LabReport | undefined {
    return this.references[this.reference];
  }

  get rounds(): number {
    return this.#parts.settings.rounds;
  }

  get hasResults(): boolean {
    return this.rows.some(({ value }) => value !== undefined);
  }

  /** Loads what other machines have measured, once. */
  async prepare(): Promise<void> {
    this.#loading ??= this.#parts.loadReferences();
    this.references = await this.#loading;
  }

  async start(): Promise<void> {
    if (this.isRunning) return;
    const run = new AbortController();
    this.#run = run;
    this.status = 'running';
    this.message = '';
    this.rows = [];
    this.progress = undefined;
    const { client, baseUrl, settings } = this.#parts;
    const options = { ...settings, baseUrl };
    try {
      await client.run(options, (event) => this.#take(event), run.signal);
      this.status = 'done';
    } catch (error) {
      if (run.signal.aborted) return;
      this.status = 'failed';
      this.message = explain(error);
    }
  }

  /** At once; what was measured stays. */
  stop(): void {
    if (!this.isRunning) return;
    this.status = 'stopped';
    this.#run?.abort();
  }

  saveCsv(): void {
    const report = this.#report();
    if (report) this.#save('device-lab.csv', toCsv(report));
  }

  saveJson(): void {
    const report = this.#report();
    if (report) this.#save('device-lab.json', `${JSON.stringify(report, undefined, 2)}\n`);
  }

  #report(): LabReport | undefined {
    const { machine, rows } = this;
    return machine && { name: machine.browser, machine, date: this.#parts.now(), rows };
  }

  #save(name: string, text: string): void {
    this.#parts.saveAs(name, new TextEncoder().encode(text));
  }

  #take(event: LabEvent): void {
    switch (event.type) {
      case 'machine':
        this.machine = event.machine;
        break;
      case 'tasks':
        this.rows = event.rows;
        break;
      case 'progress':
        this.progress = event;
        break;
      case 'row':
        this.rows = this.rows.map((row) => (isSameTask(row, event.row) ? event.row : row));
        break;
      default:
        event satisfies never;
    }
  }
}

function isSameTask(a: LabRow, b: LabRow): boolean {
  return a.section === b.section && a.what === b.what;
}
