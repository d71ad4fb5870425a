import type { WebContents } from 'electron'
import type { Emit } from '@shared/contract/events'

/** Sends an event to every window that is there; one that is being closed is passed over. */
export function createSend(targets: () => readonly WebContents[]): Emit {
  return (name, payload) => {
    for (const contents of targets()) if (!contents.isDestroyed()) contents.send(name, payload)
  }
}
