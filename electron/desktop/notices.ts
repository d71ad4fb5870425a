import { isRunning, type Operation } from '@shared/model/operation'
import type { ReleaseRef } from '@shared/model/release-ref'
import { failedTitle, operationTitle } from '@shared/operation-title'
import { visibleLine } from '@shared/visible'

/** A notification of the desktop. */
export interface Notice {
  readonly title: string
  readonly body: string
  /** Brings the window, with the release where the window shows its cluster. */
  readonly open: () => void
}

export interface NoticesDeps {
  readonly operations: () => readonly Operation[]
  /** Whether the window is before the person: then its own strip tells. */
  readonly isSeen: () => boolean
  readonly show: (notice: Notice) => void
  readonly openRelease: (release: ReleaseRef) => void
}

/**
 * Tells of changes that end out of sight. A cancelled one is not told: the person did it. No value and no text of helm
 * is part of a notice: it stays on the screen when the person has gone, and in the desktop's own list.
 * @returns to be called when the operations are not what they were
 */
export function createNotices({ operations, isSeen, show, openRelease }: NoticesDeps): () => void {
  let running: ReadonlySet<string> = new Set()
  return () => {
    // Of somebody else's change the list tells; a notice would come for every pipeline.
    const all = operations().filter(({ foreign }) => foreign !== true)
    const before = running
    running = new Set(all.filter(isRunning).map(({ id }) => id))
    if (isSeen()) return
    for (const operation of all) {
      const { id, status, namespace, context, name } = operation
      if (!before.has(id) || isRunning(operation) || status.phase === 'cancelled') continue
      show({
        title: visibleLine(operationTitle(operation)),
        body: visibleLine(bodyOf(operation)),
        open: () => openRelease({ context, namespace, name }),
      })
    }
  }
}

function bodyOf({ verb, status, namespace, context }: Operation): string {
  const place = `${namespace} on ${context}`
  if (status.phase === 'failed') {
    const { message } = status.error
    // The title says as much, and the cause is helm's text.
    return `${message === failedTitle(verb) ? 'Open it to see why.' : message} (${place})`
  }
  return status.phase === 'stuck' ? `It is stuck in ${status.releaseStatus} and needs repair. (${place})` : place
}
