/** What importing says of a graph that is not whole. */
import { ValueError } from '#errors';
import { nodePlace, shortName } from '../messages';
import type { BodyProblems } from '../schema';

export const BODY_PROBLEMS: BodyProblems = {
  twoNodes: (name, functionName) =>
    new ValueError(`There are two of ${nodePlace(name, functionName)}.`),
  noFunction: (name) =>
    new ValueError(`The function ${shortName(name)} is called, but is not in the library.`),
  noReturn: (output, name) =>
    new ValueError(
      `The function ${shortName(name)} does not say what its output ${shortName(output)} is.`,
    ),
};
