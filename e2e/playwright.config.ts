import { join } from 'node:path'
import { defineConfig } from 'playwright/test'
import { projectRoot } from '../tools/lib/paths.mjs'
import type { WorkerOptions } from './fixtures/test'

const workFolder = join(projectRoot, 'node_modules', '.cache', 'e2e')

/** What helm has a part in runs on both majors; pictures for the README are made on request only. */
export default defineConfig<object, WorkerOptions>({
  testDir: '.',
  outputDir: join(workFolder, 'results'),
  globalSetup: './global-setup.ts',
  // Two windows at a time: a third one would only make the others slower on a small machine.
  workers: 2,
  fullyParallel: true,
  // In a fresh window and a fresh worker. `npm test` names what passed only then, and tolerates five.
  retries: 1,
  forbidOnly: process.env['CI'] !== undefined,
  // A bound for what hangs; on a quiet machine most tests take two seconds, the longest half a minute; on a busy one four times that.
  timeout: 240_000,
  // Where two windows and two helms share two busy cores, what takes a second on a quiet machine takes ten.
  expect: { timeout: 20_000 },
  reporter: [['list'], ...(process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] === undefined ? [] : ([['json']] as const))],
  projects:
    process.env['WHEELHOUSE_PICTURES'] === undefined
      ? [
          { name: 'helm 4', testMatch: 'specs/**/*.spec.ts', use: { major: 4 } },
          // What the app does by itself is the same with both.
          {
            name: 'helm 3',
            testMatch: 'specs/**/*.spec.ts',
            testIgnore: 'specs/window/**',
            grepInvert: /@once/,
            use: { major: 3 },
          },
        ]
      : [{ name: 'pictures', testMatch: 'pictures/*.spec.ts', workers: 1, use: { major: 4 } }],
})
