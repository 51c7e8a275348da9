import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

/** Forbids imports whose path matches, saying why. */
const never = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map(([regex, message]) => ({ regex, message })) }],
})
const tauri = ['^@tauri-apps/', 'Only src/ipc/transport.ts talks to Tauri.']
const fixtures = ['/dev/', 'src/dev holds fixtures: the product never imports them.']

export default ts.config(
  {
    ignores: ['src/ipc/bindings.ts', 'dist', 'dist-fixtures', 'src/shared/i18n/paraglide', 'project.inlang'],
  },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `void value` in an effect names what it depends on.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      ...never(tauri, fixtures),
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
      'svelte/button-has-type': 'error',
      // Props destructured with $bindable() must be `let`, their neighbours come along.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
      // The parser cannot see the types of a component's callbacks; svelte-check can, and does.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },

  // What others wrote goes on the page in one place, which sanitises it.
  { files: ['src/shared/components/RichText.svelte'], rules: { 'svelte/no-at-html-tags': 'off' } },

  // Directions: views → features → shared; the core is reached through src/ipc; office and portal are strangers.
  {
    files: ['src/shared/**'],
    rules: never(tauri, fixtures, [
      '/(office|portal|ipc)/',
      'shared knows no window, no feature and no transport.',
    ]),
  },
  {
    files: ['src/office/features/**'],
    rules: never(tauri, fixtures, ['/(views|portal)/', 'A feature does not know where it is shown.']),
  },
  {
    files: ['src/ipc/**'],
    rules: never(tauri, fixtures, [
      '/(office|portal|shared)/',
      'ipc carries requests; it knows nothing that is drawn.',
    ]),
  },
  { files: ['src/ipc/transport.ts'], rules: never(fixtures) },
  {
    files: ['src/dev/**', '**/*.test.ts', 'tests/**'],
    rules: { ...never(tauri), '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['*.js', '*.ts'],
    ...ts.configs.disableTypeChecked,
    languageOptions: { globals: globals.node, parserOptions: { projectService: false } },
  },
)
