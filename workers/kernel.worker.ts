/** The kernel's worker: wires workspace, engine and learner API to the kernel, and the kernel to the page. */
import type { BackendId } from '#engine';
import {
  createKernel,
  createWorkerApi,
  installServing,
  joinPeers,
  loadLearnerApi,
  sendKernelErrors,
} from '#kernel';
import { expose } from 'comlink';

const api = createWorkerApi(async ({ backend, baseUrl }, emit, files, connect) => {
  const serving = installServing(globalThis, baseUrl, connect);
  const [{ createEngine }, { openSharedWorkspace }, learner] = await Promise.all([
    import('#engine'),
    import('#workspace'),
    loadLearnerApi(),
  ]);
  const engine = createEngine({
    // The engine refuses names that it does not know.
    forced: backend as BackendId | undefined,
    onBackend: (info) => emit({ type: 'backend', backend: info }),
    onLoading: (id) => emit({ type: 'loading', backend: id }),
  });
  // What boots now will soon compute; the first cell should not have to wait for it.
  setTimeout(() => void engine.warmUp());
  const workspace = await openSharedWorkspace(files);
  return createKernel({
    workspace,
    engine,
    learner,
    peers: await joinPeers(),
    serving,
    baseUrl,
    emit,
  });
});

sendKernelErrors();
expose(api);
