import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron'
import type { Bridge, Envelope } from '@shared/contract/bridge'
import { eventNames, type EventName } from '@shared/contract/events'
import { appError, type AppError } from '@shared/errors'

/**
 * The whole of what the window's page can reach. One file, because a sandboxed preload cannot load a second.
 * Channel names are checked by form only: the main process knows which exist, and zod stays out of this bundle.
 */
const channelForm = /^[a-z]{1,20}:[a-z_]{1,40}$/

async function invoke(name: unknown, input: unknown): Promise<unknown> {
  if (typeof name !== 'string' || !channelForm.test(name)) return refuse('invalid-input', 'There is no such request.')
  let envelope: Envelope<unknown>
  try {
    envelope = (await ipcRenderer.invoke(name, input)) as Envelope<unknown>
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown)
    return refuse('invalid-input', "The request couldn't be sent.", detail)
  }
  if ('ok' in envelope) return envelope.ok
  return reject(envelope.error)
}

function on(name: unknown, listener: unknown): () => void {
  if (!(eventNames as readonly unknown[]).includes(name) || typeof listener !== 'function') return () => undefined
  const forward = (_event: IpcRendererEvent, payload: unknown): unknown =>
    (listener as (p: unknown) => unknown)(payload)
  ipcRenderer.on(name as EventName, forward)
  return () => ipcRenderer.removeListener(name as EventName, forward)
}

function pathForFile(file: unknown): string {
  return file instanceof File ? webUtils.getPathForFile(file) : ''
}

function refuse(code: AppError['code'], message: string, detail = ''): Promise<never> {
  return reject(appError(code, message, { detail }))
}

/** An Error loses its name and fields on its way through contextBridge; a plain object does not. */
function reject(error: AppError): Promise<never> {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the contract, see above
  return Promise.reject(error)
}

/** What is used of the Navigation API, which TypeScript's types of the page lack. */
interface Navigating {
  readonly navigationType: string
  readonly destination: { readonly sameDocument: boolean }
  preventDefault(): void
}

/**
 * Keeps the page where it is. For about:blank and about:srcdoc Chromium asks nobody in the main process (desktop/security.ts
 * denies the rest), and with the page all that was typed in it would go. The page's own scripts can't take this listener away.
 */
function keepPage(navigation: {
  addEventListener(name: 'navigate', listener: (event: Navigating) => void): void
}): void {
  navigation.addEventListener('navigate', (event) => {
    if (!event.destination.sameDocument && event.navigationType !== 'reload') event.preventDefault()
  })
}

keepPage((globalThis as unknown as { navigation: Parameters<typeof keepPage>[0] }).navigation)
contextBridge.exposeInMainWorld('wheelhouse', { invoke, on, pathForFile } satisfies Record<keyof Bridge, unknown>)
