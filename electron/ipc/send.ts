import type { WebContents } from 'electron'
import type { EventName, Events } from '@shared/contract/events'

export type Send = <N extends EventName>(name: N, payload: Events[N]) => void

/** Sends an event to every window that is there; one that is being closed is passed over. */
export function createSend(targets: () => readonly WebContents[]): Send {
  return (name, payload) => {
    for (const contents of targets()) if (!contents.isDestroyed()) contents.send(name, payload)
  }
}
