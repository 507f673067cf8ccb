import eslint from '@eslint/js'
import tseslint from 'typescript-eslint'

const shipped = ['src/**/*.ts', 'adapters/**/*.ts', 'entities/**/*.ts']

/**
 * Limits a function's own lines: blank lines, comments and the functions inside it are not counted.
 * A factory or a route table holds many functions and may be long; each function in it may not.
 */
const maxOwnLines = {
  create({ options, report, sourceCode }) {
    const [max] = options
    const open = []
    const isCode = (line) => !/^\s*($|\/\/|\/?\*)/.test(sourceCode.lines[line - 1])
    const enter = () => open.push(new Set())
    const leave = (node) => {
      const nested = open.pop()
      const own = linesOf(node).filter((line) => isCode(line) && !nested.has(line)).length
      if (own > max)
        report({ node, message: `This function has ${own} lines of its own; ${max} is the end.` })
      // The first line stays its parent's: `rows.map((row) => row.id)` is a line of code there.
      for (const line of linesOf(node).slice(1)) open.at(-1)?.add(line)
    }
    return { ':function': enter, ':function:exit': leave }
  },
  meta: { schema: [{ type: 'integer' }] },
}

function linesOf({ loc }) {
  return Array.from({ length: loc.end.line - loc.start.line + 1 }, (_, i) => loc.start.line + i)
}

/** What the language allows and this project does not, each with what to write instead. */
const unwanted = [
  {
    selector: 'ImportDeclaration[importKind="value"] > ImportSpecifier[importKind="type"]',
    message: 'Write `import type` on its own line.',
  },
  { selector: 'ExportAllDeclaration', message: 'List what is exported by name.' },
  {
    selector: "MemberExpression[object.name='URL'][property.name='canParse']",
    message: 'Use `urlOf`: canParse of Node.js 20 says yes to what `new URL` throws at.',
  },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
]

/** The globals of a browser that the account pages use. */
const browser = Object.fromEntries(
  [
    ...['window', 'document', 'navigator', 'location', 'history', 'addEventListener', 'setTimeout', 'URL'],
    ...['fetch', 'atob', 'btoa', 'PublicKeyCredential', 'AbortController'],
    ...['Blob', 'setInterval', 'MutationObserver', 'matchMedia'],
    ...['clearTimeout', 'FormData', 'XMLHttpRequest', 'Event', 'sessionStorage'],
  ].map((name) => [name, 'readonly']),
)

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'coverage/',
      '.demo/',
      '.bench/',
      '.compiled/',
      '.demo-*/',
      '.typedoc/',
      '.stryker/',
      'test/bench/peers/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    // What browsers load as it is.
    files: ['src/pages/site/assets/**/*.js'],
    languageOptions: { globals: browser },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      // Types of a framework's request are extended by a declared namespace.
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // An async function without await turns a throw into a rejection, which a port promises.
      '@typescript-eslint/require-await': 'off',
      // Services close over their parts and have no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      // `{ secret, ...rest }` is how a field is left out.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
      'no-restricted-syntax': ['error', ...unwanted],
      // `== null` asks for both kinds of nothing; every other comparison is of one type.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
    },
  },
  {
    files: shipped,
    plugins: { keyward: { rules: { 'max-own-lines': maxOwnLines } } },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'keyward/max-own-lines': ['error', 60],
      'no-console': 'error',
    },
  },
  {
    // Express knows an error handler by its four parameters.
    files: ['adapters/express.ts'],
    rules: { '@typescript-eslint/max-params': ['error', { max: 4 }] },
  },
  {
    // What runs in a browser.
    files: ['examples/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        ['document', 'fetch', 'FormData', 'navigator', 'PublicKeyCredential', 'AbortController'].map(
          (name) => [name, 'readonly'],
        ),
      ),
    },
  },
  {
    // `app.callback()` of Koa answers a promise where Node expects nothing; it settles its own errors.
    files: ['examples/**/*.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }] },
  },
  {
    // Replies of supertest are `any`: what a test reads from them, it asserts.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
)
