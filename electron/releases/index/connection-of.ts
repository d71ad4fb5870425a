import type { ConnectionState } from '@shared/model/cluster'
import type { FeedState } from '@shared/model/release-feed'

/** How a cluster answers, by how its index is. That nothing may be read there is an answer too. */
export function connectionOf(context: string, { phase, error, version }: FeedState): ConnectionState {
  if (phase === 'connecting') return { state: 'connecting', context }
  const checkedAt = new Date().toISOString()
  const isRefused = phase === 'failed' && error?.code === 'forbidden'
  if (error === null || isRefused) return { state: 'connected', context, version, checkedAt }
  return { state: 'failed', context, error, checkedAt }
}
