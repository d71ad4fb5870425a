import { appError } from '@shared/errors'
import type { FeedState } from '@shared/model/release-feed'

export const live: FeedState = {
  phase: 'live',
  error: null,
  asOf: '2026-11-23T10:00:00.000Z',
  storage: 'secrets',
  limited: null,
  reading: 0,
  version: 'v1.36.3',
  clockSkewMs: 0,
}

export const connecting: FeedState = { ...live, phase: 'connecting', asOf: '' }

export const reconnecting: FeedState = {
  ...live,
  phase: 'reconnecting',
  error: appError('cluster-unreachable', 'The cluster is away.'),
}

export const failed: FeedState = { ...reconnecting, phase: 'failed', asOf: '' }

export const forbidden: FeedState = {
  ...failed,
  error: appError('forbidden', 'You may not do this in this cluster.'),
  limited: { readable: [], denied: ['shop'], namesKnown: true },
}
