/** tfjs in plain JavaScript: runs everywhere, slowly. */
import { findBackend, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { Driver } from '../tfjs/backend';

export async function startCpu(): Promise<Driver> {
  await setBackend('cpu');
  // In Node the backend would print an advertisement at its first use.
  (findBackend('cpu') as unknown as { firstUse: boolean }).firstUse = false;
  return { id: 'cpu', name: 'cpu', device: 'Plain JavaScript, 1 thread', dispose: () => undefined };
}
