import { resolve } from 'node:path'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const alias = { '@shared': resolve('shared'), '@': resolve('renderer') }

/** One CJS file each: the preload is sandboxed, and one file starts faster than many. */
function nodeSide(entry: string, outDir: string) {
  return {
    resolve: { alias },
    build: {
      target: 'node20.18',
      outDir,
      externalizeDeps: false,
      minify: 'oxc' as const,
      sourcemap: true,
      rolldownOptions: {
        input: entry,
        output: { format: 'cjs' as const, entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  }
}

export default defineConfig({
  main: nodeSide(resolve('electron/main.ts'), 'out/main'),
  preload: nodeSide(resolve('electron/preload.ts'), 'out/preload'),
  renderer: {
    root: resolve('renderer'),
    resolve: { alias },
    plugins: [
      vue(),
      ui({
        router: true,
        colorMode: false,
        // The scan bundles every icon that is named in a template: the CSP lets no icon service be asked.
        icon: { clientBundle: { scan: true, sizeLimitKb: 512 } },
      }),
    ],
    build: {
      target: 'chrome130',
      outDir: resolve('out/renderer'),
      minify: 'oxc',
      cssMinify: 'lightningcss',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: resolve('renderer/index.html') },
    },
  },
})
