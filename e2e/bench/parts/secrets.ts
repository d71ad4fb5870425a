import { plantedRelease } from '../../../electron/masking/testing/plant'
import { leaksOf } from '../../../electron/services/testing/planted'
import type { OwnPart } from '../setting'

/** Objects of each kind in one release. */
const size = 12
const shownLeaks = 20

/** Secrets planted by chance in releases, and whether any comes out: of the main process, or onto the disk. */
export const secrets: OwnPart = {
  name: 'secrets',
  keys: ['secrets'],
  seed: null,
  run: async ({ sizes, folder, signal }) => {
    const found: string[] = []
    let places = 0
    let planted = 0
    for (let seed = 1; places < sizes.places; seed += 1) {
      signal.throwIfAborted()
      const made = plantedRelease(seed, size)
      places += made.places
      planted += made.planted.length
      found.push(...(await leaksOf(made, folder)).map((leak) => `seed ${seed}, ${leak}`))
    }
    const details = [`${planted} secrets in ${places} places`, ...found.slice(0, shownLeaks)].join('\n')
    const figure = found.length
    return [{ key: 'secrets', figure, unit: '', target: '0 found', met: figure === 0, details, samples: found }]
  },
}
