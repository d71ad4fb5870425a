import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { projectRoot } from '../../tools/lib/paths.mjs'

const alias = { '@shared': join(projectRoot, 'shared') }

/**
 * Turns the bench into JavaScript: what drives it for this Node, and the index in a program of its own, bundled as the
 * app's main process is.
 * @param {string} folder inside the project, so that packages are found from there; it is written anew
 * @returns {Promise<{ bench: string, link: string, probe: string }>} absolute paths
 */
export async function bundleBench(folder) {
  const entry = (/** @type {string} */ name) => join(projectRoot, 'e2e', 'bench', `${name}.ts`)
  await build({
    ...common(join(folder, 'bench')),
    plugins: [plainNodeStays],
    build: {
      ...options(join(folder, 'bench')),
      rolldownOptions: {
        input: { bench: entry('bench'), link: entry('link-process') },
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  })
  await build({
    ...common(join(folder, 'probe')),
    ssr: { noExternal: true },
    build: {
      ...options(join(folder, 'probe')),
      minify: 'oxc',
      rolldownOptions: {
        input: { probe: entry('index-probe') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  })
  return {
    bench: join(folder, 'bench', 'bench.mjs'),
    link: join(folder, 'bench', 'link.mjs'),
    probe: join(folder, 'probe', 'probe.cjs'),
  }
}

/** @param {string} folder */
function common(folder) {
  return {
    root: projectRoot,
    configFile: /** @type {const} */ (false),
    logLevel: /** @type {const} */ ('warn'),
    cacheDir: join(folder, 'cache'),
    resolve: { alias },
  }
}

/** @param {string} outDir */
function options(outDir) {
  return { ssr: true, target: 'node20.18', outDir, emptyOutDir: true, minify: /** @type {const} */ (false) }
}

/** The plain Node files of the cluster and the set-up find others beside themselves. @type {import('vite').Plugin} */
const plainNodeStays = {
  name: 'plain-node-stays',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.') || !source.endsWith('.mjs')) return null
    const file = resolve(dirname(importer), source)
    if (!/^(e2e.cluster|tools)./.test(relative(projectRoot, file))) return null
    return { id: pathToFileURL(file).href, external: 'absolute' }
  },
}
