import { describe, expect, it } from 'vitest'
import { secretMask as mask } from '@shared/mask'
import { createLanguageEngine } from './engine'

describe('masked values', () => {
  it('have nothing said of them, but what is said of their keys and of others', () => {
    const schema = {
      properties: {
        auth: {
          properties: { password: { type: 'string', pattern: '^[a-z]+$' }, pin: { type: 'integer' } },
          required: ['user'],
          additionalProperties: false,
        },
        replicas: { type: 'integer' },
      },
    }
    const engine = createLanguageEngine()
    const guide = {
      schemas: [{ path: [], text: JSON.stringify(schema) }],
      defaults: [{ path: [], text: `auth: {password: ${mask}}` }],
    }
    engine.setSubject({ guide: { ...guide, mentioned: [], outside: [], gaps: [] }, before: null, documents: 'merged' })
    const text = `auth:\n  password: ${mask}\n  pin: ${mask}\n  pasword: ${mask}\nreplicas: many\n`
    const messages = engine.marks(text).marks.map(({ message }) => message)
    expect(messages.join('\n')).not.toMatch(/pattern|pin must|Same as/)
    expect(messages).toContain('replicas must be an integer, but is a string.')
    expect(messages.join('\n')).toMatch(/pasword/)
    expect(messages.join('\n')).toMatch(/user.* missing|missing.*user/)
    expect(
      engine
        .marks(text.replaceAll(mask, 'A1'))
        .marks.map(({ message }) => message)
        .join('\n'),
    ).toMatch(/pattern/)
  })
})
