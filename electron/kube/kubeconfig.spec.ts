import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createKubeconfigStore, type KubeSettings, type KubeconfigStore } from './kubeconfig'
import { failsWith } from './testing/client-lab'
import { kubeconfigText, temporaryFolder } from './testing/kubeconfig'

let folder: ReturnType<typeof temporaryFolder>
let stores: KubeconfigStore[]
beforeEach(() => {
  folder = temporaryFolder()
  stores = []
})
afterEach(() => {
  for (const store of stores) store.dispose()
  folder.remove()
})

const text = (names: string[], current?: string): string =>
  kubeconfigText(Object.fromEntries(names.map((name) => [name, {}])), current)

function write(name: string, content: string): string {
  const file = join(folder.path, name)
  writeFileSync(file, content)
  return file
}

function memorySettings(initial: ReturnType<KubeSettings['get']> = {}): KubeSettings {
  let data = initial
  return { get: () => data, set: (patch) => (data = { ...data, ...patch }) }
}

interface Options {
  readonly KUBECONFIG?: string | undefined
  readonly settings?: KubeSettings
}

function open({ KUBECONFIG, settings = memorySettings() }: Options = {}): KubeconfigStore {
  const store = createKubeconfigStore({
    env: { KUBECONFIG },
    homeDir: folder.path,
    settings,
    log: { warn: () => undefined },
    watch: { debounceMs: 10, pollMs: 100 },
  })
  stores.push(store)
  return store
}

describe('where the kubeconfig comes from', () => {
  it('is nowhere on a fresh machine, and a target cannot be had', async () => {
    const store = open()
    expect(await store.load()).toEqual({ source: 'none', files: [], contexts: [], current: null, problem: null })
    expect(() => store.target()).toThrow(failsWith('no-kubeconfig'))
  })

  it('is ~/.kube/config without KUBECONFIG, and KUBECONFIG with it', async () => {
    mkdirSync(join(folder.path, '.kube'))
    const home = write('.kube/config', text(['home'], 'home'))
    expect(await open().load()).toMatchObject({ source: 'home', files: [home], current: 'home' })
    expect(await open({ KUBECONFIG: '' }).load()).toMatchObject({ source: 'home' })
    const one = write('one', text(['one'], 'one'))
    expect(await open({ KUBECONFIG: one }).load()).toMatchObject({
      source: 'environment',
      files: [one],
      current: 'one',
    })
  })

  it('may be several files of which some are missing', async () => {
    const [one, two] = [write('one', text(['one'])), write('two', text(['two'], 'two'))]
    const list = ['', one, join(folder.path, 'none'), two, one].join(delimiter)
    const state = await open({ KUBECONFIG: list }).load()
    expect(state).toMatchObject({ files: [one, two], current: 'two', problem: null })
    expect(state.contexts.map(({ name }) => name)).toEqual(['one', 'two'])
  })

  it('says so when KUBECONFIG names nothing that exists', async () => {
    const state = await open({ KUBECONFIG: join(folder.path, 'none') }).load()
    expect(state).toMatchObject({ source: 'environment', files: [], problem: { code: 'no-kubeconfig' } })
  })

  it('names a bad file and uses the good ones', async () => {
    const [bad, good] = [write('bad', '{'), write('good', text(['good'], 'good'))]
    const store = open({ KUBECONFIG: [bad, good].join(delimiter) })
    expect(await store.load()).toMatchObject({
      files: [good],
      current: 'good',
      problem: { code: 'kubeconfig-invalid', message: expect.stringContaining(`${bad}, line 1`) as unknown },
    })
    expect(store.target()).toEqual({ context: 'good', kubeconfigFiles: [good], helmEnv: {} })
  })

  it('is the chosen file, remembered, until it is forgotten', async () => {
    const [env, chosen] = [write('env', text(['env'], 'env')), write('chosen', text(['chosen'], 'chosen'))]
    const settings = memorySettings({ context: 'env' })
    const store = open({ KUBECONFIG: env, settings })
    expect(await store.useFile(chosen)).toMatchObject({ source: 'chosen', current: 'chosen' })
    expect(await open({ KUBECONFIG: env, settings }).load()).toMatchObject({ source: 'chosen' })
    expect(await store.forget()).toMatchObject({ source: 'environment', current: 'env' })
    expect(settings.get().kubeconfig).toBeUndefined()
  })

  it("is the demo's for this run only, with helm's homes, and leaves the settings alone", async () => {
    const env = write('env', text(['env', 'other'], 'env'))
    const settings = memorySettings({ context: 'other' })
    const store = open({ KUBECONFIG: env, settings })
    await store.load()
    const helmHome = { HELM_CONFIG_HOME: '/demo/helm' }
    const kubeconfig = write('demo', text(['demo', 'second']))
    expect(await store.useDemo({ kubeconfig, context: 'demo', helmHome })).toMatchObject({
      source: 'demo',
      current: 'demo',
    })
    expect(store.target()).toEqual({ context: 'demo', kubeconfigFiles: [kubeconfig], helmEnv: helmHome })
    expect(await store.useContext('second')).toMatchObject({ current: 'second' })
    expect(settings.get()).toEqual({ context: 'other' })
    expect(await store.forget()).toMatchObject({ source: 'environment', current: 'other' })
    expect(store.target().helmEnv).toEqual({})
  })
})

describe('the current context', () => {
  it('is the one used last while it exists, else current-context, else none', async () => {
    const file = write('config', text(['a', 'b'], 'a'))
    const remembered = memorySettings({ context: 'b' })
    expect(await open({ KUBECONFIG: file, settings: remembered }).load()).toMatchObject({ current: 'b' })
    const stale = memorySettings({ context: 'gone' })
    expect(await open({ KUBECONFIG: file, settings: stale }).load()).toMatchObject({ current: 'a', problem: null })
    const none = write('none', text(['a', 'b']))
    expect(await open({ KUBECONFIG: none }).load()).toMatchObject({ current: null, problem: null })
  })

  it('is a problem when the file names one that is missing', async () => {
    const store = open({ KUBECONFIG: write('config', text(['a'], 'gone')) })
    const problem = { code: 'context-missing', message: 'The context "gone" doesn\'t exist.' }
    expect(await store.load()).toMatchObject({ current: null, problem })
    expect(() => store.target()).toThrow(failsWith('context-missing'))
  })

  it('can be changed and is remembered; an unknown one changes nothing', async () => {
    const settings = memorySettings()
    const store = open({ KUBECONFIG: write('config', text(['a', 'b'], 'a')), settings })
    expect(await store.useContext('b')).toMatchObject({ current: 'b' })
    expect(settings.get().context).toBe('b')
    await expect(store.useContext('nosuch')).rejects.toMatchObject({ error: { code: 'context-missing' } })
    expect(store.state().current).toBe('b')
    expect(store.target('a').context).toBe('a')
    expect(() => store.target('nosuch')).toThrow('nosuch')
  })

  it('is not replaced by another cluster when it vanishes while it is shown, and comes back with its entry', async () => {
    const file = write('config', text(['a', 'b'], 'a'))
    const store = open({ KUBECONFIG: file })
    await store.useContext('b')
    write('config', text(['a'], 'a'))
    expect(await store.load()).toMatchObject({ current: null, problem: { code: 'context-missing' } })
    expect(await store.load()).toMatchObject({ current: null })
    write('config', text(['a', 'b'], 'a'))
    expect(await store.load()).toMatchObject({ current: 'b', problem: null })
  })
})

describe('a current context that client-go refuses', () => {
  it('is listed and current, with the reason, and the others stay usable', async () => {
    const refused = { user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'sign-in' } } }
    const file = write('config', kubeconfigText({ a: refused, b: {} }, 'a'))
    const store = open({ KUBECONFIG: file })
    const state = await store.load()
    expect(state).toMatchObject({
      current: 'a',
      problem: null,
      refusal: expect.stringContaining('interactiveMode') as unknown,
    })
    expect(state.contexts.map(({ name }) => name)).toEqual(['a', 'b'])
    expect((await store.useContext('b')).refusal).toBeUndefined()
  })
})

describe('a change of the files', () => {
  const seen = (store: KubeconfigStore): (() => string[]) => {
    const listener = vi.fn<Parameters<KubeconfigStore['onChange']>[0]>()
    store.onChange(listener)
    return () => listener.mock.lastCall?.[0].contexts.map(({ name }) => name) ?? ['nothing']
  }

  it('shows when a file is written, replaced by a rename, deleted, and made again', async () => {
    const file = write('config', text(['a']))
    const store = open({ KUBECONFIG: file })
    await store.load()
    const names = seen(store)
    write('config', text(['a', 'b']))
    await expect.poll(names).toEqual(['a', 'b'])
    renameSync(write('next', text(['c'])), file)
    await expect.poll(names).toEqual(['c'])
    rmSync(file)
    await expect.poll(() => store.state().problem?.code).toBe('no-kubeconfig')
    expect(store.state()).toMatchObject({ contexts: [{ name: 'c' }], kept: ['c'] })
    write('config', text(['d']))
    await expect.poll(names).toEqual(['d'])
  })

  it.each([
    ['damaged', 'contexts:\n- name: a\n  context: [\n', 'line 3'],
    ['of the wrong form', 'contexts:\n- name: on\n', 'line 2'],
    ['emptied', '', 'is empty now'],
  ])(
    'keeps the contexts of a file that is %s, says so, and drops them when it is good again',
    async (_how, bad, words) => {
      const other = write('other', text(['z']))
      const file = write('config', text(['a', 'b'], 'b'))
      const store = open({ KUBECONFIG: [file, other].join(delimiter) })
      expect(await store.load()).toMatchObject({ current: 'b', problem: null })
      expect(store.state().kept).toBeUndefined()
      write('config', bad)
      const kept = await store.load()
      expect(kept).toMatchObject({ files: [file, other], current: 'b', kept: ['a', 'b'] })
      expect(kept.contexts.map(({ name }) => name)).toEqual(['a', 'b', 'z'])
      expect(`${kept.problem?.message ?? ''} ${kept.problem?.cause ?? ''}`).toMatch(
        new RegExp(`${file}.*${words}.*uses the contexts last read from it`),
      )
      expect(store.target()).toMatchObject({ context: 'b', kubeconfigFiles: [file, other] })
      write('config', text(['b', 'c'], 'b'))
      expect(await store.load()).toMatchObject({ current: 'b', problem: null })
      expect(store.state().contexts.map(({ name }) => name)).toEqual(['b', 'c', 'z'])
      expect(store.state().kept).toBeUndefined()
    },
  )

  it('shows when ~/.kube is made only later', async () => {
    const store = open()
    await store.load()
    mkdirSync(join(folder.path, '.kube'))
    write('.kube/config', text(['late'], 'late'))
    await expect.poll(() => store.state().current).toBe('late')
  })

  it('is told once, and not after the unsubscribe', async () => {
    const file = write('config', text(['a']))
    const store = open({ KUBECONFIG: file })
    const [stays, leaves] = [vi.fn(), vi.fn()]
    store.onChange(stays)
    const unsubscribe = store.onChange(leaves)
    await store.load()
    await store.load()
    expect(stays).toHaveBeenCalledTimes(1)
    unsubscribe()
    write('config', text(['b']))
    await expect.poll(() => stays.mock.calls.length).toBe(2)
    expect(leaves).toHaveBeenCalledTimes(1)
  })

  it('binds a change to the context as it was told of, and refuses one that was seen as another', async () => {
    const file = write('config', kubeconfigText({ shop: { user: { token: 'one' } } }, 'shop'))
    const store = open({ KUBECONFIG: file })
    const [seen] = (await store.load()).contexts
    write('config', kubeconfigText({ shop: { cluster: { server: 'https://elsewhere.test' } } }, 'shop'))
    // What was replaced a moment ago is not what the person was shown.
    expect(store.bind('shop', seen?.identity).pin?.cluster?.server).toBe('https://shop.test')
    await store.load()
    expect(() => store.bind('shop', seen?.identity)).toThrow(failsWith('cluster-changed'))
    expect(store.bind().pin?.cluster?.server).toBe('https://elsewhere.test')
    expect(() => store.bind('gone')).toThrow(failsWith('context-missing'))
  })
})
