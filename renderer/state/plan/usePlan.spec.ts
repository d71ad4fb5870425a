import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref, type EffectScope } from 'vue'
import type { Plan } from '@shared/model/plan'
import { appError } from '@shared/errors'
import { eventually } from '@/testing/eventually'
import { deferred, failing } from '@/testing/fake-bridge'
import { makePlan } from '@/testing/make-plan'
import { plainBridge } from '@/testing/plain-bridge'
import type { PlanInput } from '@/lib/plan/plan-input'
import { usePlan } from './usePlan'

let scope: EffectScope
beforeEach(() => {
  setActivePinia(createPinia())
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.restoreAllMocks()
})

const upgrade = (values: string, part: Partial<PlanInput> = {}): PlanInput =>
  ({
    ...{ verb: 'upgrade', context: 'prod', namespace: 'shop', release_name: 'web', chart: 'shop/web', values },
    ...part,
  }) as PlanInput

function planned(make: (id: string) => Promise<Plan> = (id) => Promise.resolve(makePlan({ id }))) {
  let last = 0
  vi.spyOn(crypto, 'randomUUID').mockImplementation(() => `00000000-0000-4000-8000-00000000000${(last += 1)}`)
  const bridge = plainBridge({ 'plan:make': ({ plan_id }) => make(plan_id) })
  const input = ref<PlanInput | null>(upgrade('a: 1'))
  const handle = scope.run(() => usePlan(() => input.value))
  if (handle === undefined) throw new Error('the scope has ended')
  const sent = (name: 'plan:make' | 'plan:cancel') => bridge.calls.filter((call) => call.name === name)
  return { bridge, input, handle, sent }
}

const idOf = (number: number): string => `00000000-0000-4000-8000-00000000000${number}`

describe('the plan of a change that is being written', () => {
  it('is made anew for what was typed, and is bound only while it is of what would be sent', async () => {
    const { input, handle, sent } = planned()
    await eventually(() => expect(handle.bound.value?.id).toBe(idOf(1)))
    input.value = upgrade('a: 2')
    await eventually(() => expect(handle.shown.value.isStale).toBe(true))
    expect(handle.bound.value).toBeNull()
    expect(handle.shown.value.plan?.id).toBe(idOf(1))
    await eventually(() => expect(handle.bound.value?.id).toBe(idOf(2)))
    expect(handle.shown.value.isStale).toBe(false)
    expect(sent('plan:make').map(({ input: asked }) => asked)).toMatchObject([{ values: 'a: 1' }, { values: 'a: 2' }])
  })

  it('is the same again when a change is taken back, without being made twice', async () => {
    const { input, handle, sent } = planned()
    await eventually(() => expect(handle.bound.value).not.toBeNull())
    input.value = upgrade('a: 2')
    await eventually(() => expect(handle.shown.value.isStale).toBe(true))
    input.value = upgrade('a: 1')
    await eventually(() => expect(handle.bound.value?.id).toBe(idOf(1)))
    expect(sent('plan:make')).toHaveLength(1)
  })

  it('ends the one before, and begins the next only when that is over', async () => {
    const first = deferred<Plan>()
    const { input, handle, sent } = planned((id) =>
      id === idOf(1) ? first.promise : Promise.resolve(makePlan({ id })),
    )
    await eventually(() => expect(sent('plan:make')).toHaveLength(1))
    input.value = upgrade('a: 1', { wait: true })
    await eventually(() => expect(sent('plan:cancel').map(({ input: asked }) => asked)).toEqual([{ plan_id: idOf(1) }]))
    expect(sent('plan:make')).toHaveLength(1)
    first.reject(appError('cancelled', 'Cancelled.'))
    await eventually(() => expect(handle.bound.value?.id).toBe(idOf(2)))
    expect(handle.shown.value.error).toBeNull()
  })

  it('says how far the one is that is being made, and of no other', async () => {
    const { bridge, handle, sent } = planned(() => new Promise(() => undefined))
    await eventually(() => expect(sent('plan:make')).toHaveLength(1))
    bridge.emit('plans:progress', { id: idOf(7), done: 1, total: 2 })
    expect(handle.shown.value.progress).toBeNull()
    bridge.emit('plans:progress', { id: idOf(1), done: 34, total: 60 })
    expect(handle.shown.value.progress).toMatchObject({ done: 34, total: 60 })
  })

  it('keeps the last one, unbound, while the values cannot be read, and says where', async () => {
    const { input, handle, sent } = planned()
    await eventually(() => expect(handle.bound.value).not.toBeNull())
    input.value = upgrade('a: 1\nb: [')
    await eventually(() => expect(handle.shown.value.unreadable?.line).toBe(2))
    expect(handle.shown.value).toMatchObject({ isMaking: false, isStale: true, plan: { id: idOf(1) } })
    expect(sent('plan:make')).toHaveLength(1)
    input.value = upgrade('a: 1\nb: []')
    await eventually(() => expect(handle.bound.value?.id).toBe(idOf(2)))
    expect(handle.shown.value.unreadable).toBeNull()
  })

  it('tells why it failed, keeps the last one unbound, and is made again on demand', async () => {
    const { bridge, input, handle } = planned()
    await eventually(() => expect(handle.bound.value).not.toBeNull())
    bridge.answers['plan:make'] = failing('cluster-unreachable')
    input.value = upgrade('a: 2')
    await eventually(() => expect(handle.shown.value.error?.code).toBe('cluster-unreachable'))
    expect(handle.bound.value).toBeNull()
    bridge.answers['plan:make'] = ({ plan_id }) => Promise.resolve(makePlan({ id: plan_id }))
    handle.again()
    await eventually(() => expect(handle.bound.value?.id).toBe(idOf(3)))
    expect(handle.shown.value.error).toBeNull()
  })

  it('stays bound when the cluster has moved on, so that it is refused until it is made again', async () => {
    const { handle } = planned()
    await eventually(() => expect(handle.bound.value).not.toBeNull())
    handle.outdate()
    expect(handle.bound.value?.id).toBe(idOf(1))
    expect(handle.shown.value.isStale).toBe(true)
    handle.again()
    await eventually(() => expect(handle.bound.value?.id).toBe(idOf(2)))
    expect(handle.shown.value).toMatchObject({ isStale: false, isOutdated: false })
  })

  it('is found again by who comes back to the same values, and made anew after they were sent', async () => {
    const { input, handle, sent } = planned()
    await eventually(() => expect(handle.bound.value).not.toBeNull())
    const back = scope.run(() => usePlan(() => upgrade('a: 1')))
    await eventually(() => expect(back?.bound.value?.id).toBe(idOf(1)))
    expect(sent('plan:make')).toHaveLength(1)
    input.value = null
    await eventually(() => expect(handle.shown.value.isIncomplete).toBe(true))
    input.value = upgrade('a: 1')
    await eventually(() => expect(handle.bound.value?.id).toBe(idOf(2)))
  })

  it('is cancelled when its page is left', async () => {
    const { sent } = planned(() => new Promise(() => undefined))
    await eventually(() => expect(sent('plan:make')).toHaveLength(1))
    scope.stop()
    expect(sent('plan:cancel').map(({ input: asked }) => asked)).toEqual([{ plan_id: idOf(1) }])
  })
})
