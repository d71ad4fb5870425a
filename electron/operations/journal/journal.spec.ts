import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import { failsWith } from '../../kube/testing/client-lab'
import type { FileSteps } from './append-file'
import { openJournal, type Journal, type JournalOptions } from './journal'
import type { BeginRecord, KeptOperation } from './shapes'

const folders: string[] = []
const journals: Journal[] = []
afterEach(async () => {
  for (const journal of journals.splice(0)) await journal.close()
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-journal-'))
  folders.push(dir)
  return dir
}

function recordOf(name: string, more: Partial<KeptOperation> = {}): Omit<BeginRecord, 'is'> {
  return {
    operation: {
      id: randomUUID(),
      verb: 'upgrade',
      name,
      namespace: 'shop',
      context: 'prod',
      command: ['helm', 'upgrade'],
      startedAt: '2026-01-01T00:00:00Z',
      endedAt: null,
      status: { phase: 'starting' },
      ...more,
    } as BeginRecord['operation'],
    key: name,
    target: { context: 'prod', kubeconfigFiles: ['/k'], helmEnv: {} },
    request: { verb: 'upgrade', name },
  }
}

function ended(record: Omit<BeginRecord, 'is'>): KeptOperation {
  return {
    ...record.operation,
    status: { phase: 'done' },
    endedAt: '2026-01-01T00:01:00Z',
    revision: 2,
    remains: ['Job/x'],
  }
}

async function open(options: Partial<JournalOptions> = {}): Promise<Journal> {
  const journal = openJournal({ dir: newFolder(), ...options })
  journals.push(journal)
  await journal.ready
  return journal
}

const namesOf = (journal: Journal): string[] => journal.entries().map(({ operation }) => operation.name)
const firstFile = (dir: string): string => join(dir, 'journal-00000001.log')

const real: FileSteps = {
  write: async (file, bytes, offset) => (await file.write(bytes, offset)).bytesWritten,
  sync: (file) => file.datasync(),
  truncate: (file, size) => file.truncate(size),
}

describe('the journal', () => {
  it.skipIf(process.platform === 'win32')(
    'says what stands in the place of a file of it, and waits for nothing',
    async () => {
      const dir = newFolder()
      execFileSync('mkfifo', [join(dir, 'journal-00000001.log')])
      const journal = openJournal({ dir })
      journals.push(journal)
      await journal.ready
      expect(journal.problem()).toMatch(
        /journal-00000001\.log is in the way: It is not a regular file\. Move it elsewhere\./,
      )
      await expect(journal.begin(recordOf('web'))).rejects.toEqual(failsWith('journal-failed'))
      rmSync(join(dir, 'journal-00000001.log'))
      await journal.begin(recordOf('web'))
      expect(journal.problem()).toBe('')
    },
  )

  it('tells after a new start what was written, newest first', async () => {
    const dir = newFolder()
    const journal = await open({ dir })
    const [one, two] = [recordOf('one'), recordOf('two')]
    await journal.begin(one)
    await journal.begin(two)
    journal.noteHelm(one.operation.id, { pid: 42, startTime: '4711' })
    journal.noteDetail(one.operation.id, { objects: [], output: 'STATUS: deployed\n' })
    journal.note(ended(one))
    await journal.close()
    const again = await open({ dir })
    expect(namesOf(again)).toEqual(['two', 'one'])
    expect(again.entry(one.operation.id)).toMatchObject({
      operation: ended(one),
      request: one.request,
      key: 'one',
      target: one.target,
      helm: { pid: 42, startTime: '4711' },
    })
    expect(await again.readDetail(one.operation.id)).toMatchObject({ objects: [], output: 'STATUS: deployed\n' })
    expect(await again.readDetail(two.operation.id)).toEqual({ objects: [], output: '' })
    expect(again.problem()).toBe('')
  })

  it('is for the owner alone', async () => {
    const dir = join(newFolder(), 'journal')
    const journal = await open({ dir })
    await journal.begin(recordOf('one'))
    expect(statSync(dir).mode & 0o777).toBe(0o700)
    expect(statSync(firstFile(dir)).mode & 0o777).toBe(0o600)
  })

  it('keeps every whole line of a file torn anywhere, and goes on behind it', async () => {
    const dir = newFolder()
    const journal = await open({ dir })
    for (let index = 0; index < 8; index++) {
      const record = recordOf(`release-${index}`)
      await journal.begin(record)
      if (index % 2 === 0) journal.note(ended(record))
    }
    await journal.close()
    const whole = readFileSync(firstFile(dir))
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), fc.boolean(), async (size, isGarbled) => {
        const torn = newFolder()
        const tail = isGarbled ? Buffer.from([0, 255, 7]) : Buffer.alloc(0)
        writeFileSync(firstFile(torn), Buffer.concat([whole.subarray(0, size), tail]))
        const lines = whole.subarray(0, size).toString().split('\n').slice(0, -1)
        const begun = lines.filter((line) => line.includes('"is":"begin"')).length
        const found = await open({ dir: torn })
        expect(found.entries()).toHaveLength(begun)
        expect(found.problem()).toBe('')
        const rest = whole.subarray(lines.join('\n').length + (lines.length > 0 ? 1 : 0), size)
        const left = Buffer.concat([rest, tail])
        if (left.length > 0)
          expect(readFileSync(join(torn, 'torn.log'))).toEqual(Buffer.concat([left, Buffer.from('\n')]))
        await found.begin(recordOf('after'))
        await found.close()
        const again = await open({ dir: torn })
        expect(namesOf(again)[0]).toBe('after')
        expect(again.entries()).toHaveLength(begun + 1)
        await again.close()
      }),
      { numRuns: 120 },
    )
  })

  it('skips damaged lines, and says how many', async () => {
    const dir = newFolder()
    const journal = await open({ dir })
    for (const name of ['one', 'two', 'three']) await journal.begin(recordOf(name))
    await journal.close()
    const lines = readFileSync(firstFile(dir), 'utf8').split('\n')
    lines[1] = (lines[1] ?? '').replace('"two"', '"owt"')
    lines.splice(2, 0, 'nonsense')
    writeFileSync(firstFile(dir), lines.join('\n'))
    const again = await open({ dir })
    expect(namesOf(again)).toEqual(['three', 'one'])
    expect(again.problem()).toContain('2 lines of the journal are damaged')
  })

  it.each(['write', 'sync'] as const)(
    'refuses to begin when the disk is full (%s), and leaves no half line',
    async (step) => {
      const dir = newFolder()
      let isFull = false
      const full = (): never => {
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
      }
      const steps: FileSteps = {
        ...real,
        write: async (file, bytes, offset) => {
          if (!isFull) return real.write(file, bytes, offset)
          // As on a disk with room for some bytes.
          if (step === 'write' && offset > 0) full()
          return real.write(file, step === 'write' ? bytes.subarray(0, 7) : bytes, offset)
        },
        sync: async (file) => {
          if (isFull && step === 'sync') full()
          await real.sync(file)
        },
      }
      const journal = await open({ dir, steps })
      const one = recordOf('one')
      await journal.begin(one)
      const good = readFileSync(firstFile(dir))
      isFull = true
      await expect(journal.begin(recordOf('two'))).rejects.toMatchObject({
        error: { code: 'journal-failed', cause: expect.stringContaining('The disk is full.') as string },
      })
      expect(readFileSync(firstFile(dir))).toEqual(good)
      expect(journal.problem()).toContain('The disk is full.')
      // What is under way is told all the same, and written when there is room again.
      journal.note(ended(one))
      await journal.written()
      expect(journal.entry(one.operation.id)?.operation.status).toEqual({ phase: 'done' })
      expect(readFileSync(firstFile(dir))).toEqual(good)
      isFull = false
      await journal.begin(recordOf('three'))
      expect(journal.problem()).toBe('')
      await journal.close()
      const again = await open({ dir })
      expect(namesOf(again)).toEqual(['three', 'one'])
      expect(again.entry(one.operation.id)?.operation.status).toEqual({ phase: 'done' })
    },
  )

  it('writes on after a truncation that failed too', async () => {
    const dir = newFolder()
    let isBroken = false
    const broken = (): never => {
      throw Object.assign(new Error('broken'), { code: 'EIO' })
    }
    const steps: FileSteps = {
      write: async (file, bytes, offset) =>
        isBroken && offset > 0 ? broken() : real.write(file, isBroken ? bytes.subarray(0, 20) : bytes, offset),
      sync: (file) => real.sync(file),
      truncate: (file, size) => (isBroken ? broken() : real.truncate(file, size)),
    }
    const journal = await open({ dir, steps })
    await journal.begin(recordOf('one'))
    isBroken = true
    await expect(journal.begin(recordOf('two'))).rejects.toEqual(failsWith('journal-failed'))
    isBroken = false
    await journal.begin(recordOf('three'))
    await journal.close()
    const again = await open({ dir })
    expect(namesOf(again)).toEqual(['three', 'one'])
    expect(again.problem()).toBe('')
  })

  it('cannot begin where no folder can be made, until it can', async () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    const journal = await open({ dir: join(file, 'journal') })
    await expect(journal.begin(recordOf('one'))).rejects.toEqual(failsWith('journal-failed'))
    expect(journal.problem()).not.toBe('')
    rmSync(file)
    await journal.begin(recordOf('two'))
    expect(namesOf(journal)).toEqual(['two'])
  })

  it('takes another file when one is full, and forgets the oldest, never what is not finished', async () => {
    const dir = newFolder()
    const journal = await open({ dir, maxFileBytes: 2_000, maxFiles: 3 })
    const unfinished = recordOf('unfinished')
    await journal.begin(unfinished)
    journal.noteHelm(unfinished.operation.id, { pid: 42, startTime: null })
    for (let index = 0; index < 60; index++) {
      const record = recordOf(`release-${index}`)
      await journal.begin(record)
      journal.note(ended(record))
    }
    await journal.close()
    expect(readdirSync(dir)).toHaveLength(3)
    const again = await open({ dir })
    expect(again.entry(unfinished.operation.id)).toMatchObject({
      operation: unfinished.operation,
      helm: { pid: 42, startTime: null },
    })
    expect(again.entries().length).toBeLessThan(30)
    expect(namesOf(again)).toContain('release-59')
    expect(namesOf(again)).not.toContain('release-0')
    expect(namesOf(again).sort()).toEqual(namesOf(journal).sort())
  })

  it('writes what comes at once in its order, with few waits for the disk', async () => {
    let syncs = 0
    const dir = newFolder()
    const steps: FileSteps = { ...real, sync: (file) => real.sync(file).then(() => void (syncs += 1)) }
    const journal = await open({ dir, steps })
    const all = Array.from({ length: 50 }, (_, index) => recordOf(`release-${index}`))
    await Promise.all(all.map((record) => journal.begin(record)))
    expect(syncs).toBeLessThan(5)
    expect(namesOf(journal).toReversed()).toEqual(all.map(({ operation }) => operation.name))
  })

  it('says that a detail is gone', async () => {
    const dir = newFolder()
    const journal = await open({ dir })
    const one = recordOf('one', { status: { phase: 'failed', error: appError('timeout', 'Late.') } })
    await journal.begin(one)
    journal.noteDetail(one.operation.id, { objects: [], output: 'out' })
    await journal.written()
    truncateSync(firstFile(dir), 10)
    await expect(journal.readDetail(one.operation.id)).rejects.toEqual(failsWith('journal-failed'))
  })
})
