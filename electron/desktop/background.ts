import { isRunning, type Operation } from '@shared/model/operation'

export interface BackgroundDeps {
  readonly operations: () => readonly Operation[]
  readonly showWindow: () => void
  readonly quit: () => void
}

export interface Background {
  /** The window was closed while changes run: from now on they are followed without it. */
  readonly enter: () => void
  /** The person has the window again: nothing is decided for them any more. */
  readonly leave: () => void
  /** The operations are not what they were. */
  readonly update: () => void
}

/**
 * Follows changes after the window was closed, whether or not the desktop has a tray. When all have ended well there is
 * nothing to tell and the app quits, as the person asked; when one has not, the window comes back and says so.
 */
export function createBackground({ operations, showWindow, quit }: BackgroundDeps): Background {
  let followed: Set<string> | null = null
  // What somebody else's helm does is looked at only while somebody looks.
  const ours = (): readonly Operation[] => operations().filter(({ foreign }) => foreign !== true)
  return {
    enter: () => {
      followed = new Set()
      for (const operation of ours()) if (isRunning(operation)) followed.add(operation.id)
    },
    leave: () => {
      followed = null
    },
    update: () => {
      if (followed === null) return
      const ids = followed
      const all = ours()
      if (all.some(isRunning)) return
      followed = null
      const trouble = all.some(({ id, status }) => ids.has(id) && status.phase !== 'done')
      if (trouble) showWindow()
      else quit()
    },
  }
}
