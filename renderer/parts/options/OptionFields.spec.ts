import { cleanup, fireEvent, render, screen } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { reactive } from 'vue'
import { optionRequest, usualOptions, type ChangeOptions } from '@shared/change-options/derived'
import type { ChangeVerb } from '@shared/change-options/option'
import { helm4 } from '@shared/testing/helm-features'
import OptionFields from './OptionFields.vue'

afterEach(cleanup)

function show(verb: ChangeVerb): ChangeOptions {
  const options = reactive({ ...usualOptions })
  render(OptionFields, { props: { modelValue: options, verb, features: helm4 } })
  return options
}

describe('the fields of options', () => {
  it('are one for each kind, and write what is chosen', async () => {
    const options = show('upgrade')
    await fireEvent.update(screen.getByRole('combobox', { name: 'Server-side apply' }), 'false')
    await fireEvent.update(screen.getByRole('spinbutton', { name: 'Maximum number of revisions to keep' }), '3')
    await fireEvent.click(screen.getByRole('checkbox', { name: "Skip the chart's hooks" }))
    await fireEvent.update(screen.getByRole('textbox', { name: 'Description' }), 'The new search')
    await fireEvent.update(screen.getByRole('textbox', { name: 'Labels' }), 'team=shop, tier=web')
    expect(optionRequest('upgrade', options, helm4)).toEqual({
      server_side: 'false',
      history_max: 3,
      no_hooks: true,
      description: 'The new search',
      labels: 'team=shop, tier=web',
    })
    expect(screen.queryByRole('combobox', { name: 'When an object is deleted' })).toBeNull()
  })

  it('say what is wrong with a text, in place of what it does', async () => {
    show('install')
    const labels = screen.getByRole('textbox', { name: 'Labels' })
    expect(labels.getAttribute('aria-invalid')).toBe('false')
    await fireEvent.update(labels, 'owner=me')
    expect(labels.getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByText('helm sets the label owner itself.')).toBeTruthy()
    await fireEvent.update(labels, '')
    expect(screen.getByText(/^Set on the Secret/)).toBeTruthy()
  })

  it('tell of an uninstall what becomes of dependents, and describe it only where its history is kept', async () => {
    const options = show('uninstall')
    const description = screen.getByRole<HTMLInputElement>('textbox', { name: 'Description' })
    expect(description.disabled).toBe(true)
    expect(screen.getByText('Available only when the history is kept.')).toBeTruthy()
    options.keep_history = true
    await fireEvent.update(screen.getByRole('combobox', { name: 'When an object is deleted' }), 'orphan')
    expect(description.disabled).toBe(false)
    expect(screen.getByText('Its dependents stay: pods keep running without an owner.')).toBeTruthy()
    expect(screen.queryByRole('textbox', { name: 'Labels' })).toBeNull()
  })
})
