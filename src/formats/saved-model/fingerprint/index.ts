export { fingerprint64 } from './farmhash';
export { createFingerprint } from './fingerprint';
