import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { toAppError, type AppError } from '@shared/errors'
import { context, type HostileEntry, type Prepared } from '../../e2e/bench/hostile/entry'
import { hostileTable } from '../../e2e/bench/hostile/table'
import { createApiClient, type ApiClient } from './api-client'
import { checkConnection } from './connection'
import { readContexts } from './kubeconfig-state'
import { watchCollection, type CollectionState } from './live/watch/collection'
import { listNamespaces } from './namespaces'
import { openClientLab } from './testing/client-lab'
import { temporaryFolder } from './testing/kubeconfig'

/** What a meeting came to: an error, or the state. */
type Met = AppError | CollectionState['kind'] | 'connected' | 'read'

async function prepare({ prepare }: HostileEntry): Promise<Prepared> {
  const folder = temporaryFolder()
  const prepared = await prepare(folder.path)
  onTestFinished(async () => {
    await prepared.close()
    folder.remove()
  })
  return prepared
}

function clientOf({ kubeconfigFiles }: Prepared): ApiClient {
  const client = createApiClient({ context, kubeconfigFiles, helmEnv: {} }, { env: process.env })
  onTestFinished(() => client.dispose())
  return client
}

type Meet = (prepared: Prepared, entry: Pick<HostileEntry, 'timeoutMs' | 'outcome'>) => Promise<Met>

const meetings: Record<HostileEntry['meets'], Meet> = {
  connect: async (prepared, { timeoutMs }) => {
    const state = await checkConnection(clientOf(prepared), context, timeoutMs === undefined ? {} : { timeoutMs })
    return state.state === 'failed' ? state.error : 'connected'
  },
  list: (prepared) =>
    listNamespaces(clientOf(prepared)).then(
      () => 'read' as const,
      (thrown: unknown) => toAppError(thrown),
    ),
  follow: (prepared, { outcome }) => follow(clientOf(prepared), 'code' in outcome),
  contexts: async ({ kubeconfigFiles }) => {
    const place = { source: 'chosen', files: kubeconfigFiles } as const
    const { state } = await readContexts(place, { name: undefined, held: false })
    return state.problem ?? (state.current === context ? 'read' : 'loading')
  },
}

/** The first state that is more than having begun; a watch is live until it goes wrong. */
async function follow(client: ApiClient, untilError: boolean): Promise<Met> {
  return new Promise((resolve) => {
    const { stop } = watchCollection({
      client,
      path: '/api/v1/namespaces/default/pods',
      slim: () => null,
      onChange: () => undefined,
      onState: (state) => {
        if ('error' in state) resolve(state.error)
        else if (!untilError) resolve(state.kind)
      },
    })
    onTestFinished(stop)
  })
}

describe('outlives, calmly and with a sentence,', () => {
  it.each(hostileTable)('$name', async (entry) => {
    const { outcome } = entry
    const met = await meetings[entry.meets](await prepare(entry), entry)
    if ('state' in outcome) {
      expect(met).toBe(outcome.state)
      return
    }
    expect(met).toMatchObject({ code: outcome.code })
    const { message, cause } = met as AppError
    expect(`${message} ${cause}`).toMatch(outcome.words)
    // A sentence for a person, never a schema's or a program's own words.
    expect(`${message} ${cause}`).not.toMatch(/invalid_type|ZodError|undefined|\bat \w+ \(/)
    expect(message).toMatch(/\.$/)
  })

  it.skipIf(process.platform === 'win32')('and leaves other contexts alone meanwhile', async () => {
    const lab = openClientLab()
    onTestFinished(() => lab.close())
    const good = await lab.clientOfAnswer((_request, response) => void response.writeHead(200).end('{"ok":1}'))
    const pipes = hostileTable.filter(({ name }) => name.endsWith('that is a pipe') && !name.includes('kubeconfig'))
    expect(pipes.length).toBeGreaterThan(3)
    const met = Promise.all(pipes.map(async (entry) => meetings.connect(await prepare(entry), entry)))
    expect(await good.get('/')).toEqual({ ok: 1 })
    expect((await met).every((one) => typeof one === 'object')).toBe(true)
    expect(await good.get('/')).toEqual({ ok: 1 })
  })
})

describe('a server that answers badly again and again', () => {
  it('is asked less and less often', async () => {
    const entry = hostileTable.find(({ name }) => name === 'a watch that ends as soon as it has begun')
    if (entry === undefined) throw new Error('It is not in the table.')
    const prepared = await prepare(entry)
    await follow(clientOf(prepared), false)
    await vi.waitFor(() => expect(prepared.requests()).toBeGreaterThanOrEqual(3), { timeout: 10_000 })
    expect(prepared.requests()).toBeLessThan(6)
  })
})
