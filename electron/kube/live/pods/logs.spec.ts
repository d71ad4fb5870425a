import { describe, expect, it } from 'vitest'
import { AppFailure } from '@shared/errors'
import type { ApiStream } from '../../api-client'
import { statusFailure } from '../../errors'
import { readPodLog } from './logs'

const pod = {
  metadata: { name: 'web-1' },
  spec: { containers: [{ name: 'main' }, { name: 'side' }], initContainers: [{ name: 'init' }] },
  status: {
    containerStatuses: [
      { name: 'main', restartCount: 0, state: { running: {} } },
      { name: 'side', restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } } },
    ],
  },
}

/** @param answer what the log is for so many lines; a number is that HTTP status */
function clusterOf(answer: (lines: number) => string | number) {
  const asked: URLSearchParams[] = []
  return {
    asked,
    get: () => Promise.resolve(pod),
    stream: (path: string): Promise<ApiStream> => {
      const query = new URL(`http://x${path}`).searchParams
      asked.push(query)
      const text = answer(Number(query.get('tailLines')))
      if (typeof text === 'number') {
        const body = JSON.stringify({ kind: 'Status', message: 'container "side" is waiting to start' })
        return Promise.reject(statusFailure({ context: 'c', server: 's' }, text, body))
      }
      async function* chunks(): AsyncGenerator<Buffer, void, undefined> {
        yield await Promise.resolve(Buffer.from(text as string))
      }
      return Promise.resolve({ isHttp2: true, date: null, chunks: chunks(), close: () => undefined })
    },
  }
}

const place = { namespace: 'shop', pod: 'web-1' }

describe('a log', () => {
  it('is of the container in trouble, with all containers named', async () => {
    const cluster = clusterOf(() => 'one\ntwo\n')
    expect(await readPodLog(cluster, place)).toEqual({
      text: 'one\ntwo\n',
      truncated: false,
      container: 'side',
      containers: ['init', 'main', 'side'],
      hasPrevious: true,
    })
    expect(Object.fromEntries(cluster.asked[0] ?? [])).toEqual({
      container: 'side',
      timestamps: 'true',
      limitBytes: '262144',
      tailLines: '500',
    })
  })

  it('is of the container and run that is asked for', async () => {
    const cluster = clusterOf(() => '')
    const log = await readPodLog(cluster, { ...place, container: 'main', previous: true })
    expect(log).toMatchObject({ text: '', truncated: false, container: 'main', hasPrevious: false })
    expect(cluster.asked[0]?.get('previous')).toBe('true')
  })

  it('says when there was more', async () => {
    const log = await readPodLog(
      clusterOf((lines) => 'x\n'.repeat(lines)),
      place,
    )
    expect(log.truncated).toBe(true)
  })

  it('is the newest lines also where lines are long', async () => {
    const cluster = clusterOf((lines) =>
      Array.from({ length: lines }, (_, at) => `${at}${'x'.repeat(9_000)}\n`).join(''),
    )
    const log = await readPodLog(cluster, place)
    expect(cluster.asked.map((query) => query.get('tailLines'))).toEqual(['500', '100', '20'])
    expect(log.text.split('\n')).toHaveLength(21)
    expect(log.truncated).toBe(true)
    const huge = await readPodLog(
      clusterOf(() => 'x'.repeat(1_000_000)),
      place,
    )
    expect(huge.text).toHaveLength(256 * 1024)
    expect(huge.truncated).toBe(true)
  })

  it('says in words why there is none', async () => {
    const failure: unknown = await readPodLog(
      clusterOf(() => 400),
      place,
    ).catch((thrown: unknown) => thrown)
    expect(failure).toBeInstanceOf(AppFailure)
    expect((failure as AppFailure).error).toMatchObject({
      code: 'invalid-input',
      message: 'There is no log for the container "side".',
      cause: 'container "side" is waiting to start',
    })
  })
})
