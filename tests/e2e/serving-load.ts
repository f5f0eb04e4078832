/** Requests without a pause, and what became of them. */
import type { Page } from '@playwright/test';
import type { Answer } from '../conformance/serving/bench';
import type { HostBench } from '../conformance/serving/host-bench';

/** Asks so often, and returns what was not answered with 200. */
export async function endlessly(
  times: number,
  ask: () => Promise<Answer | undefined>,
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (let i = 0; i < times; i++) {
    const answer = await ask();
    if (answer?.status !== 200)
      failures.push(`${i}: ${answer?.status ?? 'refused'} ${answer?.text ?? ''}`);
  }
  return failures;
}

export interface LoadReport {
  readonly sent: number;
  readonly failed: readonly string[];
  /** Of the model's versions, each time another. */
  readonly states: readonly string[];
  /** Beginnings of the answers' rows, each time another. */
  readonly answers: readonly string[];
}

/**
 * Releases version 2 of model `m` while four clients ask without a pause, until it has taken over and at least so many
 * requests are answered.
 */
export async function releaseUnderLoad(
  page: Page,
  bench: HostBench,
  requests: number,
): Promise<LoadReport> {
  const load = page.evaluate(underLoad, requests);
  await page.waitForTimeout(300);
  await bench.put('out_int_vector', 'models/m/2');
  return load;
}

/** Runs in the page. */
async function underLoad(requests: number): Promise<LoadReport> {
  const url = 'http://localhost:8501/v1/models/m';
  const failed: string[] = [];
  const states: string[] = [];
  const answers: string[] = [];
  let sent = 0;
  const note = (list: string[], entry: string) => {
    if (list.at(-1) !== entry) list.push(entry);
  };
  const isOver = () => sent >= requests && states.at(-1) === '2 AVAILABLE, 1 END';
  const client = async () => {
    while (!isOver()) {
      const body = '{"instances": [2.0]}';
      const response = await fetch(`${url}:predict`, { method: 'POST', body });
      const text = await response.text();
      sent += 1;
      if (response.status === 200) note(answers, /\[[^\n]*/.exec(text)?.[0] ?? text);
      else failed.push(`${response.status} ${text}`);
    }
  };
  const watcher = async () => {
    while (!isOver()) {
      const status = (await (await fetch(url)).json()) as {
        model_version_status: { version: string; state: string }[];
      };
      const entries = status.model_version_status.map(
        ({ version, state }) => `${version} ${state}`,
      );
      note(states, entries.join(', '));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  await Promise.all([client(), client(), client(), client(), watcher()]);
  return { sent, failed, states, answers };
}
