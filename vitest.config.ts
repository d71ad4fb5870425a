import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { languageAliases } from './tools/language-aliases.ts'

const alias = { '@shared': resolve('shared'), '@': resolve('renderer') }
/** Milliseconds. A time limit is no measurement: it only ends what hangs. */
const unitTimeouts = { testTimeout: 30_000, hookTimeout: 30_000 }
const patience = 'tools/testing/patience.ts'
const leaveNothing = 'tools/testing/leave-nothing.ts'
/** The files that name icons, as in electron.vite.config.ts. */
const icons = ['renderer/**/*.vue', 'renderer/actions/*.ts', 'renderer/lib/plan/*.ts']
const integration = '{electron,shared,tools,e2e/cluster}/**/*.integration.spec.ts'
const nodeFolders = ['electron', 'shared', 'tools', 'e2e/cluster']
/** It runs in a worker of the window, without a document. */
const language = 'renderer/lib/values-language/**/*.spec.ts'
const mocking = nodeFolders.flatMap(specsThatReplaceModules)

/** Other specs share a process and the modules in it, where nothing can be replaced any more. */
function specsThatReplaceModules(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll(sep, '/'))
    .filter((file) => readFileSync(file, 'utf8').includes('vi.mock('))
}

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: { ...alias, ...languageAliases }, dedupe: ['yaml'] },
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{electron,shared,tools,e2e/cluster}/**/*.spec.ts', language],
          exclude: [integration, ...mocking],
          setupFiles: [patience, leaveNothing],
          // A process for each file costs as much as most files' tests.
          isolate: false,
          sequence: { groupOrder: 2 },
          ...unitTimeouts,
          server: { deps: { inline: ['yaml-language-server'] } },
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'mocking',
          environment: 'node',
          include: mocking,
          exclude: [integration],
          setupFiles: [patience],
          sequence: { groupOrder: 3 },
          ...unitTimeouts,
        },
      },
      {
        resolve: { alias },
        plugins: [
          vue(),
          ui({
            router: true,
            colorMode: false,
            dts: false,
            icon: { clientBundle: { scan: { globInclude: icons }, sizeLimitKb: 512 } },
          }),
        ],
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['renderer/**/*.spec.ts'],
          exclude: [language],
          setupFiles: [patience, leaveNothing, 'renderer/testing/patience.ts', 'renderer/testing/leave-nothing.ts'],
          // To load the UI kit anew for each file takes longer than most files' tests.
          isolate: false,
          // A process goes to the next file of its own project only: the projects take turns, the longest first.
          sequence: { groupOrder: 1 },
          ...unitTimeouts,
          server: { deps: { inline: ['@nuxt/ui'] } },
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          environment: 'node',
          include: [integration],
          setupFiles: [patience],
          globalSetup: ['e2e/cluster/vitest-global-setup.mjs'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
