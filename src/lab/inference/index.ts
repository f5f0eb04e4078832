export { Contents, type ContentKind } from './contents';
export { Inference, type Runner } from './inference';
