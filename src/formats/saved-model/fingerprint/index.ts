export { createFingerprint } from './fingerprint';
