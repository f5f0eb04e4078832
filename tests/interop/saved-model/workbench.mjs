/** The lesson whose cells the tests of SavedModels type into. */

export const LESSON = 'preprocessing-in-the-graph';
/** One in TypeScript, one in the shell's language. */
export const CELL = 'Export for a batch of one';
export const SHELL = 'Read the contract';
