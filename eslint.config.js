import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

/**
 * Rooms from the bottom up, each with the rooms that it may import.
 * @type {[room: string, allowed: string[]][]}
 */
const ROOMS = [
  ['errors', []],
  ['bytes', []],
  ['tensor', ['bytes']],
  ['graph', ['bytes', 'tensor']],
  ['containers', ['bytes', 'tensor']],
  ['formats', ['bytes', 'tensor', 'graph', 'containers']],
  ['protocol', []],
  ['course', []],
  ['simd', []],
  ['engine', ['bytes', 'tensor', 'graph', 'simd']],
  ['convert', ['bytes', 'tensor', 'graph', 'formats']],
  ['interpreter', ['bytes', 'tensor', 'formats', 'simd']],
  ['workspace', ['bytes', 'protocol', 'containers']],
  ['executor', ['bytes', 'tensor', 'containers', 'formats', 'simd']],
  ['serving', ['bytes', 'tensor', 'containers', 'formats', 'executor']],
  ['docker', ['bytes', 'containers', 'executor', 'serving', 'workspace', 'protocol']],
  ['offline', ['protocol']],
  [
    'learner-api',
    [
      'bytes',
      'tensor',
      'graph',
      'containers',
      'formats',
      'engine',
      'convert',
      'interpreter',
      'serving',
      'workspace',
      'protocol',
    ],
  ],
  [
    'lab',
    [
      'bytes',
      'tensor',
      'graph',
      'formats',
      'simd',
      'engine',
      'convert',
      'interpreter',
      'learner-api',
      'workspace',
      'protocol',
    ],
  ],
  [
    'shell',
    ['bytes', 'tensor', 'graph', 'containers', 'formats', 'workspace', 'learner-api', 'protocol'],
  ],
  ['kernel', ['bytes', 'tensor', 'engine', 'learner-api', 'shell', 'workspace', 'protocol']],
  ['inspector', ['bytes', 'tensor', 'graph', 'containers', 'formats', 'workspace', 'protocol']],
  ['clients', ['protocol', 'workspace']],
  ['state', ['protocol', 'course', 'clients', 'workspace', 'containers']],
  ['editor', ['protocol', 'course']],
  ['ui', ['protocol', 'course', 'state', 'editor']],
];

const PURE = [
  'errors',
  'bytes',
  'tensor',
  'graph',
  'containers',
  'formats',
  'convert',
  'simd',
  'executor',
  'serving',
  'docker',
  'protocol',
  'course',
];
const IMPURE_GLOBALS = ['fetch', 'self', 'navigator', 'caches', 'indexedDB', 'postMessage'];

/** @type {import('eslint').Linter.Config[]} */
const boundaries = ROOMS.map(([room, allowed]) => ({
  files: [`src/${room}/**/*.{ts,svelte}`],
  ignores: ['**/*.test.ts', '**/*.bench.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^#(?!(${['errors', ...allowed].join('|')})(/|$))`,
            message: `src/${room} may import only: ${allowed.join(', ') || 'nothing'}.`,
          },
          { group: ['../../*/index', '**/src/**'], message: 'Cross a room with its # import.' },
        ],
      },
    ],
    ...(PURE.includes(room) ? { 'no-restricted-globals': ['error', ...IMPURE_GLOBALS] } : {}),
  },
}));

export default tseslint.config(
  {
    ignores: [
      'dist',
      'node_modules',
      'public/data',
      '.cache',
      '.venv',
      'test-results',
      'playwright-report',
      '**/*_pb.ts',
      'src/simd/assembly',
    ],
  },
  tseslint.configs.strict,
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
  },
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  {
    files: ['*.config.{js,ts}', 'scripts/**'],
    rules: { 'no-restricted-exports': 'off' },
  },
  ...boundaries,
);
