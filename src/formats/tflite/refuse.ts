/** Says what is wrong with a part of the model. */
export type Refuse = (what: string, hint?: string) => never;
