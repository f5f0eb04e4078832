import { sendWireErrors } from '#protocol';
import { toWireError } from './wire-error';

/** Lets the page have errors of the kernel with their causes and hints. */
export function sendKernelErrors(): void {
  sendWireErrors((thrown) => toWireError(thrown, []));
}
