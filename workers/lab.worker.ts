/** The Device lab's worker: wires the measurements to the page. */
import { createLab } from '#lab';
import { sendWireErrors } from '#protocol';
import { expose } from 'comlink';

sendWireErrors();
expose(createLab());
