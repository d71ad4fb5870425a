import type { FeedPatch, FeedSnapshot, FeedState } from '@shared/model/release-feed'
import type { HelmRelease } from '@shared/model/release'

/** A live feed of a cluster whose every release may be read; a spec says only what it is about. */
export function makeState(part: Partial<FeedState> = {}): FeedState {
  return {
    phase: 'live',
    error: null,
    asOf: '2026-03-02T10:00:00Z',
    storage: 'secrets',
    limited: null,
    reading: 0,
    version: 'v1.36.0',
    clockSkewMs: 0,
    ...part,
  }
}

export function makeSnapshot(
  context: string,
  releases: readonly HelmRelease[],
  part: Partial<FeedSnapshot> = {},
): FeedSnapshot {
  return { context, seq: 0, releases, gone: [], state: makeState(), ...part }
}

export function makePatch(context: string, seq: number, part: Partial<FeedPatch> = {}): FeedPatch {
  return { context, seq, upserted: [], removed: [], gone: null, state: null, ...part }
}
