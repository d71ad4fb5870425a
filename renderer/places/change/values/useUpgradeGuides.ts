import { computed, type ComputedRef, type ShallowRef } from 'vue'
import type { ReleaseRef } from '@shared/model/release-ref'
import type { ValuesGuide } from '@shared/model/values-guide'
import type { ChangeDraft } from '@/lib/change/change-draft'
import { chartNameOf, chartOrigin } from '@/lib/chart/chart-ref'
import type { UpgradeBase } from '@/state/drafts/useUpgradeBase'
import { useValuesGuide } from '@/state/values/useValuesGuide'
import type { VersionPair } from './beside'

interface UpgradeGuides {
  readonly guide: ComputedRef<ValuesGuide | null>
  /** Of the deployed version; null where that is the one that is being written for. */
  readonly before: ComputedRef<ValuesGuide | null>
  /** The defaults of both; null where they are those of one version, or not known. */
  readonly versions: ComputedRef<VersionPair | null>
}

interface Upgrading {
  readonly release: () => ReleaseRef | null
  readonly base: () => UpgradeBase | null
  readonly draft: () => ChangeDraft | null
  /** The version that is being written for; '' while it is not known. */
  readonly version: () => string
}

/** What the chart of an upgrade says of its values: the one that is chosen, and the one that runs. */
export function useUpgradeGuides({ release, base, draft, version }: Upgrading): UpgradeGuides {
  const record = (): { readonly release: ReleaseRef; readonly revision: number } | null => {
    const [of, from] = [release(), base()]
    return of === null || from === null ? null : { release: of, revision: from.revision.revision }
  }
  const isKept = (): boolean => draft()?.keepChart === true
  const kept = useValuesGuide(() => (isKept() ? record() : null))
  const chosen = useValuesGuide(() => {
    const chart = draft()?.chart ?? ''
    return isKept() || chart === '' || version() === '' ? null : { chart, version: version() }
  })
  const deployed = computed(() => {
    const from = base()
    return isKept() || from === null || version() === '' || from.revision.chartVersion === version() ? null : from
  })
  const before = useDeployed(deployed, draft, record)
  const guide = computed(() => (isKept() ? kept.value : chosen.value))
  const versions = computed(() => {
    const [from, old, now] = [deployed.value, before.value, chosen.value]
    if (from === null || old === null || now === null) return null
    const labels = { beforeLabel: from.revision.chartVersion, afterLabel: version() }
    return { ...labels, before: defaultsOf(old), after: defaultsOf(now) }
  })
  return { guide, before, versions }
}

/** From where the new one comes from, which has its comments too; else what the release's record has of it. */
function useDeployed(
  deployed: ComputedRef<UpgradeBase | null>,
  draft: () => ChangeDraft | null,
  record: () => { readonly release: ReleaseRef; readonly revision: number } | null,
): ComputedRef<ValuesGuide | null> {
  const published: ShallowRef<ValuesGuide | null> = useValuesGuide(() => {
    const [from, chart] = [deployed.value, draft()?.chart ?? '']
    const isSame = chart === from?.source || chartNameOf(chart) === from?.revision.chartName
    if (from === null || !isSame || chartOrigin(chart) !== 'repository') return null
    return { chart, version: from.revision.chartVersion }
  })
  const recorded = useValuesGuide(() => (deployed.value === null ? null : record()))
  return computed(() => (deployed.value === null ? null : (published.value ?? recorded.value)))
}

function defaultsOf({ defaults }: ValuesGuide): string {
  return defaults.find(({ path }) => path.length === 0)?.text ?? ''
}
