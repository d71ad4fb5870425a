import ui from '@nuxt/ui/vue-plugin'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import type { ObjectProgress, PodProgress } from '@shared/model/operation'
import { makeRouter } from '@/router'
import ObjectStates from './ObjectStates.vue'

afterEach(cleanup)

const object = (name: string, state: ObjectProgress['state'], part: Partial<ObjectProgress> = {}): ObjectProgress => ({
  kind: 'Deployment',
  name,
  namespace: 'shop',
  state,
  reason: '',
  ...part,
})
const pod = (name: string, state: PodProgress['state'], reason = ''): PodProgress => ({
  name,
  namespace: 'shop',
  state,
  reason,
  container: 'web',
  restarts: state === 'failing' ? 3 : 0,
})
const many = (count: number, name: string, state: ObjectProgress['state']): ObjectProgress[] =>
  Array.from({ length: count }, (_, index) => object(`${name}-${index}`, state))

function show(objects: readonly ObjectProgress[], verb: 'upgrade' | 'uninstall' = 'upgrade') {
  const plugins = [ui, makeRouter(createMemoryHistory())]
  return render(ObjectStates, { props: { objects, namespace: 'shop', verb }, global: { plugins } })
}

const rows = (): string[] =>
  within(screen.getByRole('list', { name: 'Objects' }))
    .getAllByRole('listitem')
    .map((row) => row.textContent.replaceAll(/\s+/g, ' ').trim())

describe('the objects of a change', () => {
  it('say how many replicas are ready, why not, and what happened last', () => {
    show([
      object('web', 'waiting', {
        reason: 'It is being updated.',
        replicas: { ready: 2, wanted: 3 },
        event: 'Pulling: the image',
      }),
    ])
    expect(rows()[0]).toContain('2 of 3 ready')
    expect(rows()[0]).toContain('It is being updated.')
    expect(rows()[0]).toContain('Pulling: the image')
  })

  it('stay readable when there are sixty: what is ready is folded, what fails stands first', async () => {
    show([...many(41, 'part', 'ready'), ...many(17, 'slow', 'waiting'), ...many(2, 'broken', 'failing')])
    expect(rows()).toHaveLength(2 + 12 + 1 + 1)
    expect(rows()[0]).toContain('broken-0')
    expect(rows().at(-2)).toBe('5 more waiting')
    await fireEvent.click(screen.getByRole('button', { name: '41 ready', expanded: false }))
    expect(rows()).toHaveLength(2 + 12 + 1 + 41 + 1)
    await fireEvent.click(screen.getByRole('button', { name: '2 failing' }))
    expect(rows()).toHaveLength(2)
    expect(screen.getByRole('button', { name: '2 failing' }).getAttribute('aria-pressed')).toBe('true')
  })

  it('show all again when nothing is left in the state that was filtered for', async () => {
    const view = show([...many(9, 'part', 'ready'), ...many(1, 'broken', 'failing')])
    await fireEvent.click(screen.getByRole('button', { name: '1 failing' }))
    await view.rerender({ objects: [...many(9, 'part', 'ready'), ...many(1, 'broken', 'waiting')] })
    expect(rows()[0]).toContain('broken-0')
    expect(rows()[1]).toBe('9 ready')
  })

  it('open to their pods by themselves when they fail, with the way to the logs', async () => {
    const view = show([
      object('web', 'failing', {
        reason: 'CrashLoopBackOff: it ends',
        pods: [pod('web-1', 'failing', 'it ends'), pod('web-2', 'ready')],
      }),
      object('api', 'waiting', { pods: [pod('api-1', 'waiting')] }),
    ])
    expect(screen.getByText('3 restarts')).toBeTruthy()
    expect(screen.queryByText('api-1')).toBeNull()
    await fireEvent.click(screen.getByRole('button', { name: '1 pod of Deployment api' }))
    expect(screen.getByText('api-1')).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Logs of web-1' }))
    expect(view.emitted('logs')).toEqual([[expect.objectContaining({ name: 'web-1' })]])
  })

  it('keep open what the person opened when the state changes', async () => {
    const api = object('api', 'waiting', { pods: [pod('api-1', 'waiting')] })
    const view = show([object('web', 'ready'), api])
    await fireEvent.click(screen.getByRole('button', { name: '1 pod of Deployment api' }))
    await view.rerender({ objects: [object('web', 'ready'), { ...api, state: 'ready' }] })
    expect(screen.getByText('api-1')).toBeTruthy()
  })

  it('stand after the hooks, which come in the order of helm', () => {
    const hook = (phase: '' | 'Running' | 'Succeeded') => ({ events: ['pre-upgrade'], weight: 0, phase })
    show([
      object('first', 'gone', { kind: 'Job', hook: hook('Succeeded') }),
      object('second', 'waiting', { kind: 'Job', hook: hook('Running') }),
      object('third', 'waiting', { kind: 'Job', hook: hook('') }),
      object('web', 'waiting'),
    ])
    const hooks = within(screen.getByRole('list', { name: 'Hooks' })).getAllByRole('listitem')
    expect(hooks.map((one) => /succeeded|running|not run yet/.exec(one.textContent)?.[0])).toEqual([
      'succeeded',
      'running',
      'not run yet',
    ])
    expect(hooks[0]?.textContent).toContain('pre-upgrade')
    expect(rows()).toHaveLength(1)
  })

  it('mark what the cluster would not take, with the reason, before those that helm has not come to', () => {
    const reason = 'spec.replicas: must be an integer, but is a string.'
    const replicas = { ready: 1, wanted: 1 }
    show([object('api', 'waiting'), object('web', 'failing', { reason, refused: true, replicas })])
    expect(rows()).toEqual([`Deploymentweb${reason}refused`, 'Deploymentapiwaiting'])
    cleanup()
    show([object('web', 'failing', { reason: 'No.', refused: true })], 'uninstall')
    expect(rows()).toEqual(['DeploymentwebNo.not deleted'])
  })

  it('say what may not be read, and what is still there in an uninstall', () => {
    show([object('web', 'waiting', { hidden: true })])
    expect(rows()[0]).toContain('not readable')
    cleanup()
    show([object('web', 'waiting'), object('api', 'gone')], 'uninstall')
    expect(rows()).toEqual(['Deploymentwebstill there', 'Deploymentapigone'])
  })

  it('are a hundred at a time where there are ten thousand, hooks too', async () => {
    const hook = { events: ['pre-upgrade'], weight: 0, phase: '' } as const
    const hooks = Array.from({ length: 10_000 }, (_, at) => object(`hook-${at}`, 'waiting', { kind: 'Job', hook }))
    show([...hooks, ...many(10_000, 'broken', 'failing')])
    expect(rows()).toHaveLength(100 + 1)
    expect(rows().at(-1)).toBe('9900 more failing')
    await fireEvent.click(screen.getByRole('button', { name: '9900 more failing' }))
    expect(rows()).toHaveLength(200 + 1)
    expect(within(screen.getByRole('list', { name: 'Hooks' })).getAllByRole('listitem')).toHaveLength(100)
    expect(screen.getByRole('button', { name: 'Show 100 more of 9,900' })).toBeTruthy()
  })
})
