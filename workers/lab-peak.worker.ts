/** One thread of the Device lab's arithmetic. */
import { servePeak } from '#lab/calibration';
import { expose } from 'comlink';

expose(servePeak());
