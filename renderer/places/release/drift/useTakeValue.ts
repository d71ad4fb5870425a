import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { toAppError } from '@shared/errors'
import type { DriftField, DriftObject } from '@shared/model/drift'
import type { ReleaseRef } from '@shared/model/release-ref'
import { invoke } from '@/bridge/invoke'
import { useFileStore } from '@/state/drafts/fileStore'
import { useReleaseLink } from '@/state/releases/useReleaseLink'

/** Stands for a field of an object. */
export function takeKey(object: Pick<DriftObject, 'id'>, { path }: Pick<DriftField, 'path'>): string {
  return JSON.stringify([object.id, ...path])
}

/** Whether a field may have come from a value of the chart: it is set on both sides, and no secret. */
export function mayBeTaken({ stored, live, masked, expected }: DriftField): boolean {
  return stored !== undefined && live !== undefined && masked !== true && expected === ''
}

interface TakeValue {
  /** The `takeKey` of the field whose value is looked for; ''. */
  readonly busy: Ref<string>
  /** Why it can't be taken, by `takeKey`. */
  readonly refusals: ShallowRef<ReadonlyMap<string, string>>
  readonly take: (object: DriftObject, field: DriftField) => Promise<void>
}

const notTold = "It can't be told which value sets it."

/**
 * Takes a change that somebody made in the cluster into the values: finds the one that sets the field, and offers it to the editor
 * of the release's upgrade, which asks before it touches what is there.
 * @param check of which the fields are; ''
 */
export function useTakeValue(release: () => ReleaseRef, check: () => string): TakeValue {
  const files = useFileStore()
  const router = useRouter()
  const linkTo = useReleaseLink()
  const busy = ref('')
  const refusals = shallowRef<ReadonlyMap<string, string>>(new Map())
  let turn = 0

  async function take(object: DriftObject, field: DriftField): Promise<void> {
    const [key, mine] = [takeKey(object, field), ++turn]
    const refuse = (why: string): void => void (refusals.value = new Map([...refusals.value, [key, why]]))
    busy.value = key
    try {
      const found = await invoke('drift:find_value', { check_id: check(), object: object.id, field: [...field.path] })
      if (mine !== turn) return
      if (found === null) refuse(notTold)
      else {
        files.offer({ names: [`${found.path.join('.')} from the cluster`], texts: [found.yaml] })
        await router.push(linkTo(release(), 'upgrade'))
      }
    } catch (thrown) {
      if (mine === turn) refuse(toAppError(thrown).message)
    } finally {
      if (mine === turn) busy.value = ''
    }
  }

  // What could not be told of one check may be told of the next.
  watch(check, () => (refusals.value = new Map()))
  onScopeDispose(() => (turn += 1))
  return { busy, refusals, take }
}
