export { startSlipway } from './runtime';
