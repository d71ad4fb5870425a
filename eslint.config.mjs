import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** Electron's IPC is touched in two places only: electron/ipc (main side) and electron/preload.ts (window side). */
const ipcMessage = 'Electron IPC belongs to electron/ipc and electron/preload.ts: add a channel to shared/contract.'
const spawnMessage = 'helm is spawned through electron/helm/run.ts alone; other processes by the file that owns them.'

const rawElectron = [
  {
    selector: "ImportSpecifier[imported.name='ipcMain'], ImportSpecifier[imported.name='ipcRenderer']",
    message: ipcMessage,
  },
  {
    selector: "MemberExpression[property.name='ipcMain'], MemberExpression[property.name='ipcRenderer']",
    message: ipcMessage,
  },
  {
    selector: "CallExpression[callee.property.name='send'][callee.object.property.name='webContents']",
    message: ipcMessage,
  },
  { selector: "CallExpression[callee.property.name='send'][callee.object.name='webContents']", message: ipcMessage },
  {
    selector: "MemberExpression[property.name='openExternal']",
    message: 'Links leave the app through electron/desktop/open-external.ts alone.',
  },
]

const rawSpawn = {
  name: 'node:child_process',
  message: spawnMessage,
}

export default defineConfig(
  { ignores: ['node_modules/', 'out/', 'dist/', 'test-results/', 'playwright-report/', '**/*.d.ts'] },
  ...tseslint.configs.strictTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.node.json', './tsconfig.web.json'],
        tsconfigRootDir: import.meta.dirname,
        parser: tseslint.parser,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/explicit-function-return-type': ['error', { allowExpressions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Rejecting with the plain AppError is the contract of the door (shared/errors.ts).
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', ...rawElectron],
      'no-restricted-imports': ['error', { paths: [rawSpawn] }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // The door itself, the root that hands ipcMain to it, and the one gate for links.
    files: ['electron/ipc/**/*.ts', 'electron/preload.ts', 'electron/main.ts', 'electron/desktop/open-external.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: [
      'electron/helm/spawn.ts',
      'electron/kube/login-shell.ts',
      'electron/kube/exec-plugin.ts',
      'electron/demo/start.ts',
      'electron/processes/end-with-app.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // `channel(...)<void>()`: the specification's word for an answer that says nothing.
    files: ['shared/contract/channels/*.ts'],
    rules: { '@typescript-eslint/no-invalid-void-type': 'off' },
  },
  {
    files: ['**/*.vue'],
    // Only here: with an extension of its own the parser keeps programs that can change, for every file it is given.
    languageOptions: { parserOptions: { project: ['./tsconfig.web.json'], extraFileExtensions: ['.vue'] } },
    rules: {
      // The kit's components are registered by its plugin; vue-tsc checks that every tag exists.
      'vue/multi-word-component-names': 'off',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'error',
      'vue/no-unused-refs': 'error',
      'vue/no-unused-properties': 'error',
      'vue/no-v-html': 'error',
    },
  },
  {
    // Set-up and cluster scripts are plain Node: they print to the terminal and start processes; JSDoc types them.
    files: ['tools/**', 'e2e/**', '**/testing/**', '**/*.spec.ts', '*.config.*'],
    rules: {
      'no-console': 'off',
      'no-restricted-imports': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/explicit-function-return-type': 'off',
    },
  },
  {
    files: ['**/*.mjs', 'tools/electron-shim/**'],
    rules: { '@typescript-eslint/explicit-function-return-type': 'off' },
  },
  prettier,
)
