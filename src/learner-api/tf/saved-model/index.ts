/** `tf.saved_model` */
export { load, type LoadOptions } from './load';
export { save, type SaveOptions } from './save';
