import { runInterruptible } from '../lib/interrupt.mjs'
import { cacheFolder, projectRoot } from '../lib/paths.mjs'
import { buildApp } from '../setup/app-build.mjs'
import { setUp } from '../setup/plan.mjs'

/** `npm run build`: builds the app into out/, whatever was there. */
export function main() {
  return runInterruptible(async (signal) => {
    const place = { root: projectRoot, cache: cacheFolder(), env: process.env }
    await setUp(place, ['packages'], signal)
    await buildApp(place, { signal, onLine: (line) => console.log(line) })
    return 0
  })
}
