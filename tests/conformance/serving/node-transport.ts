/** The container host in Node: files in memory, a clock of the test's own. */
import { createContainerHost, type ContainerHost } from '#docker';
import { loadSession } from '#executor';
import { startModelServer } from '#serving';
import { MemoryWorkspace, type Workspace } from '#workspace';
import { seeded } from '../../seeded';
import type { Answer, Sent } from './bench';
import { readFixture } from './fixture-files';
import type { Transport } from './host-bench';
import { TestClock, turn } from './test-clock';
import { workspaceFiles } from './workspace-files';

/** Milliseconds of one step: several to each poll. */
const STEP = 100;

export interface NodeServer extends Transport {
  readonly host: ContainerHost;
  readonly workspace: Workspace;
}

export function openNodeTransport(): NodeServer {
  const workspace = new MemoryWorkspace();
  const clock = new TestClock();
  const random = seeded(4);
  const host = createContainerHost({
    workspace,
    clock,
    load: loadSession,
    startServer: startModelServer,
    storage: '.slipway/serving',
    random: (count) => Uint8Array.from({ length: count }, () => random(256)),
  });
  return {
    host,
    workspace,
    api: host,
    files: { ...workspaceFiles(workspace), fixture: readFixture },
    send: (request) => send(host, request),
    async elapse(milliseconds) {
      for (let left = milliseconds; left > 0; left -= STEP) {
        await clock.advance(Math.min(STEP, left));
        await host.changes(0);
        for (let i = 0; i < 5; i++) await turn();
      }
    },
  };
}

async function send(
  host: ContainerHost,
  { method = 'GET', target, body = '', headers = {} }: Sent,
): Promise<Answer | undefined> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const answer = await host.http({
    port: 8501,
    method,
    target,
    headers: Object.entries(headers),
    body: bytes,
  });
  if (!answer) return undefined;
  const type = answer.headers.find(([name]) => name.toLowerCase() === 'content-type');
  return {
    status: answer.status,
    contentType: type?.[1] ?? '',
    text: new TextDecoder().decode(answer.body),
  };
}
