import ui from '@nuxt/ui/vue-plugin'
import { cleanup, fireEvent, render, screen } from '@testing-library/vue'
import { afterEach, expect, it } from 'vitest'
import { createMemoryHistory } from 'vue-router'
import { appError, errorActions } from '@shared/errors'
import { makeRouter } from '@/router'
import { windowOffers } from '@/actions/offers'
import ErrorPanel from './ErrorPanel.vue'

afterEach(cleanup)
// The kit's buttons can be links, and look for the router.
const plugins = [ui, makeRouter(createMemoryHistory())]

it('says what, why and what to do, and keeps the raw text behind a disclosure', async () => {
  const error = appError('cluster-unreachable', 'No answer.', {
    cause: 'The VPN may be off.',
    actions: ['retry', 'choose-context'],
    detail: '<b>raw</b>',
  })
  const view = render(ErrorPanel, { props: { error }, global: { plugins } })
  expect(screen.getByRole('alert').textContent).toContain('The VPN may be off.')
  await fireEvent.click(screen.getByRole('button', { name: 'Switch cluster…' }))
  expect(view.emitted('act')).toEqual([['choose-context']])
  expect(view.container.querySelector('details')?.open).toBe(false)
  expect(view.container.querySelector('pre')?.textContent).toBe('<b>raw</b>')
  expect(view.container.querySelector('pre b')).toBeNull()
})

it('has a button for every action that the place can do, and leaves out what it is told to', () => {
  const error = appError('internal', 'Broken.', { actions: errorActions })
  const view = render(ErrorPanel, { props: { error, ignoredActions: ['start-demo'] }, global: { plugins } })
  expect(screen.getAllByRole('button')).toHaveLength(windowOffers.length - 1)
  view.unmount()
  render(ErrorPanel, { props: { error, ignoredActions: ['start-demo'], offers: errorActions }, global: { plugins } })
  expect(screen.getAllByRole('button')).toHaveLength(errorActions.length - 1)
  expect(screen.queryByRole('button', { name: 'Start the demo' })).toBeNull()
})

it('shows no disclosure where there is no raw text', () => {
  const { container } = render(ErrorPanel, {
    props: { error: appError('internal', 'Broken.') },
    global: { plugins },
  })
  expect(container.querySelector('details')).toBeNull()
})

it('gives the command where only a terminal can do it', () => {
  const error = appError('registry-unauthorised', 'It wants a login.', { actions: ['log-in'] })
  render(ErrorPanel, { props: { error, chart: 'oci://ghcr.io/shop/web' }, global: { plugins } })
  expect(screen.getByRole('alert').textContent).toContain('helm registry login ghcr.io')
  expect(screen.getByRole('button', { name: 'Copy the command' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Sign in…' })).toBeNull()
})
