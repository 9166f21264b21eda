import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Which room may use which: the table of docs/architecture.md. Tests may use the simulator, real servers and a connection to Redis as well. */
const rooms = {
  'room:engine-core': [],
  'room:protocol': [],
  'room:simulator': [],
  'room:services': [],
  'room:deployment': [],
  'room:cache': [],
  'room:metrics': ['room:engine-core'],
  'room:alerts': ['room:metrics'],
  'room:engine': ['room:engine-core'],
  'room:api': [
    'room:engine-core',
    'room:engine',
    'room:cache',
    'room:metrics',
    'room:alerts',
    'room:protocol',
    'room:simulator',
  ],
  'room:dashboard': ['room:protocol'],
  'room:packages': ['room:services', 'room:simulator'],
  'room:example': [
    'room:engine-core',
    'room:engine',
    'room:cache',
    'room:metrics',
    'room:alerts',
    'room:simulator',
  ],
  'room:docs': ['room:services'],
  'room:generators': [],
  'room:bench': [
    'room:simulator',
    'room:services',
    'room:engine-core',
    'room:engine',
    'room:cache',
    'room:metrics',
  ],
};
const boundaries = (more) => [
  'error',
  {
    enforceBuildableLibDependency: true,
    allow: [],
    // A subpath may be loaded only where it is used, though others of its package are always.
    checkDynamicDependenciesExceptions: ['@yychat/**'],
    depConstraints: Object.entries(rooms).map(([sourceTag, onlyDependOnLibsWithTags]) => ({
      sourceTag,
      onlyDependOnLibsWithTags: [...onlyDependOnLibsWithTags, ...more],
    })),
  },
];

export default tseslint.config(
  { ignores: ['**/dist', '**/test-output', '**/node_modules', '.nx', '.cache', '**/*.d.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        setImmediate: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
        AbortController: 'readonly',
        performance: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': boundaries([]),
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // Nest declares the options that it takes as classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.tsx', '**/use-*.ts'],
    extends: [reactHooks.configs.flat.recommended, jsxA11y.flatConfigs.recommended],
  },
  {
    files: ['**/*.spec.ts', '**/fixtures/**/*.ts', '**/e2e/**/*.ts', '**/testing/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries([
        'room:simulator',
        'room:services',
        'room:cache',
        'room:engine',
      ]),
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // Tests by Node's own runner, which waits for them by itself.
    files: ['**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test'] }] },
      ],
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
