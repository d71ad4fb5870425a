import { join } from 'node:path'
import { defineConfig } from 'playwright/test'
import { projectRoot } from '../../tools/lib/paths.mjs'

const isRoot = process.getuid?.() === 0
if (!isRoot) console.log('Not root: the .deb is looked into, but not installed.')

/** The packages as a person gets them. One at a time: what is installed is the whole machine's. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: join(projectRoot, 'node_modules', '.cache', 'e2e', 'package'),
  globalSetup: './global-setup.ts',
  workers: 1,
  // In a fresh window and a fresh worker. `npm test` names what passed only then, and tolerates five.
  retries: 1,
  forbidOnly: process.env['CI'] !== undefined,
  ...(isRoot ? {} : { grepInvert: /@root/ }),
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ...(process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] === undefined ? [] : ([['json']] as const))],
})
