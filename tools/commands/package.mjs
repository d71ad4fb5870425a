import { runInterruptible } from '../lib/interrupt.mjs'
import { cacheFolder, projectRoot } from '../lib/paths.mjs'
import { makePackages } from '../packaging/make-packages.mjs'
import { formatSizes, measurePackages } from '../packaging/sizes.mjs'

/** `npm run package [-- TARGET…]`: makes this platform's packages in dist/ and prints what is in them. */
export function main() {
  return runInterruptible(async (signal) => {
    const place = { root: projectRoot, cache: cacheFolder(), env: process.env }
    const packages = await makePackages(place, { targets: process.argv.slice(2), signal })
    if (!packages.made) console.log('The packages in dist/ are current: nothing they are made of has changed.')
    console.log(formatSizes(await measurePackages(packages)))
    return 0
  })
}
