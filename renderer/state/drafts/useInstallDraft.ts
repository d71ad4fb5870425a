import { computed, watch, type ComputedRef } from 'vue'
import { without } from '@shared/without'
import { newDraft, type ChangeDraft } from '@/lib/change/change-draft'
import { chartNameOf } from '@/lib/chart/chart-ref'
import { suggestedName } from '@/lib/release/release-name'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useDraftStore } from '@/state/drafts/draftStore'

/** Where an install's draft is kept: one for each chart and cluster. */
export function installKey(context: string, chart: string): string {
  return `install ${context} ${chart}`
}

interface InstallDraft {
  readonly draft: ComputedRef<ChangeDraft | null>
  /** Begins again with nothing typed. */
  readonly restart: () => void
}

/**
 * The draft of installing a chart into the current cluster: the one that was left, or a new one. What was typed for
 * another cluster comes along when the cluster is switched on this page.
 */
export function useInstallDraft(chart: () => string, version: () => string): InstallDraft {
  const cluster = useClusterStore()
  const drafts = useDraftStore()

  function initial(context: string): ChangeDraft {
    const own = cluster.contexts?.contexts.find((one) => one.name === context)?.namespace ?? ''
    return newDraft({
      verb: 'install',
      context,
      chart: chart(),
      version: version(),
      name: suggestedName(chartNameOf(chart())),
      namespace: own === '' ? 'default' : own,
    })
  }

  watch(
    [() => cluster.current, chart] as const,
    ([context, ref], [before, refBefore]) => {
      if (context === null || ref === '') return
      const waiting = drafts.load(installKey(context, ref))
      const other = typeof before === 'string' && refBefore === ref ? before : null
      if (waiting === null) begin(context, ref, other)
      else void waiting.then(() => cluster.current === context && chart() === ref && begin(context, ref, other))
    },
    { immediate: true, flush: 'sync' },
  )

  /** @param before the cluster that the page was for until now */
  function begin(context: string, ref: string, before: string | null): void {
    const key = installKey(context, ref)
    const kept = drafts.resume(key)
    if (kept !== null) {
      if (version() !== '' && kept.operationId === '') kept.version = version()
      return
    }
    const other = before === null ? null : drafts.find(installKey(before, ref))
    const isTyped = before !== null && drafts.isTyped(installKey(before, ref))
    const same = other && { ...without(other, 'cluster'), options: { ...other.options }, context, operationId: '' }
    if (same !== null && isTyped) drafts.keep(key, same)
    else drafts.begin(key, same ?? initial(context))
  }
  const draft = computed(() => (cluster.current === null ? null : drafts.find(installKey(cluster.current, chart()))))
  function restart(): void {
    if (cluster.current === null) return
    drafts.drop(installKey(cluster.current, chart()))
    begin(cluster.current, chart(), null)
  }
  return { draft, restart }
}
