/** Words for places in a SavedModel. */
const LONGEST_NAME = 200;
const MOST_NAMES = 20;

/** A name from a file, cut to what a message can hold. */
export function shortName(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

/** `node dense/MatMul in function __inference_serve_12` */
export function nodePlace(node: string, functionName: string | undefined): string {
  const where = functionName === undefined ? '' : ` in function ${shortName(functionName)}`;
  return `node ${shortName(node)}${where}`;
}

/** `'serve', 'classify'` */
export function listNames(names: readonly string[]): string {
  const listed = names.slice(0, MOST_NAMES).map((name) => `'${shortName(name)}'`);
  const rest = names.length - listed.length;
  return rest > 0 ? `${listed.join(', ')} and ${rest} more` : listed.join(', ');
}
