import type { AppError } from '../errors'
import type { EventName, Events } from './events'
import type { RequestInput, RequestName, RequestOutput } from './requests'

/** How a result travels from `ipcMain` to the preload. */
export type Envelope<Output> = { readonly ok: Output } | { readonly error: AppError }

/** What the preload puts on `window.wheelhouse`: all that crosses. */
export interface Bridge {
  /** Asks the main process; rejects with a plain {@link AppError}. */
  invoke<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>>
  /** Listens to an event; gives the function that stops listening. */
  on<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void
  /** The path of a dropped file; '' for a File made by a script. */
  pathForFile(file: unknown): string
}
