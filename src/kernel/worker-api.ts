/** What a kernel's worker offers its page: the kernel, once it has booted, and what nothing else caught. */
import { PyRuntimeError } from '#errors';
import type { ConnectServing, KernelApi, KernelEvent, KernelOptions, PageFiles } from '#protocol';
import type { Kernel } from './kernel';

/** Makes the kernel when the page boots it. `emit` resolves when the page has taken the event. */
export type StartKernel = (
  options: KernelOptions,
  emit: (event: KernelEvent) => void,
  files: PageFiles | undefined,
  connectServing: ConnectServing | undefined,
) => Promise<Kernel>;

export function createWorkerApi(start: StartKernel): KernelApi {
  let booted: Kernel | undefined;
  const kernel = (): Kernel => {
    if (!booted) throw new PyRuntimeError('The kernel has not been booted.');
    return booted;
  };
  return {
    async boot(options, emit, files, connectServing) {
      booted = await start(options, emit, files, connectServing);
      reportUncaught(booted);
    },
    run: async (request) => kernel().run(request),
    interrupt: async () => kernel().interrupt(),
    restore: async (checkpoint) => kernel().restore(checkpoint),
  };
}

/** Takes errors that nothing caught before the browser does, which would tell the page that the worker has failed. */
function reportUncaught(kernel: Kernel): void {
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    kernel.report(event.reason);
  });
  addEventListener('error', (event) => {
    event.preventDefault();
    kernel.report(event.error ?? event.message);
  });
}
