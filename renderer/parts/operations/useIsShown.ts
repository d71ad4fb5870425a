import { useRoute } from 'vue-router'
import { queryText } from '@/lib/view/query-text'
import type { OperationFacts } from '@/lib/operation/operation-words'
import { useClusterStore } from '@/state/clusters/clusterStore'

/** Whether the page that is open tells of a change by itself: its release's, that of its upgrade, or its own. */
export function useIsShown(): (operation: OperationFacts) => boolean {
  const route = useRoute()
  const cluster = useClusterStore()

  function isRelease({ namespace, name, context }: OperationFacts): boolean {
    return (
      queryText(route.params['namespace']) === namespace &&
      queryText(route.params['name']) === name &&
      (queryText(route.query['cluster']) || cluster.current) === context
    )
  }

  return (operation) => {
    const { name } = route
    if (name === 'activity-entry') return queryText(route.params['id']) === operation.id
    if (name === 'release' || name === 'upgrade') return isRelease(operation)
    return name === 'install' && operation.verb === 'install' && operation.context === cluster.current
  }
}
