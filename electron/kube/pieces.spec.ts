import { PassThrough, Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { piecesOf, type Pieces } from './pieces'

function open(body: Readable, isWhole = true): { pieces: Pieces; ends: boolean[] } {
  const ends: boolean[] = []
  return { pieces: piecesOf(body, { isWhole: () => isWhole, onEnd: (whole) => ends.push(whole) }), ends }
}

async function read(pieces: Pieces): Promise<string[]> {
  const texts: string[] = []
  for await (const chunk of pieces) texts.push(chunk.toString('utf8'))
  return texts
}

describe('a stream read piece by piece', () => {
  it('gives all that came before the end, also when it came before the reader', async () => {
    const body = new PassThrough()
    const { pieces, ends } = open(body)
    body.write('one')
    body.write('two')
    body.end('three')
    expect((await read(pieces)).join('')).toBe('onetwothree')
    expect(ends).toEqual([true])
  })

  it('is not asked for more than is read', async () => {
    let made = 0
    const body = new Readable({
      highWaterMark: 1,
      read() {
        this.push(String(++made))
      },
    })
    const { pieces } = open(body)
    const chunks = pieces[Symbol.asyncIterator]()
    for (const expected of ['1', '2', '3']) {
      const { value } = (await chunks.next()) as { value: Buffer }
      expect(value.toString()).toBe(expected)
    }
    expect(made).toBeLessThanOrEqual(5)
  })

  it('fails when it broke off, whatever it calls its end', async () => {
    const lost = new Error('lost')
    const half = new PassThrough()
    const { pieces: halfRead, ends } = open(half, false)
    half.end('half')
    await expect(read(halfRead)).rejects.toThrow('the answer broke off')
    expect(ends).toEqual([false])
    const failing = new PassThrough()
    const { pieces } = open(failing)
    failing.destroy(lost)
    await expect(read(pieces)).rejects.toBe(lost)
    const closed = new PassThrough()
    const { pieces: closedRead } = open(closed)
    closed.destroy()
    await expect(read(closedRead)).rejects.toThrow('the answer broke off')
  })

  it('fails when it was over before anybody looked', async () => {
    const gone = new PassThrough().destroy()
    await new Promise((resolve) => gone.once('close', resolve))
    const { pieces, ends } = open(gone)
    await expect(read(pieces)).rejects.toThrow('the answer broke off')
    expect(ends).toEqual([false])
  })

  it('stops at once, without what was not read', async () => {
    const body = new PassThrough()
    const { pieces, ends } = open(body)
    const chunks = pieces[Symbol.asyncIterator]()
    const waiting = chunks.next()
    pieces.stop()
    pieces.stop(new Error('too late'))
    expect(await waiting).toMatchObject({ done: true })
    body.write('more')
    expect(await chunks.next()).toMatchObject({ done: true })
    expect(ends).toEqual([false])
    body.destroy(new Error('nobody is interested'))
    await new Promise((resolve) => body.once('close', resolve))
  })
})
