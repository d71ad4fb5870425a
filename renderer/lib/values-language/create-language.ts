import type { PastedValues } from '@shared/values-edit/only-own'
import type { FormAnswer } from '@shared/values-form/form-model'
import type { LayersAround } from '@shared/values-verdict/verdict'
import type { Completion, HoverText, MarkAnswer, ValuesLanguage, ValuesSubject } from './language'
import type { LanguageAnswer, LanguageQuestion, LanguageRequest } from './messages'

/** A question that takes longer is given up: honest ones take a tenth of it. Milliseconds. */
const limitMs = 3_000
/** The first one begins the thread, reads the schemas and the default values. */
const firstLimitMs = 10_000

const tooLong = "The chart's schema takes too long to check here; helm decides."

/** What of a worker is used. */
export type LanguageThread = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>

interface Waiting {
  readonly question: LanguageQuestion
  readonly resolve: (answer: LanguageAnswer['answer']) => void
}

interface State {
  thread: LanguageThread | null
  subject: ValuesSubject | null
  around: LayersAround | null
  /** What in it takes too long is left out: the schemas first, then all of it. */
  trust: 'all' | 'defaults' | 'nothing'
  /** The thread has answered since it was told of the subject. */
  isWarm: boolean
  timer: ReturnType<typeof setTimeout> | undefined
  last: number
  /** Not answered yet, in the order in which they were asked. */
  readonly waiting: Map<number, Waiting>
  readonly open: () => LanguageThread
}

/** @param open begins a thread; specs give their own */
export function createValuesLanguage(open: () => LanguageThread = openWorker): ValuesLanguage {
  const state: State = {
    thread: null,
    subject: null,
    around: null,
    trust: 'all',
    isWarm: false,
    timer: undefined,
    last: 0,
    waiting: new Map(),
    open,
  }
  return {
    setSubject: (subject) => {
      state.subject = subject
      state.trust = 'all'
      state.isWarm = false
      // What is still asked is about another chart: its time is not this one's.
      if (state.waiting.size > 0) giveUpAll(state)
      if (state.thread !== null) tell(state, { kind: 'subject', subject })
    },
    setLayers: (around) => {
      state.around = around
      if (state.thread !== null) tell(state, { kind: 'layers', around })
    },
    complete: async (text, offset) => ((await ask(state, { kind: 'complete', text, offset })) ?? []) as Completion[],
    hover: async (text, offset) => (await ask(state, { kind: 'hover', text, offset })) as HoverText | null,
    marks: async (text) => {
      const answer = (await ask(state, { kind: 'marks', text })) as MarkAnswer | null
      const helmDecides = isDoubted(state) ? tooLong : (answer?.helmDecides ?? '')
      return { marks: answer?.marks ?? [], helmDecides, isWhole: answer?.isWhole === true && state.trust === 'all' }
    },
    pasted: async (text) => (await ask(state, { kind: 'pasted', text })) as PastedValues | null,
    format: async (text) => ((await ask(state, { kind: 'format', text })) as string | null) ?? text,
    form: async (text) => (await ask(state, { kind: 'form', text })) as FormAnswer | null,
    dispose: () => {
      state.subject = null
      giveUpAll(state)
    },
  }
}

function openWorker(): LanguageThread {
  return new Worker(new URL('./language-worker.ts', import.meta.url), { type: 'module' })
}

function isDoubted({ trust, subject }: State): boolean {
  return trust !== 'all' && subject !== null && subject.guide.schemas.length > 0
}

type WithoutId<T> = T extends LanguageQuestion ? Omit<T, 'id'> : never

function ask(state: State, asked: WithoutId<LanguageQuestion>): Promise<LanguageAnswer['answer']> {
  // Without a chart there is nothing to know, and no thread to begin for it.
  if (state.subject === null && asked.kind !== 'format') return Promise.resolve(null)
  const id = (state.last += 1)
  return new Promise((resolve) => {
    const question = { ...asked, id } as LanguageQuestion
    state.waiting.set(id, { question, resolve })
    begin(state)
    tell(state, question)
    if (state.waiting.size === 1) watchTime(state)
  })
}

function tell(state: State, request: LanguageRequest): void {
  state.thread?.postMessage(request)
}

/** Begins a thread where there is none, and tells it what it is to know. */
function begin(state: State): void {
  if (state.thread !== null) return
  const thread = state.open()
  state.thread = thread
  state.isWarm = false
  thread.onmessage = ({ data }: MessageEvent<LanguageAnswer>) => {
    if (state.thread !== thread) return
    state.isWarm = true
    state.waiting.get(data.id)?.resolve(data.answer)
    state.waiting.delete(data.id)
    watchTime(state)
  }
  thread.onerror = () => {
    if (state.thread === thread) giveUpFirst(state)
  }
  tell(state, { kind: 'subject', subject: trusted(state) })
  if (state.around !== null) tell(state, { kind: 'layers', around: state.around })
}

function trusted({ subject, trust }: State): ValuesSubject | null {
  if (subject === null || trust === 'nothing') return null
  if (trust === 'all') return subject
  return { ...subject, before: null, guide: { ...subject.guide, schemas: [] } }
}

function endThread(state: State): void {
  clearTimeout(state.timer)
  state.thread?.terminate()
  state.thread = null
}

function giveUpAll(state: State): void {
  endThread(state)
  for (const { resolve } of state.waiting.values()) resolve(null)
  state.waiting.clear()
}

function watchTime(state: State): void {
  clearTimeout(state.timer)
  if (state.waiting.size === 0) return
  state.timer = setTimeout(() => giveUpFirst(state), state.isWarm ? limitMs : firstLimitMs)
}

/** Only the one that takes so long is lost: a new thread, which is told less, is asked the others. */
function giveUpFirst(state: State): void {
  endThread(state)
  state.trust = state.trust === 'all' && (state.subject?.guide.schemas.length ?? 0) > 0 ? 'defaults' : 'nothing'
  const [first, ...others] = state.waiting.values()
  if (first === undefined) return
  state.waiting.delete(first.question.id)
  first.resolve(null)
  if (others.length === 0) return
  begin(state)
  for (const { question } of others) tell(state, question)
  watchTime(state)
}
