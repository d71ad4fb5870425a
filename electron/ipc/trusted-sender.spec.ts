import { describe, expect, it } from 'vitest'
import { AppFailure } from '@shared/errors'
import { assertTrustedSender, type SenderEvent, type Trust } from './trusted-sender'

const trust: Trust = { origin: 'app://wheelhouse', isOurs: (id) => id === 7 }

function event(change: { id?: number; frame?: SenderEvent['senderFrame'] } = {}): SenderEvent {
  const frame = { origin: 'app://wheelhouse', parent: null }
  return { sender: { id: change.id ?? 7 }, senderFrame: change.frame === undefined ? frame : change.frame }
}

describe('assertTrustedSender', () => {
  it("accepts the top frame of our own window's page", () => {
    expect(() => assertTrustedSender(event(), trust)).not.toThrow()
  })

  it.each([
    ['another web contents', event({ id: 8 })],
    ['a foreign origin', event({ frame: { origin: 'https://example.com', parent: null } })],
    ['an origin that only begins like ours', event({ frame: { origin: 'app://wheelhouse.example', parent: null } })],
    ['an opaque origin', event({ frame: { origin: 'null', parent: null } })],
    ['a file', event({ frame: { origin: 'file://', parent: null } })],
    ['a sub-frame', event({ frame: { origin: 'app://wheelhouse', parent: {} } })],
    ['a frame that has gone', event({ frame: null })],
  ])('refuses %s', (_what, bad) => {
    expect(() => assertTrustedSender(bad, trust)).toThrow(AppFailure)
  })
})
