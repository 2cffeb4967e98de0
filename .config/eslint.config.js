import { fileURLToPath } from 'node:url'
import tseslint from 'typescript-eslint'

const wayOut = 'src/outbound/ alone sends requests: what goes past it can be led into the network of the operator.'
const wayOutOf = (name, importNames) => ({ name, ...(importNames && { importNames }), allowTypeImports: true, message: wayOut })

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/.data/**', '**/coverage/**', '**/src/generated/**', '**/src/docs/assets/*.js', 'scripts/examples/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './scripts/browser/in-page/tsconfig.json'],
        tsconfigRootDir: fileURLToPath(new URL('..', import.meta.url)),
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Express' requests are Node's by type only.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // A handler of a 204 returns nothing, and its type says so.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      // `void` marks a promise that is not waited for; typed lint sees to the rest.
      'no-void': 'off',
      'eqeqeq': 'error',
      // Objects of functions are made by closures here, not by classes: there is no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'src/config/read.ts alone reads the environment.' },
        ...['send', 'end', 'json', 'write'].map((property) => ({
          object: 'response',
          property,
          message: 'src/http/send.ts alone answers: what is sent past it escapes the check against the contract.',
        })),
      ],
    },
  },
  {
    // The places those rules name; the portal is no part of the contract.
    files: ['src/config/read.ts', 'src/http/send.ts', 'src/http/server.ts', 'src/docs/reference.ts', 'src/embedded-postgres/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['src/**/*.ts'],
    // These answer requests, speak to PostgreSQL, or are clients of a service that the user of the command names.
    ignores: ['src/outbound/**', 'src/client/**', 'src/conformance/http.ts', 'src/mcp/remote.ts'],
    rules: {
      'no-restricted-globals': ['error', ...['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({ name, message: wayOut }))],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            ...['node:http', 'http'].map((name) => wayOutOf(name, ['default', 'request', 'get', 'Agent', 'globalAgent', 'ClientRequest'])),
            ...['node:net', 'net'].map((name) => wayOutOf(name, ['default', 'connect', 'createConnection'])),
            ...['https', 'http2', 'tls', 'dgram', 'dns', 'dns/promises'].flatMap((name) => [wayOutOf(`node:${name}`), wayOutOf(name)]),
            wayOutOf('undici'),
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'MemberExpression[object.name=/^(globalThis|global)$/] > Identifier.property[name=/^(fetch|WebSocket|EventSource)$/]', message: wayOut },
        { selector: 'ImportExpression > Literal[value=/^(node:)?(https?|http2|net|tls|dgram|dns|dns.promises|undici)$/]', message: wayOut },
      ],
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      // supertest types a body as any; the assertions say what it is.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
)
