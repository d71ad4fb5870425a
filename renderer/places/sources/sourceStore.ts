import { defineStore } from 'pinia'
import { reactive, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { RequestInput } from '@shared/contract/requests'
import { toAppError, type AppError } from '@shared/errors'
import type { Repository } from '@shared/model/chart'
import { invoke } from '@/bridge/invoke'

/** What is being done to a repository; '' stands for all of them. */
export type SourceWork = 'updating' | 'removing'

interface SourceState {
  readonly repositories: ShallowRef<readonly Repository[] | null>
  readonly error: ShallowRef<AppError | null>
  readonly loading: Ref<boolean>
  readonly working: Map<string, SourceWork>
}

/** helm's own chart repositories. */
export const useSourceStore = defineStore('sources', () => {
  const state: SourceState = {
    repositories: shallowRef(null),
    error: shallowRef(null),
    loading: ref(false),
    working: reactive(new Map<string, SourceWork>()),
  }
  return { ...state, ...actionsOf(state) }
})

interface SourceActions {
  readonly load: () => Promise<void>
  /** @returns null when it was added, else why not. */
  readonly add: (input: RequestInput<'charts:add_repository'>) => Promise<AppError | null>
  /** @returns null when the repository took the login, else why not. */
  readonly signIn: (input: RequestInput<'charts:sign_in_repository'>) => Promise<AppError | null>
  /** One by its name, or all with ''; why one was not updated comes with the list. */
  readonly update: (name: string) => Promise<void>
  readonly remove: (name: string) => Promise<AppError | null>
}

function actionsOf({ repositories, error, loading, working }: SourceState): SourceActions {
  async function load(): Promise<void> {
    loading.value = true
    error.value = await attempt(() => invoke('charts:list_repositories', {}))
    loading.value = false
  }

  /** Takes the list that every channel answers with. */
  async function attempt(request: () => Promise<readonly Repository[]>): Promise<AppError | null> {
    try {
      repositories.value = await request()
      return null
    } catch (thrown) {
      return toAppError(thrown)
    }
  }

  async function work(
    name: string,
    what: SourceWork,
    request: () => Promise<readonly Repository[]>,
  ): Promise<AppError | null> {
    if (working.has(name)) return null
    working.set(name, what)
    const problem = await attempt(request)
    working.delete(name)
    return problem
  }

  return {
    load,
    add: (input) => attempt(() => invoke('charts:add_repository', input)),
    signIn: (input) => attempt(() => invoke('charts:sign_in_repository', input)),
    update: async (name) => {
      const request = (): Promise<readonly Repository[]> =>
        invoke('charts:update_repositories', name === '' ? {} : { name })
      const problem = await work(name, 'updating', request)
      if (problem !== null && name !== '') await load()
      // Why one was not updated stands in its own row, as it does after all were; unless the row has gone.
      const isTold = repositories.value?.some((one) => one.name === name && one.problem !== '') === true
      if (problem === null || !isTold) error.value = problem
    },
    remove: (name) => work(name, 'removing', () => invoke('charts:remove_repository', { name })),
  }
}
