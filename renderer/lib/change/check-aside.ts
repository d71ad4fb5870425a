import { checkValues } from '@shared/values-check/check-values'
import type { ValuesDocuments } from '@shared/values-check/lines'
import type { ValuesProblem } from '@shared/values-check/problem'

export interface CheckRequest {
  readonly id: number
  readonly text: string
  readonly documents: ValuesDocuments
}

export interface CheckAnswer {
  readonly id: number
  readonly problems: readonly ValuesProblem[]
}

/** Up to so many characters a check is done before anybody notices (measured: 25 ms), and needs no second thread. */
const few = 50_000

interface Checker {
  readonly worker: Worker
  readonly asked: Map<
    number,
    { readonly resolve: (problems: readonly ValuesProblem[]) => void; readonly reject: (reason: Error) => void }
  >
}

let checker: Checker | null = null
let last = 0

/**
 * The same as `checkValues`; a long text is read in a thread of its own, which the first of them starts.
 * @throws Error when that thread ends; the next check begins another
 */
export async function checkAside(text: string, documents: ValuesDocuments): Promise<readonly ValuesProblem[]> {
  if (text.length <= few) return checkValues(text, documents)
  const { worker, asked } = (checker ??= open())
  const id = (last += 1)
  return new Promise((resolve, reject) => {
    asked.set(id, { resolve, reject })
    const request: CheckRequest = { id, text, documents }
    worker.postMessage(request)
  })
}

function open(): Checker {
  const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' })
  const asked: Checker['asked'] = new Map()
  worker.onmessage = ({ data }: MessageEvent<CheckAnswer>) => {
    asked.get(data.id)?.resolve(data.problems)
    asked.delete(data.id)
  }
  worker.onerror = () => {
    checker = null
    worker.terminate()
    for (const { reject } of asked.values()) reject(new Error("The values couldn't be checked."))
  }
  return { worker, asked }
}
