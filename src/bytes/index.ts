export { ByteReader } from './reader';
export { ByteWriter } from './writer';
