import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readKubeconfigFiles } from './kubeconfig-memory'
import { listContexts, mergeKubeconfigs } from './merge'
import { kubeconfigText, temporaryFolder } from './testing/kubeconfig'

let folder: ReturnType<typeof temporaryFolder>
let file: string
beforeEach(() => {
  folder = temporaryFolder()
  file = join(folder.path, 'config')
})
afterEach(() => {
  vi.useRealTimers()
  folder.remove()
})

async function configOf(): Promise<unknown> {
  const [read] = await readKubeconfigFiles([file])
  return read?.kind === 'ok' ? read.config : read
}

/** As if the file had been written long ago: its state then says all about it. */
function later(): void {
  vi.useFakeTimers({ now: Date.now() + 10_000, toFake: ['Date'] })
}

describe('the memory of kubeconfig files', () => {
  it('parses a file once for as long as it is the same, whoever asks', async () => {
    writeFileSync(file, kubeconfigText({ a: {} }))
    later()
    const [one, other] = await Promise.all([configOf(), configOf()])
    expect(other).toBe(one)
    expect(await configOf()).toBe(one)
  })

  it('parses it anew when it was written, replaced, or only given another time', async () => {
    writeFileSync(file, kubeconfigText({ a: {} }))
    later()
    const first = await configOf()
    // As many bytes as before.
    writeFileSync(file, kubeconfigText({ b: {} }))
    expect(await configOf()).toMatchObject({ contexts: [{ name: 'b' }] })
    writeFileSync(`${file}.new`, kubeconfigText({ c: {} }))
    renameSync(`${file}.new`, file)
    expect(await configOf()).toMatchObject({ contexts: [{ name: 'c' }] })
    const before = await configOf()
    utimesSync(file, 1_000, 1_000)
    expect(await configOf()).not.toBe(before)
    expect(await configOf()).not.toBe(first)
  })

  it('does not trust the state of a file that was written just now: it may be written again within a tick', async () => {
    writeFileSync(file, kubeconfigText({ a: {} }))
    expect(await configOf()).not.toBe(await configOf())
  })

  it('gives what it last held when it is gone', async () => {
    writeFileSync(file, kubeconfigText({ a: {} }))
    later()
    await configOf()
    rmSync(file)
    expect(await configOf()).toMatchObject({ kind: 'kept', config: { contexts: [{ name: 'a' }] } })
  })
})

describe('merged files', () => {
  it('are merged and listed once for as long as they are the same', async () => {
    writeFileSync(file, kubeconfigText({ a: {}, b: {} }))
    later()
    const merged = async () =>
      mergeKubeconfigs((await readKubeconfigFiles([file])).filter((result) => result.kind === 'ok'))
    const first = await merged()
    expect(await merged()).toBe(first)
    expect(await listContexts(await merged())).toBe(await listContexts(first))
    writeFileSync(file, kubeconfigText({ a: {} }))
    expect(await merged()).not.toBe(first)
  })
})
