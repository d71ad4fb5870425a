import type { EventName, Events } from '@shared/contract/events'
import type { RequestInput, RequestName, RequestOutput } from '@shared/contract/requests'
import { AppFailure, errorCodes, toAppError, type AppError } from '@shared/errors'

/**
 * Asks the main process.
 * @returns the channel's result.
 * @throws {AppFailure} always that and nothing else: what the main process rejects with, wrapped.
 */
export async function invoke<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
  try {
    return await bridge().invoke(name, input)
  } catch (thrown) {
    throw new AppFailure(isAppError(thrown) ? thrown : toAppError(thrown), { cause: thrown })
  }
}

/** Listens to the main process until the given function is called. */
export function listen<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void {
  return bridge().on(name, listener)
}

/** The path of a dropped file; '' for one that a script made. */
export function pathForFile(file: File): string {
  return bridge().pathForFile(file)
}

function bridge(): NonNullable<Window['wheelhouse']> {
  if (window.wheelhouse === undefined) throw new Error('The window was opened without its bridge to the app.')
  return window.wheelhouse
}

/** contextBridge hands over a plain copy of the error: an instanceof check cannot know it. */
function isAppError(thrown: unknown): thrown is AppError {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown) || !('message' in thrown)) return false
  return (errorCodes as readonly unknown[]).includes(thrown.code) && typeof thrown.message === 'string'
}
