/** What TensorFlow's runtime says of a graph that is not whole. */
import type { BodyProblems } from '#formats/saved-model/schema';
import { StatusError } from '../status';

export const BODY_PROBLEMS: BodyProblems = {
  twoNodes: (name) => new StatusError('INVALID_ARGUMENT', `Node '${name}' is not unique`),
  noFunction: (name) => new StatusError('NOT_FOUND', `Function ${name} is not defined.`),
  noReturn: (output, name) =>
    new StatusError('INVALID_ARGUMENT', `Return ${output} missing in function ${name}.`),
};
