import { describe, expect, it } from 'vitest'
import type { ReleaseManager } from '@shared/model/release'
import { managerWords } from './manager-words'

const flux: ReleaseManager = { tool: 'flux', kind: 'HelmRelease', namespace: 'shop', name: 'web', state: 'active' }
const argo: ReleaseManager = { tool: 'argocd', kind: 'Application', namespace: '', name: 'web', state: 'unknown' }

describe('who manages a release', () => {
  it.each([
    [flux, "Managed by Flux: HelmRelease shop/web. It'll undo changes made here."],
    [
      { ...flux, state: 'suspended' },
      "Managed by Flux: HelmRelease shop/web, suspended. It'll undo changes made here once it's resumed.",
    ],
    [
      { ...flux, state: 'missing' },
      "Managed by Flux: HelmRelease shop/web. It isn't in this cluster. If it's in another, it'll undo changes made here.",
    ],
    [argo, 'Managed by Argo CD: application web. It may undo changes made here.'],
    [{ ...argo, name: '' }, 'Managed by Argo CD. It may undo changes made here.'],
  ] as const)('is told in words: %j', (manager, said) => {
    const { headline, hint } = managerWords(manager)
    expect(`${headline} ${hint}`).toBe(said)
  })
})
