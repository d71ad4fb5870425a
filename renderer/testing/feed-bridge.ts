import type { FeedPatch, FeedSnapshot } from '@shared/model/release-feed'
import type { HelmRelease } from '@shared/model/release'
import { makePatch, makeSnapshot } from './make-feed'
import { plainBridge } from './plain-bridge'

type Fake = ReturnType<typeof plainBridge>

interface FeedBridge extends Fake {
  /** Tells the next patch of a context, as the main process would. */
  readonly patch: (context: string, part: Partial<FeedPatch>) => void
}

/** A bridge to a window whose clusters are as these snapshots say; a list of releases is one of `prod`. */
export function feedBridge(
  known: readonly HelmRelease[] | readonly FeedSnapshot[],
  answers: Fake['answers'] = {},
): FeedBridge {
  const snapshots = new Map(toSnapshots(known).map((snapshot) => [snapshot.context, snapshot]))
  const numbers = new Map<string, number>()
  const bridge = plainBridge({
    'releases:follow': ({ contexts }) =>
      Promise.resolve(contexts.map((context) => snapshots.get(context) ?? makeSnapshot(context, []))),
    ...answers,
  })
  return {
    ...bridge,
    patch: (context, part) => {
      const seq = (numbers.get(context) ?? snapshots.get(context)?.seq ?? 0) + 1
      numbers.set(context, seq)
      bridge.emit('releases:patched', makePatch(context, seq, part))
    },
  }
}

function toSnapshots(known: readonly (HelmRelease | FeedSnapshot)[]): FeedSnapshot[] {
  const snapshots = known.flatMap((one) => ('seq' in one ? [one] : []))
  const releases = known.flatMap((one) => ('seq' in one ? [] : [one]))
  return snapshots.length > 0 ? snapshots : [makeSnapshot('prod', releases)]
}
