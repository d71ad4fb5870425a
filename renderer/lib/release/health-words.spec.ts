import { describe, expect, it } from 'vitest'
import { healthText, healthTitle } from './health-words'
import { makeRow } from '@/testing/make-release'
import { withHealth } from '@/places/releases/filter/with-health'

describe('health in words', () => {
  it.each([
    [undefined, '–', 'Its health is not known yet'],
    [{ state: 'none', words: '', detail: '' }, '–', 'It has no objects with a readiness state'],
    [{ state: 'ready', words: '', detail: '' }, 'ready', 'All objects are healthy'],
    [{ state: 'waiting', words: '2 of 3 ready', detail: 'Deployment web: …' }, '2 of 3 ready', 'Deployment web: …'],
    [{ state: 'failing', words: '', detail: 'why' }, 'failing', 'why'],
  ] as const)('%j', (health, text, title) => {
    expect(healthText(health)).toBe(text)
    expect(healthTitle(health, '')).toBe(title)
  })

  it('says why it is not known where there is a reason', () => {
    expect(healthTitle(undefined, 'You may not list Jobs.')).toBe('You may not list Jobs.')
  })
})

describe('rows with their health', () => {
  it('stay the same objects until one of both is another', () => {
    const rows = [makeRow({ name: 'web' }), makeRow({ name: 'api' })]
    const ready = { state: 'ready', words: '', detail: '' } as const
    const known = new Map([['prod/shop/web', ready]])
    const [web, api] = withHealth(rows, known)
    expect(web).toEqual({ ...rows[0], health: ready })
    expect(api).toBe(rows[1])
    expect(withHealth(rows, known)[0]).toBe(web)
    expect(withHealth(rows, new Map([['prod/shop/web', { ...ready }]]))[0]).not.toBe(web)
    expect(withHealth(rows, new Map())).toBe(rows)
  })
})
