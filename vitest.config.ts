import { resolve } from 'node:path'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const alias = { '@shared': resolve('shared'), '@': resolve('renderer') }
/** Milliseconds. A time limit is no measurement: it only ends what hangs. */
const unitTimeouts = { testTimeout: 30_000, hookTimeout: 30_000 }
const patience = 'tools/testing/patience.ts'
const integration = '{electron,shared,tools,e2e/cluster}/**/*.integration.spec.ts'

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{electron,shared,tools,e2e/cluster}/**/*.spec.ts'],
          exclude: [integration],
          setupFiles: [patience],
          ...unitTimeouts,
        },
      },
      {
        resolve: { alias },
        plugins: [
          vue(),
          ui({ router: true, colorMode: false, dts: false, icon: { clientBundle: { scan: true, sizeLimitKb: 512 } } }),
        ],
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['renderer/**/*.spec.ts'],
          setupFiles: [patience, 'renderer/testing/patience.ts'],
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
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
