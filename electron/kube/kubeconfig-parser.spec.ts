import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { buildWorker, type BuiltWorker } from '../../tools/testing/build-worker'
import { parseKubeconfigText } from './kubeconfig-parse'
import { parseKubeconfigsInWorker, parseLargeKubeconfig } from './kubeconfig-parser'

let built: BuiltWorker
beforeAll(async () => {
  built = await buildWorker(resolve(import.meta.dirname, 'kubeconfig-worker.ts'))
})
afterAll(() => built.dispose())

/** Lets a worker parse for the rest of the test. */
function useWorker(start = built.start) {
  const startWorker = vi.fn(start)
  const parser = parseKubeconfigsInWorker(startWorker)
  onTestFinished(() => parser.dispose())
  return startWorker
}

function large(more = ''): string {
  const names = Array.from({ length: 2_000 }, (_, at) => `context-${at}`)
  return [
    'current-context: context-7\npreferences: {colors: true}\nfuture: {__proto__: 1, "a b": [1, null, true]}\nclusters:',
    ...names.map((name) => `- name: ${name}\n  cluster: {server: "https://${name}.test"}`),
    'users:',
    ...names.map((name) => `- name: ${name}\n  user: {token: "007", as-groups: [a, null]}`),
    'contexts:',
    ...names.map((name) => `- name: ${name}\n  context: {cluster: ${name}, user: ${name}}`),
    more,
  ].join('\n')
}

describe('a large kubeconfig', () => {
  it('is the same whether a worker parses it or not', async () => {
    const here = await parseKubeconfigText(large())
    const startWorker = useWorker()
    const there = await parseLargeKubeconfig(large())
    expect(startWorker).toHaveBeenCalledTimes(1)
    expect(there.kind).toBe('ok')
    // Too large for a difference that anybody could read.
    expect(isDeepStrictEqual(there, JSON.parse(JSON.stringify(here)))).toBe(true)
  })

  it.each([
    ['a line with a fault', 'extensions: ['],
    ['a name twice', 'contexts:\n- {name: a}\n- {name: a}'],
    ['a field of another kind', 'kind: Pod'],
  ])('is refused in the same words for %s', async (_what, more) => {
    const here = await parseKubeconfigText(large(more))
    useWorker()
    const there = await parseLargeKubeconfig(large(more))
    expect(there).toEqual(here)
    expect(there).toMatchObject({ kind: 'bad', line: expect.any(Number) as unknown })
  })

  it('is refused in words when its worker ends', async () => {
    useWorker(() => {
      const worker = built.start()
      void worker.terminate()
      return worker
    })
    expect(await parseLargeKubeconfig(large())).toEqual({
      kind: 'bad',
      reason: 'The part of Wheelhouse that reads kubeconfigs failed.',
      line: undefined,
    })
  })

  it('needs no worker when it is small', async () => {
    const startWorker = useWorker()
    expect(await parseLargeKubeconfig('current-context: a')).toMatchObject({ kind: 'ok' })
    expect(startWorker).not.toHaveBeenCalled()
  })

  it.each([
    ['many lines', '- a\n'.repeat(3_000)],
    ['anchors', 'a: &a b'],
  ])('has a worker for %s, which take longer than their length tells', async (_what, text) => {
    const startWorker = useWorker()
    await parseLargeKubeconfig(text)
    expect(startWorker).toHaveBeenCalledTimes(1)
  })

  it('needs none for certificates, however long', async () => {
    const startWorker = useWorker()
    const data = 'LS0t'.repeat(1_000)
    const user = (at: number): string =>
      `- name: u${at}\n  user:\n    client-certificate-data: ${data}\n    client-key-data: ${data}`
    const text = `users:\n${Array.from({ length: 7 }, (_, at) => user(at)).join('\n')}\n`
    expect(await parseLargeKubeconfig(text)).toMatchObject({ kind: 'ok' })
    expect(startWorker).not.toHaveBeenCalled()
  })
})
