import { resolve } from 'node:path'
import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { languageAliases } from './tools/language-aliases.ts'

const alias = { '@shared': resolve('shared'), '@': resolve('renderer') }

/** Menus and lists that lie over the page, told from it by more than their edge. */
const surface = 'bg-muted ring-accented shadow-xl'

/** CJS: the preload is sandboxed and knows nothing else. The workers are files of their own. */
function nodeSide(entries: Record<string, string>, outDir: string) {
  return {
    resolve: { alias },
    build: {
      target: 'node20.18',
      outDir,
      externalizeDeps: false,
      minify: 'oxc' as const,
      sourcemap: true,
      rolldownOptions: {
        input: entries,
        output: { format: 'cjs' as const, entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  }
}

export default defineConfig({
  main: nodeSide(
    {
      main: resolve('electron/main.ts'),
      'index-worker': resolve('electron/charts/index-worker.ts'),
      'guide-worker': resolve('electron/charts/guide/guide-worker.ts'),
      'spawn-worker': resolve('electron/helm/spawn-worker.ts'),
      'decode-worker': resolve('electron/records/decode-worker.ts'),
      'text-worker': resolve('electron/releases/texts/text-worker.ts'),
      'plan-worker': resolve('electron/plan/plan-worker.ts'),
      'kubeconfig-worker': resolve('electron/kube/kubeconfig-worker.ts'),
    },
    'out/main',
  ),
  preload: nodeSide({ preload: resolve('electron/preload.ts') }, 'out/preload'),
  renderer: {
    root: resolve('renderer'),
    // The language service would bring a parser of YAML of its own.
    resolve: { alias: { ...alias, ...languageAliases }, dedupe: ['yaml'] },
    worker: { format: 'es' },
    plugins: [
      vue(),
      ui({
        router: true,
        colorMode: false,
        // The scan bundles every icon that a component or an action names: the CSP lets no icon service be asked.
        icon: {
          clientBundle: {
            scan: { globInclude: ['**/*.vue', 'actions/*.ts', 'lib/plan/*.ts', 'parts/values/*.ts'] },
            sizeLimitKb: 512,
          },
        },
        ui: {
          popover: { slots: { content: surface } },
          dropdownMenu: { slots: { content: surface } },
          contextMenu: { slots: { content: surface } },
          modal: {
            // Neither of them gives way to what is between them.
            slots: { header: 'shrink-0 short:min-h-0 short:py-2.5', footer: 'shrink-0 short:py-2.5' },
            compoundVariants: [
              // Where there is little height a dialog takes nearly all of it.
              { scrollable: false, fullscreen: false, class: { content: 'short:max-h-[calc(100dvh-1rem)]!' } },
            ],
          },
          button: {
            // Under the pointer the kit pales to 75 %: too little contrast for the text on it (3.7:1).
            compoundVariants: [
              { color: 'primary', variant: 'solid', class: 'hover:bg-primary/90 active:bg-primary/90' },
              { color: 'error', variant: 'solid', class: 'hover:bg-error/90 active:bg-error/90' },
            ],
          },
        },
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
