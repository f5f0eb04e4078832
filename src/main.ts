/** Puts the page together: the browser's services go in here, and nowhere below. */
import {
  InspectorClient,
  KernelClient,
  LabClient,
  ServiceWorkerClient,
  serviceWorkerHere,
  ServingClient,
} from '#clients';
import type { Lesson } from '#course';
import type { KernelOptions, LabReport } from '#protocol';
import {
  AppState,
  FilesState,
  InspectorState,
  KernelState,
  labSettings,
  LabState,
  LayoutState,
  OfflineState,
  openStorage,
  ServerState,
} from '#state';
import { App } from '#ui';
import { mount } from 'svelte';
import { lessons, loadLesson } from 'virtual:lessons';

const query = new URLSearchParams(location.search);
const kernelOptions: KernelOptions = {
  backend: query.get('backend') ?? undefined,
  baseUrl: new URL('./', location.href).href,
};

function saveAs(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function openFiles() {
  const { openWorkspace } = await import('#workspace');
  return openWorkspace();
}

const files = new FilesState(openFiles, saveAs);

async function serveFiles() {
  const { serveWorkspace } = await import('#workspace');
  return serveWorkspace(await files.workspace);
}

const serviceWorker = new ServiceWorkerClient(serviceWorkerHere(import.meta.env.PROD));

const serving = new ServingClient({
  serviceWorker: () => serviceWorker.ready,
  isControlled: () => Boolean(navigator.serviceWorker?.controller),
  baseUrl: kernelOptions.baseUrl,
  storage: async () => (await files.workspace).storage,
  serveFiles,
  isInPage: query.get('serving') === 'in-page',
});

const server = new ServerState({
  api: serving.api,
  workspace: () => files.workspace,
  saveAs,
  isHidden: () => document.hidden,
});

/** Committed by `npm run bench`; the newest first. */
async function loadReferences(): Promise<readonly LabReport[]> {
  const files = import.meta.glob<LabReport>('../tests/bench/results/*.json', { import: 'default' });
  const reports = await Promise.all(Object.values(files).map((load) => load()));
  return reports.sort((a, b) => b.date.localeCompare(a.date));
}

const lab = new LabState({
  client: new LabClient(),
  baseUrl: kernelOptions.baseUrl,
  settings: labSettings(query),
  loadReferences,
  saveAs,
  now: () => new Date().toISOString(),
});

const storage = openStorage(() => localStorage);
const app = new AppState({
  lessons,
  loadLesson,
  storage,
  layout: new LayoutState(storage),
  files,
  inspector: new InspectorState(new InspectorClient({ serveFiles })),
  offline: new OfflineState(serviceWorker),
  server,
  lab,
  makeKernel: (onRestart) =>
    new KernelState(
      kernelOptions,
      (options) =>
        new KernelClient({ ...options, serveFiles, connectServing: () => serving.connect() }),
      onRestart,
    ),
});

void app.open(location.hash);
void server.resume();
mount(App, { target: document.getElementById('app')!, props: { app } });

import.meta.hot?.on('slipway:lesson', (lesson: Lesson) => app.replaceLesson(lesson));
