import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const everywhere = {
  'no-console': 'error',
  eqeqeq: ['error', 'always'],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        {
          name: 'electron',
          importNames: ['ipcMain', 'ipcRenderer'],
          message: 'Use the typed contract in electron/ipc.',
        },
      ],
    },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: 'MemberExpression[property.name=/^ipc(Main|Renderer)$/]',
      message: 'Use the typed contract in electron/ipc.',
    },
    {
      selector: 'ExportDefaultDeclaration',
      message: 'Named exports only: a name that search finds everywhere.',
    },
  ],
}

export default defineConfig(
  {
    ignores: [
      'dist/',
      'dist-electron/',
      'dist-library/',
      'dist-bench/',
      'release/',
      'artifacts/',
      'coverage/',
      '.electron/',
      '.electron-tmp-*/',
      // Samples and fixtures are what users write, not code of this repository.
      'tests/fixtures/',
      'src/handlers/samples/',
      'src/handlers/templates/scripts/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx,mjs}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...everywhere,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Numbers and booleans in a template say what they are; objects do not.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // noPropertyAccessFromIndexSignature is off; both spellings of process.env are read.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A handler may return its pause or nothing: `number | void` is its contract.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // An interface is implemented by async methods that need not wait for anything themselves.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // The linter does not see a JSDoc cast; the compiler does, and checks what comes after it.
    files: ['**/*.mjs'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-return': 'off' },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: ['electron/ipc/**', 'electron/preload.ts'],
    rules: { 'no-restricted-imports': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.config.{ts,js}', '.dependency-cruiser.cjs'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.{js,cjs}'],
    extends: [tseslint.configs.base],
    rules: { 'no-console': 'error', eqeqeq: ['error', 'always'], 'no-undef': 'off' },
  },
  {
    // Command-line programs speak on stdout.
    files: ['scripts/**', 'bench/**', 'e2e/**', 'electron/**'],
    rules: { 'no-console': 'off' },
  },
)
