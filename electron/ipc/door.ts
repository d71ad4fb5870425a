import type { IpcMain } from 'electron'
import { z } from 'zod'
import type { Envelope } from '@shared/contract/bridge'
import { requests, type ParsedInput, type RequestName, type RequestOutput } from '@shared/contract/requests'
import { AppFailure, appError, toAppError, type AppError } from '@shared/errors'
import { zodWords } from '@shared/zod-words'
import { assertTrustedSender, type SenderEvent, type Trust } from './trusted-sender'

/** Answers one request. Its input has passed the channel's schema. */
export type Handler<N extends RequestName> = (input: ParsedInput<N>) => Promise<RequestOutput<N>> | RequestOutput<N>

/** One handler for each channel: a missing one is a type error. */
export type Handlers = { readonly [N in RequestName]: Handler<N> }

export interface DoorOptions {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>
  readonly trust: Trust
  /** Told of every error that leaves through the door. */
  readonly onError: (name: RequestName, error: AppError) => void
}

/** Registers every channel of the contract; gives the function that takes them away again. */
export function openDoor(handlers: Handlers, options: DoorOptions): () => void {
  const names = Object.keys(requests) as RequestName[]
  for (const name of names) {
    options.ipcMain.handle(name, (event: SenderEvent, input: unknown) => answer(name, handlers, event, input, options))
  }
  return () => names.forEach((name) => options.ipcMain.removeHandler(name))
}

async function answer<N extends RequestName>(
  name: N,
  handlers: Handlers,
  event: SenderEvent,
  input: unknown,
  { trust, onError }: DoorOptions,
): Promise<Envelope<RequestOutput<N>>> {
  try {
    assertTrustedSender(event, trust)
    const handler: Handler<N> = handlers[name]
    return { ok: await handler(parseInput(name, input)) }
  } catch (thrown) {
    const error = toAppError(thrown)
    onError(name, error)
    return { error }
  }
}

/** The parsed input, or `invalid-input` with each problem in words. The input's own text is never repeated. */
export function parseInput<N extends RequestName>(name: N, input: unknown): ParsedInput<N> {
  const result = requests[name].input.safeParse(input, { error: zodWords })
  if (result.success) return result.data as ParsedInput<N>
  throw new AppFailure(
    appError('invalid-input', `The request ${name} was refused.`, {
      cause: result.error.issues.slice(0, 5).map(describeIssue).join('; '),
      detail: z.prettifyError(result.error).slice(0, 2000),
    }),
  )
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const where = issue.path.map(String).join('.').slice(0, 100)
  return where === '' ? issue.message.slice(0, 200) : `${where}: ${issue.message.slice(0, 200)}`
}
