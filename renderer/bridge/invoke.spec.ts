import { afterEach, expect, it } from 'vitest'
import { AppFailure } from '@shared/errors'
import { failing, installFakeBridge } from '@/testing/fake-bridge'
import { invoke } from './invoke'

afterEach(() => void Reflect.deleteProperty(window, 'wheelhouse'))

async function failureOf(asking: Promise<unknown>): Promise<AppFailure> {
  const thrown: unknown = await asking.then(
    () => null,
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(AppFailure)
  return thrown as AppFailure
}

it('wraps the plain error of the main process', async () => {
  installFakeBridge({ 'helm:list_releases': failing('forbidden', 'You may not.') })
  const { error } = await failureOf(invoke('helm:list_releases', {}))
  expect(error).toMatchObject({ code: 'forbidden', message: 'You may not.', detail: 'raw forbidden' })
})

it('makes an error of anything else that is thrown', async () => {
  installFakeBridge({ 'helm:list_releases': () => Promise.reject(new Error('gone')) })
  const { error } = await failureOf(invoke('helm:list_releases', {}))
  expect(error).toMatchObject({ code: 'internal', cause: 'gone' })
})

it('does not take any object with a code for one of ours', async () => {
  const alien = Object.assign(new Error('disk'), { code: 'EPIPE' })
  installFakeBridge({ 'helm:list_releases': () => Promise.reject(alien) })
  expect((await failureOf(invoke('helm:list_releases', {}))).error.code).toBe('internal')
})

it('says so where the page was opened outside the app', async () => {
  expect((await failureOf(invoke('app:get_info', {}))).error.cause).toContain('without its bridge')
})
