import { isAbsolute } from 'node:path'
import { isExactVersion } from '@shared/chart-version'
import type { ValuesGuide } from '@shared/model/values-guide'
import type { Catalogue } from '../catalogue'
import { refuseLogin } from '../chart-address'
import { newestIn } from '../chart-versions'
import type { HelmHome } from '../repositories'
import { chartGuide, type GuideParts } from './chart-guide'
import { createGuideMemory, guideKey } from './guide-memory'
import { createReadOutside, type ReadOutside } from './read-outside'

/** What charts say of their values. */
export interface Guides {
  /** @throws AppFailure as `showChart` */
  readonly get: (chart: string, version: string | undefined) => Promise<ValuesGuide>
  readonly readOutside: ReadOutside
  /** A repository's charts may be others after its index has changed. */
  readonly clear: () => void
}

interface GuidesParts extends GuideParts {
  readonly home: () => Promise<HelmHome>
  readonly catalogue: Catalogue
}

/** Remembers the guides of exact versions; a folder may be edited between two looks. */
export function createGuides({ helm, root, home, catalogue }: GuidesParts): Guides {
  const memory = createGuideMemory()
  return {
    get: async (chart, version) => {
      refuseLogin(chart)
      const place = await home()
      const { target } = place
      const named = isAbsolute(chart) ? undefined : (version ?? (await newestIn(place, catalogue, chart)))
      const read = (): Promise<ValuesGuide> => chartGuide({ helm, root }, target, chart, named)
      if (named === undefined || !isExactVersion(named)) return read()
      return memory.get(guideKey(target, chart, named), read)
    },
    readOutside: createReadOutside({ helm, root }, memory),
    clear: memory.clear,
  }
}
