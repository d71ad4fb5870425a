import { checkValues, type ValuesMasks } from '@shared/values-check/check-values'
import type { ValuesDocuments } from '@shared/values-check/lines'
import type { ValuesProblem } from '@shared/values-check/problem'

export interface CheckRequest {
  readonly id: number
  readonly text: string
  readonly documents: ValuesDocuments
  readonly masks: ValuesMasks
}

export interface CheckAnswer {
  readonly id: number
  readonly problems: readonly ValuesProblem[]
}

/** Up to so many characters a check is done before anybody notices (measured: 25 ms), and needs no second thread. */
const few = 50_000

/** A check that takes longer is given up: a mebibyte of honest values takes most of a second. Milliseconds. */
const limitMs = 5_000

interface Question {
  readonly request: CheckRequest
  readonly resolve: (problems: readonly ValuesProblem[]) => void
  readonly reject: (reason: Error) => void
}

/** Not answered yet, in the order in which they were asked. */
const waiting = new Map<number, Question>()
let worker: Worker | null = null
/** Of the question that the thread works on. */
let timer: ReturnType<typeof setTimeout> | undefined
let last = 0

/**
 * The same as `checkValues`; a long text is read in a thread of its own, which the first of them starts.
 * @throws Error with a sentence, when that takes too long or that thread ends; the next check begins another
 */
export async function checkAside(
  text: string,
  documents: ValuesDocuments,
  masks: ValuesMasks = 'refused',
): Promise<readonly ValuesProblem[]> {
  if (text.length <= few) return checkValues(text, documents, masks)
  const id = (last += 1)
  return new Promise((resolve, reject) => {
    const request: CheckRequest = { id, text, documents, masks }
    waiting.set(id, { request, resolve, reject })
    worker ??= open()
    worker.postMessage(request)
    if (waiting.size === 1) watchTime()
  })
}

function open(): Worker {
  const opened = new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' })
  opened.onmessage = ({ data }: MessageEvent<CheckAnswer>) => {
    if (worker !== opened) return
    waiting.get(data.id)?.resolve(data.problems)
    waiting.delete(data.id)
    watchTime()
  }
  opened.onerror = () => {
    if (worker !== opened) return
    close()
    for (const { reject } of waiting.values()) reject(new Error("The values couldn't be checked."))
    waiting.clear()
  }
  return opened
}

function close(): void {
  clearTimeout(timer)
  worker?.terminate()
  worker = null
}

function watchTime(): void {
  clearTimeout(timer)
  if (waiting.size > 0) timer = setTimeout(giveUpFirst, limitMs)
}

/** Only the one that takes so long is lost: a new thread is asked the others. */
function giveUpFirst(): void {
  close()
  const [first, ...others] = waiting.values()
  if (first === undefined) return
  waiting.delete(first.request.id)
  first.reject(new Error("The values couldn't be checked in time."))
  if (others.length === 0) return
  worker = open()
  for (const { request } of others) worker.postMessage(request)
  watchTime()
}
