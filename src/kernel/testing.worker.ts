/** A kernel worker with the stand-in for the learner API, for browser tests. */
import { expose } from 'comlink';
import { sendKernelErrors } from './send-errors';
import { startTestKernel } from './testing';
import { createWorkerApi } from './worker-api';

sendKernelErrors();
expose(createWorkerApi(startTestKernel));
