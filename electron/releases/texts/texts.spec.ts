import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { AppFailure, type AppError } from '@shared/errors'
import { secretMask } from '@shared/mask'
import { hostileReleases, plantedSecret } from '../../../e2e/bench/hostile/releases'
import { buildWorker, type BuiltWorker } from '../../../tools/testing/build-worker'
import { decode, decodeInWorker } from '../../records/decode'
import { maxShown, type FoundText } from './revision-texts'
import type { TextSource } from './text-jobs'
import { textsInWorker, workOnText } from './texts'

let built: BuiltWorker
let decoding: BuiltWorker
beforeAll(async () => {
  built = await buildWorker(resolve(import.meta.dirname, 'text-worker.ts'))
  decoding = await buildWorker(resolve(import.meta.dirname, '../../records/decode-worker.ts'))
})
afterAll(() => Promise.all([built.dispose(), decoding.dispose()]))

/** As in the app. */
const resourceLimits = { maxOldGenerationSizeMb: 400 }

function useWorker(timeLimitMs?: number): void {
  const texts = textsInWorker(built.startWith({ resourceLimits }), timeLimitMs)
  onTestFinished(() => texts.dispose())
}

let made = 0
function record(more: object) {
  const release = {
    name: 'web',
    version: 1,
    info: { status: 'deployed', notes: '' },
    chart: { metadata: { name: 'web', version: '1.0.0' }, values: {} },
    config: { password: 'hunter22' },
    manifest: '---\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: hunter22\n',
    ...more,
  }
  made += 1
  return { key: String(made), stored: gzipSync(JSON.stringify(release)).toString('base64') }
}
const maskedManifest = `---\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  a: ${secretMask}\n`

describe('the texts of a record', () => {
  it('are masked in the worker, and the same without one', async () => {
    const source = record({})
    const here = await workOnText('shown', source, 'manifest', false)
    useWorker()
    expect(await workOnText('shown', source, 'manifest', false)).toEqual(here)
    expect(here).toEqual({ text: maskedManifest, masked: 1 })
  })

  it('that are too long are not shown, but saved whole, masked, and for the owner alone', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'texts-'))
    onTestFinished(() => rm(dir, { recursive: true }))
    useWorker()
    const line = 'The password is hunter22.\n'
    const notes = line.repeat(Math.ceil(maxShown / line.length) + 1)
    const source = record({ info: { status: 'deployed', notes } })
    for (const reveal of [true, false])
      expect(await workOnText('shown', source, 'notes', reveal)).toEqual({ tooLong: notes.length, canSave: true })
    const path = join(dir, 'notes.txt')
    const masked = notes.replaceAll('hunter22', secretMask)
    expect(await workOnText('save', source, 'notes', path)).toBe(masked.length)
    expect(readFileSync(path, 'utf8')).toBe(masked)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('tell why they cannot be saved', async () => {
    useWorker()
    const path = join(tmpdir(), 'no-such-folder', 'notes.txt')
    await expect(workOnText('save', record({}), 'notes', path)).rejects.toMatchObject({
      error: { code: 'file-refused' },
    })
  })

  it.each(hostileReleases)('do not end the app, nor hold it up for others ($name)', async ({ name, stored }) => {
    useWorker(3_000)
    const decoder = decodeInWorker(decoding.startWith({ resourceLimits }))
    onTestFinished(() => decoder.dispose())
    const source = { key: name, stored: stored() }
    const view = decode('view', source.stored).catch(errorOf)
    const shown = showAll(source)
    const other = workOnText('shown', record({}), 'manifest', false)
    for (const outcome of [await view, ...(await shown)]) {
      // Nothing to show, too long, or too large: each is told in words. `internal` would be none.
      if (outcome !== null && 'code' in outcome) expect(outcome.code).toBe('release-too-large')
    }
    expect(JSON.stringify(await shown)).not.toContain(plantedSecret)
    expect(await other).toEqual({ text: maskedManifest, masked: 1 })
  })
})

/** As a page does: once one of them is too large, none of the others is asked for. */
async function showAll(source: TextSource): Promise<readonly (FoundText | AppError)[]> {
  const shown: (FoundText | AppError)[] = []
  for (const part of ['values', 'computed-values', 'manifest', 'notes'] as const) {
    const found = await workOnText('shown', source, part, false).catch(errorOf)
    shown.push(found)
    if (found !== null && 'code' in found) break
  }
  return shown
}

function errorOf(reason: unknown): AppError {
  if (reason instanceof AppFailure) return reason.error
  throw reason
}
