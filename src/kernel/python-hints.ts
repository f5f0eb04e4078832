/** Habits of Python, and what a cell takes in their place. */

const NAMES: Readonly<Record<string, string>> = {
  True: "Write true for Python's True.",
  False: "Write false for Python's False.",
  None: "Write null for Python's None.",
  len: 'Write x.length for len(x), or x.shape[0] of an array.',
  range: 'Write for (let i = 0; i < n; i++) { … } for a loop over range(n).',
  str: 'Write String(x) for str(x).',
  int: 'Write Math.trunc(x) for int(x).',
  float: 'Write Number(x) for float(x).',
  list: 'Write [...x] for list(x).',
  enumerate: 'Write for (const [i, x] of xs.entries()) { … } for a loop over enumerate(xs).',
  zip: 'Write xs.map((x, i) => [x, ys[i]]) for zip(xs, ys).',
};

const LINES: readonly (readonly [line: RegExp, hint: string])[] = [
  [/^\s*(async\s+)?def\s+\w+\s*\(/, 'A function is written function name(x) { … }.'],
  [/^\s*for\s+[\w, ]+\s+in\s.*:\s*$/, 'A loop is written for (const x of xs) { … }.'],
  [
    /^\s*(if|elif|while)\s.*:\s*$/,
    'A condition is written if (x > 0) { … }, a loop while (…) { … }.',
  ],
  [/^\s*(else|try|finally|except.*)\s*:\s*$/, 'A block stands in braces: else { … }.'],
  [/^\s*class\s+\w+.*:\s*$/, 'A class is written class Name extends Base { … }.'],
  [
    /^\s*(import\s+[\w.]+(\s+as\s+\w+)?|from\s+[\w.]+\s+import\s.*)$/,
    'Nothing needs an import: keras, layers, tf, np, files, display and print are in scope.',
  ],
  [/^\s*print\s+\S/, 'print is a function: print(x).'],
  [/(^|[\s(=,])[fF](["'])/, 'Text with values in it is written `${x}`, between backticks.'],
  [/\blambda\b[^:]*:/, 'A lambda is written (x) => x + 1.'],
  [/^\s*#/, 'A comment begins with //.'],
  [/\b(and|or|not)\b/, 'and, or and not are written &&, || and !.'],
];

/** For a name of Python's that nothing declares. */
export function pythonHint(name: string): string | undefined {
  return Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
}

/** For a line that cannot be read: how it is written here, if it is a line of Python. */
export function pythonSyntaxHint(line: string): string | undefined {
  const code = line.replace(/(["'`]).*?\1/g, '$1$1').replace(/\/\/.*/, '');
  const found = LINES.find(([pattern]) => pattern.test(code));
  return found && `Cells are TypeScript. ${found[1]}`;
}
