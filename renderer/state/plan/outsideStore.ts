import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { RequestInput } from '@shared/contract/requests'
import type { PlanInput } from '@/lib/plan/plan-input'

/** A change as it would be sent, or planned. */
type Asked = PlanInput | RequestInput<'helm:install'> | RequestInput<'helm:upgrade'>

/**
 * What the person has agreed that helm may fetch or read outside of charts (`chart-reaches-out`): for a chart, its version and exactly
 * these addresses. In memory only: the next start asks again.
 */
export const useOutsideStore = defineStore('agreed-outside', () => {
  const agreed = shallowRef<Readonly<Record<string, readonly string[]>>>({})

  function agree(input: Asked, outside: readonly string[]): void {
    if (outside.length > 0) agreed.value = { ...agreed.value, [keyOf(input)]: outside }
  }
  /** The same change, with what was agreed to of its chart. */
  function withAgreed<Input extends Asked>(input: Input): Input {
    const outside = 'chart' in input ? agreed.value[keyOf(input)] : undefined
    return outside === undefined ? input : { ...input, agreed_outside: [...outside] }
  }

  return { agree, withAgreed }
})

/** A chart that is kept is that of a revision of a release, whatever it is called. */
function keyOf(input: Asked): string {
  if (!('chart' in input)) return ''
  const { chart, version = '' } = input
  if (!('keep_chart' in input)) return JSON.stringify([chart, version])
  const { context = '', namespace, release_name: name, keep_revision: revision = 0 } = input
  return JSON.stringify([chart, version, context, namespace, name, revision])
}
