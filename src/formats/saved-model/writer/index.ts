export { writeSavedModel } from './writer';
