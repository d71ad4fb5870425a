import type { FeedState } from '@shared/model/release-feed'
import type { HelmRelease } from '@shared/model/release'
import { vi, type Mocked } from 'vitest'
import type { Kept } from '../index-file'
import type { ReleaseIndex } from '../release-index'
import { connecting } from './feed-states'

/** An index that does what a test says. */
export interface FakeIndex extends Mocked<ReleaseIndex> {
  readonly context: string
  /** What it was started with. */
  readonly known: Kept
  /** It is so from now on, and tells of it. */
  readonly become: (state: FeedState, rows?: readonly HelmRelease[]) => void
  kept: Kept
}

export function fakeIndex(context: string, known: Kept, onPatch: () => void): FakeIndex {
  let state = connecting
  let releases: readonly HelmRelease[] = []
  const index: FakeIndex = {
    context,
    known,
    kept: { facts: [], seen: null },
    become: (next, rows = releases) => {
      state = next
      releases = rows
      onPatch()
    },
    state: vi.fn(() => state),
    snapshot: vi.fn(() => ({ context, seq: 0, releases, gone: [], state })),
    keep: vi.fn(() => index.kept),
    list: vi.fn(() => Promise.resolve([...releases])),
    history: vi.fn(() => Promise.resolve([])),
    followHistory: vi.fn(() => Promise.resolve([])),
    prefer: vi.fn(),
    markSeen: vi.fn(),
    kick: vi.fn(),
    restart: vi.fn(),
    rescope: vi.fn(),
    stop: vi.fn(),
  }
  return index
}
