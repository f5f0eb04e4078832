export { createInspector } from './inspector';
export { sendWireErrors } from './wire-error';
