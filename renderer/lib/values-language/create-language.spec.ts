import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createValuesLanguage, type LanguageThread } from './create-language'
import type { ValuesSubject } from './language'
import type { LanguageRequest } from './messages'

const subject: ValuesSubject = {
  guide: {
    schemas: [{ path: [], text: '{"pattern":"^(a+)+$"}' }],
    defaults: [{ path: [], text: 'a: 1' }],
    mentioned: [],
    outside: [],
    gaps: [],
  },
  before: null,
  documents: 'merged',
}

/** Answers what `work` takes; hangs at the rest. */
function threads(work: (request: LanguageRequest, known: ValuesSubject | null) => unknown) {
  const begun: { told: LanguageRequest[]; ended: boolean }[] = []
  const open = (): LanguageThread => {
    const record = { told: [] as LanguageRequest[], ended: false }
    let known: ValuesSubject | null = null
    let hangs = false
    const thread: LanguageThread = {
      onmessage: null,
      onerror: null,
      terminate: () => {
        record.ended = true
      },
      postMessage: (request: LanguageRequest) => {
        record.told.push(request)
        if (request.kind === 'subject') known = request.subject
        else if (request.kind !== 'layers' && !hangs) {
          const answer = work(request, known)
          hangs = answer === undefined
          const data = { id: request.id, answer }
          if (hangs) return
          queueMicrotask(() => {
            thread.onmessage?.call({} as Worker, { data } as MessageEvent)
          })
        }
      },
    }
    begun.push(record)
    return thread
  }
  return { open, begun }
}

describe('the thread that knows values', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('begins with the first question about a chart, and ends when it is no longer wanted', async () => {
    const { open, begun } = threads(() => [])
    const language = createValuesLanguage(open)
    expect(await language.complete('', 0)).toEqual([])
    expect(begun).toHaveLength(0)
    language.setSubject(subject)
    expect(await language.complete('', 0)).toEqual([])
    expect(begun[0]?.told.map(({ kind }) => kind)).toEqual(['subject', 'complete'])
    language.dispose()
    expect(begun[0]?.ended).toBe(true)
  })

  it('is ended when a schema takes too long; another goes on without that schema', async () => {
    const { open, begun } = threads((request, known) => {
      if (request.kind === 'marks' && known?.guide.schemas.length !== 0) return undefined
      return request.kind === 'complete' ? [] : { marks: [], helmDecides: '', isWhole: true }
    })
    const language = createValuesLanguage(open)
    language.setSubject(subject)
    const first = language.marks('a: 1')
    const waiting = language.complete('', 0)
    await vi.runAllTimersAsync()
    const sentence = "The chart's schema takes too long to check here; helm decides."
    expect(await first).toEqual({ marks: [], helmDecides: sentence, isWhole: false })
    expect(await waiting).toEqual([])
    expect(begun.map(({ ended }) => ended)).toEqual([true, false])
    expect(await language.marks('a: 1')).toEqual({ marks: [], helmDecides: sentence, isWhole: false })
    language.setSubject({ ...subject, guide: { ...subject.guide, schemas: [] } })
    expect(await language.marks('a: 1')).toEqual({ marks: [], helmDecides: '', isWhole: true })
    language.dispose()
  })

  it('answers no more about a chart that is no longer wanted, and holds its time against no other', async () => {
    const { open, begun } = threads((request, known) => {
      if (known?.before === null && request.kind === 'marks') return undefined
      return { marks: [], helmDecides: '', isWhole: true }
    })
    const language = createValuesLanguage(open)
    language.setSubject({ ...subject, before: null })
    const old = language.marks('a: 1')
    language.setSubject({ ...subject, before: subject.guide })
    expect((await old).isWhole).toBe(false)
    await vi.runAllTimersAsync()
    expect(await language.marks('a: 1')).toEqual({ marks: [], helmDecides: '', isWhole: true })
    expect(begun.map(({ ended }) => ended)).toEqual([true, false])
    language.dispose()
  })

  it('answers with nothing when it breaks down, and begins anew for the next question', async () => {
    const { open, begun } = threads(() => undefined)
    const language = createValuesLanguage(open)
    language.setSubject(subject)
    const hover = language.hover('a: 1', 0)
    await vi.runAllTimersAsync()
    expect(await hover).toBeNull()
    const marks = language.marks('a: 1')
    language.dispose()
    expect((await marks).marks).toEqual([])
    expect(begun).toHaveLength(2)
  })
})
