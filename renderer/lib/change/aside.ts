interface AsideOptions {
  /** Begins a thread that answers each `{ id, …question }` with `{ id, …answer }`. */
  readonly open: () => Worker
  /** A question that takes longer is given up. */
  readonly limitMs: number
  /** Said when the thread ends, and when a question takes too long. */
  readonly failed: string
  readonly late: string
}

interface Waiting<Answer> {
  readonly request: { readonly id: number }
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: Error) => void
}

interface Aside<Answer> extends AsideOptions {
  /** Not answered yet, in the order in which they were asked. */
  readonly waiting: Map<number, Waiting<Answer>>
  worker: Worker | null
  /** Of the question that the thread works on. */
  timer: ReturnType<typeof setTimeout> | undefined
  last: number
}

/**
 * Work in a thread of its own, which the first question starts and all share.
 * @returns asks; it rejects with a sentence when the answer takes too long or the thread ends, and the next question begins another
 */
export function createAside<Answer>(options: AsideOptions): (question: object) => Promise<Answer> {
  const aside: Aside<Answer> = { ...options, waiting: new Map(), worker: null, timer: undefined, last: 0 }
  return (question) =>
    new Promise((resolve, reject) => {
      const id = (aside.last += 1)
      const request = { ...question, id }
      aside.waiting.set(id, { request, resolve, reject })
      aside.worker ??= begin(aside)
      aside.worker.postMessage(request)
      if (aside.waiting.size === 1) watchTime(aside)
    })
}

function begin<Answer>(aside: Aside<Answer>): Worker {
  const { waiting } = aside
  const opened = aside.open()
  opened.onmessage = ({ data }: MessageEvent<Answer & { readonly id: number }>) => {
    if (aside.worker !== opened) return
    waiting.get(data.id)?.resolve(data)
    waiting.delete(data.id)
    watchTime(aside)
  }
  opened.onerror = () => {
    if (aside.worker !== opened) return
    close(aside)
    for (const { reject } of waiting.values()) reject(new Error(aside.failed))
    waiting.clear()
  }
  return opened
}

function close(aside: Pick<Aside<never>, 'timer' | 'worker'>): void {
  clearTimeout(aside.timer)
  aside.worker?.terminate()
  aside.worker = null
}

function watchTime<Answer>(aside: Aside<Answer>): void {
  clearTimeout(aside.timer)
  if (aside.waiting.size > 0) aside.timer = setTimeout(() => giveUpFirst(aside), aside.limitMs)
}

/** Only the one that takes so long is lost: a new thread is asked the others. */
function giveUpFirst<Answer>(aside: Aside<Answer>): void {
  close(aside)
  const [first, ...others] = aside.waiting.values()
  if (first === undefined) return
  aside.waiting.delete(first.request.id)
  first.reject(new Error(aside.late))
  if (others.length === 0) return
  aside.worker = begin(aside)
  for (const { request } of others) aside.worker.postMessage(request)
  watchTime(aside)
}
