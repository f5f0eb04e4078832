/** `keras.export` */
export { ExportArchive } from './export-archive';
export { exportModel, type ExportOptions } from './export-model';
export { inputSignature } from './input-signature';
export { modelFiles } from './model-files';
