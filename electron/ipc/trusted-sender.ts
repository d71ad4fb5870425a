import { fail } from '@shared/errors'

/** What the check needs of Electron's IpcMainInvokeEvent; a test makes its own. */
export interface SenderEvent {
  readonly sender: { readonly id: number }
  readonly senderFrame: { readonly origin: string; readonly parent: unknown } | null
}

export interface Trust {
  /** The origin the window's page is served from: `app://wheelhouse`, or the dev server's while developing. */
  readonly origin: string
  /** Whether a webContents id is one of our own windows. */
  readonly isOurs: (webContentsId: number) => boolean
}

/**
 * Throws `untrusted-sender` unless the message comes from the top frame of one of our windows, showing our own page.
 * A frame that has gone (null) is refused too: there is nobody to answer.
 */
export function assertTrustedSender(event: SenderEvent, trust: Trust): void {
  const frame = event.senderFrame
  if (frame !== null && frame.parent === null && frame.origin === trust.origin && trust.isOurs(event.sender.id)) return
  fail('untrusted-sender', 'This page may not talk to Wheelhouse.', {
    detail: `sender ${String(event.sender.id)}, origin ${frame?.origin ?? 'gone'}`,
  })
}
