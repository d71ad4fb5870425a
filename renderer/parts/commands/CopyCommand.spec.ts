import ui from '@nuxt/ui/vue-plugin'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/vue'
import { createPinia } from 'pinia'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import { AppFailure, appError } from '@shared/errors'
import { makeRouter } from '@/router'
import { eventually } from '@/testing/eventually'
import { failing } from '@/testing/fake-bridge'
import { listRelease, type ListedRelease } from '@/lib/release/release-key'
import { useReleaseStore } from '@/state/releases/releaseStore'
import { makeRelease } from '@/testing/make-release'
import { plainBridge } from '@/testing/plain-bridge'
import CopyCommand from './CopyCommand.vue'

const copied: string[] = []
afterEach(() => {
  cleanup()
  copied.length = 0
  Reflect.deleteProperty(document, 'execCommand')
})

const release = { context: 'prod', namespace: 'shop', name: 'web' }
const upgrade = ['helm', 'upgrade', '--reset-values', '--values=-', '--kube-context=prod', '--', 'web', 'shop/web']
const env = { KUBECONFIG: '/tmp/demo config' }

function show(
  command: readonly string[],
  answers: Parameters<typeof plainBridge>[0] = {},
  values?: () => Promise<string>,
  row: ListedRelease | null = null,
) {
  const bridge = plainBridge({ 'helm:get_shell': () => Promise.resolve({ program: 'helm', env }), ...answers })
  const clipboardData = { setData: (_type: string, text: string) => void copied.push(text) }
  const run = (): boolean => {
    document.dispatchEvent(Object.assign(new Event('copy', { cancelable: true }), { clipboardData }))
    return true
  }
  Object.defineProperty(document, 'execCommand', { configurable: true, value: run })
  const pinia = createPinia()
  Object.assign(useReleaseStore(pinia), { find: () => row })
  const plugins = [ui, pinia, makeRouter(createMemoryHistory())]
  render(CopyCommand, { props: { command, release, values }, global: { plugins } })
  return bridge
}
const press = (name: string): Promise<void> => fireEvent.click(screen.getByRole('button', { name }))
const said = (): string => screen.getByLabelText('The command to copy').textContent.trim()

describe('a command to copy', () => {
  it('goes with the kubeconfig that a shell would not use, at once where it needs nothing more', async () => {
    show(['helm', 'rollback', '--kube-context=prod', '--', 'web', '2'])
    await eventually(async () => {
      await press('Copy the command')
      expect(copied.at(-1)).toBe("KUBECONFIG='/tmp/demo config' helm rollback --kube-context=prod -- web 2")
    })
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('is copied as it is shown where the app cannot tell more', async () => {
    show(['helm', 'test', '--', 'web'], { 'helm:get_shell': failing('helm-missing') })
    await press('Copy the command')
    expect(copied).toEqual(['helm test -- web'])
  })

  it('names a file with its values, once the person has saved one', async () => {
    const bridge = show(upgrade, { 'files:save_values': () => Promise.resolve('/home/jane/web-values.yaml') }, () =>
      Promise.resolve('password: hunter2\n'),
    )
    await press('Copy the command')
    const dialog = await screen.findByRole('dialog', { name: 'Copy the command' })
    expect(within(dialog).getByRole('button', { name: 'Copy as is' })).toBeTruthy()
    expect(bridge.calls.some(({ name }) => name === 'files:save_values')).toBe(false)
    await press('Save values file…')
    await screen.findByText('/home/jane/web-values.yaml')
    expect(bridge.calls.at(-1)).toEqual({
      name: 'files:save_values',
      input: { release_name: 'web', values: 'password: hunter2\n' },
    })
    await press('Copy')
    expect(copied).toEqual([said()])
    expect(said()).toBe(
      "KUBECONFIG='/tmp/demo config' helm upgrade --reset-values --values=/home/jane/web-values.yaml --kube-context=prod -- web shop/web",
    )
    expect(said()).not.toContain('hunter2')
  })

  it('stays as it was when the dialog is cancelled, and says why values cannot be had', async () => {
    let answer: () => Promise<string> = () => Promise.resolve('a: 1')
    const bridge = show(upgrade, { 'files:save_values': () => Promise.resolve('') }, () => answer())
    await press('Copy the command')
    await screen.findByRole('dialog')
    await press('Save values file…')
    await eventually(() => expect(bridge.calls.at(-1)?.name).toBe('files:save_values'))
    expect(said()).toContain('--values=-')
    const gone = appError('revision-not-found', "Revision 4 doesn't exist.")
    answer = () => Promise.reject(new AppFailure(gone))
    // A button that is still at work takes no click.
    await eventually(async () => {
      await press('Save values file…')
      expect(screen.getByRole('alert').textContent).toContain("Revision 4 doesn't exist.")
    })
  })

  it('takes where the chart came from in place of one that is there only for the change', async () => {
    const kept = [...upgrade.slice(0, -1), '/dev/fd/3']
    const answers = { 'release:get_source': () => Promise.resolve('shop/web') }
    const row = listRelease('prod', makeRelease({ name: 'web', status: 'deployed', chartVersion: '1.2.3' }))
    show(kept, answers, undefined, row)
    await press('Copy the command')
    await eventually(() => expect(said()).toMatch(/ --version=1\.2\.3 .*-- web shop\/web$/))
    // Where it is not known, or which version of it is in use, no other is guessed.
    for (const [known, source] of [
      [row, ''],
      [null, 'shop/web'],
      [{ ...row, status: 'failed' }, 'shop/web'],
    ] as const) {
      cleanup()
      show(kept, { 'release:get_source': () => Promise.resolve(source) }, undefined, known)
      await press('Copy the command')
      expect(await screen.findByText(/Replace the last word with your chart/)).toBeTruthy()
    }
  })
})
