export { compareUtf8 } from './compare-utf8';
export { crc32c, maskCrc32c, unmaskCrc32c } from './crc32c';
export { ByteReader } from './reader';
export { ByteWriter } from './writer';
