export { MemoryCopy } from './copy';
export { EmptyDispatch } from './dispatch';
export { peakOfOneThread, PeakOfAllThreads, servePeak, type PeakApi } from './peak';
