import { describe, expect, it, vi } from 'vitest'
import type { Envelope } from '@shared/contract/bridge'
import { requests, type RequestName } from '@shared/contract/requests'
import { AppFailure, appError } from '@shared/errors'
import { openDoor, parseInput, type Handlers } from './door'
import type { SenderEvent } from './trusted-sender'

type Listener = (event: SenderEvent, input: unknown) => Promise<Envelope<unknown>>

const ours: SenderEvent = { sender: { id: 1 }, senderFrame: { origin: 'app://wheelhouse', parent: null } }
const stranger: SenderEvent = { sender: { id: 1 }, senderFrame: { origin: 'https://example.com', parent: null } }

function setUp(answer: () => unknown = () => []) {
  const called = vi.fn(answer)
  const handlers = Object.fromEntries(Object.keys(requests).map((name) => [name, called])) as unknown as Handlers
  const listeners = new Map<string, Listener>()
  const onError = vi.fn()
  const close = openDoor(handlers, {
    ipcMain: {
      handle: (name, listener) => void listeners.set(name, listener as unknown as Listener),
      removeHandler: (name) => void listeners.delete(name),
    },
    trust: { origin: 'app://wheelhouse', isOurs: (id) => id === 1 },
    onError,
  })
  const ask = (event: SenderEvent, name: string, input: unknown) => {
    const listener = listeners.get(name)
    if (listener === undefined) throw new Error(`no handler for ${name}`)
    return listener(event, input)
  }
  return { called, ask, close, listeners, onError }
}

describe('the door', () => {
  it('registers every channel of the contract and takes them all away again', () => {
    const { listeners, close } = setUp()
    expect([...listeners.keys()].sort()).toEqual(Object.keys(requests).sort())
    close()
    expect(listeners.size).toBe(0)
  })

  it('wraps a result', async () => {
    const { ask } = setUp(() => ['a'])
    expect(await ask(ours, 'helm:list_releases', {})).toEqual({ ok: ['a'] })
  })

  it('refuses a stranger before the handler runs', async () => {
    const { ask, called } = setUp()
    expect(await ask(stranger, 'helm:list_releases', {})).toMatchObject({ error: { code: 'untrusted-sender' } })
    expect(called).not.toHaveBeenCalled()
  })

  it("keeps a failure's code and words, and reports it", async () => {
    const error = appError('forbidden', 'No.', { cause: 'because', actions: ['retry'], detail: 'raw' })
    const { ask, onError } = setUp(() => {
      throw new AppFailure(error)
    })
    expect(await ask(ours, 'helm:list_releases', {})).toEqual({ error })
    expect(onError).toHaveBeenCalledWith('helm:list_releases', error)
  })

  it('turns an unexpected throw into an internal error', async () => {
    const { ask } = setUp(() => {
      throw new TypeError('boom')
    })
    expect(await ask(ours, 'helm:list_releases', {})).toMatchObject({ error: { code: 'internal', cause: 'boom' } })
  })
})

const long = 'x'.repeat(10_000)

/** Inputs that no channel with a name in it may accept. */
const badNames: readonly unknown[] = [
  1,
  null,
  true,
  {},
  [],
  ['shop'],
  '',
  ' ',
  long,
  'a\u0000b',
  'a\nb',
  '-n',
  '--kubeconfig=/etc/passwd',
]

describe('bad input', () => {
  it.each(Object.keys(requests) as RequestName[])('%s refuses what is no plain object, and unknown fields', (name) => {
    for (const bad of [undefined, null, 1, 'text', [], [{}], () => 1, { unknown_field: 1 }, { __proto__x: 1 }])
      expect(() => parseInput(name, bad)).toThrow(AppFailure)
  })

  it.each([...badNames, 'Shop', 'shop_1', 'a/b', '../x', 'shop.', 'a'.repeat(64), 'ﬁle'])(
    'helm:list_releases refuses the namespace %j',
    (namespace) => expect(() => parseInput('helm:list_releases', { namespace })).toThrow(AppFailure),
  )

  // A context may look like a flag: helm gets it behind a `=`.
  it.each(badNames.filter((name) => name !== ' ' && !(typeof name === 'string' && name.startsWith('-'))))(
    'a context named %j is refused everywhere',
    (context) => {
      for (const name of [
        'helm:list_releases',
        'kube:list_namespaces',
        'kube:check_connection',
        'kube:use_context',
      ] as const)
        expect(() => parseInput(name, { context })).toThrow(AppFailure)
    },
  )

  it.each([
    'http://example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://host/share',
    'https://user:secret@example.com',
    'https://',
    'example.com',
    `https://example.com/${long}`,
    7,
  ])('app:open_external refuses %j', (url) => {
    expect(() => parseInput('app:open_external', { url })).toThrow(AppFailure)
  })

  it.each([
    ...badNames.filter((name) => typeof name !== 'string').map((paths) => ({ paths })),
    { paths: [] },
    { paths: Array.from({ length: 11 }, (_one, index) => `/v${index}.yaml`) },
    ...badNames.filter((name) => !Array.isArray(name)).map((path) => ({ paths: [path] })),
    ...[
      'values.yaml',
      './v.yaml',
      '../v.yaml',
      '~/v.yaml',
      '//server/share/v.yaml',
      '\\\\server\\v.yaml',
      'C:v.yaml',
    ].map((path) => ({ paths: ['/good.yaml', path] })),
    { paths: ['file:///v.yaml'] },
    { paths: ['/a\u0007.yaml'] },
    { paths: [`/${'x'.repeat(4096)}`] },
  ])('files:read_values refuses %j', (input) => {
    expect(() => parseInput('files:read_values', input)).toThrow(AppFailure)
  })

  it('never repeats the refused text', () => {
    const secret = 'Hunter2 secret'
    try {
      parseInput('helm:list_releases', { namespace: secret })
      expect.unreachable()
    } catch (thrown) {
      expect(JSON.stringify((thrown as AppFailure).error)).not.toContain(secret)
    }
  })

  it('accepts what Kubernetes and Helm accept', () => {
    expect(parseInput('helm:list_releases', { namespace: 'shop-1', context: 'arn:aws:eks:eu/prod x' })).toEqual({
      namespace: 'shop-1',
      context: 'arn:aws:eks:eu/prod x',
    })
  })
})
