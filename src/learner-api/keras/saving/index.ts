/** `model.save`, `keras.models.load_model`, and weights alone. */
export { loadModel, modelFrom, type LoadOptions } from './load';
export type { SaveOptions } from './paths';
export { archiveOf, saveModel } from './save';
export { loadWeights, saveWeights } from './weights';
