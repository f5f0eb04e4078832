export { createLab } from './lab';
