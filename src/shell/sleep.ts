/** Waiting in a command. */
import type { CommandIO } from './command';

/** Resolves after this time. @throws the signal's reason when the learner stops the cell */
export async function sleep(
  milliseconds: number,
  { signal, pause }: Pick<CommandIO, 'signal' | 'pause'>,
): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
  await pause();
  signal.throwIfAborted();
}
