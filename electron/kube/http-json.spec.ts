import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { json } from './testing/api-server'
import { failsWith, openClientLab, type ClientLab } from './testing/client-lab'

let lab: ClientLab
beforeEach(() => (lab = openClientLab()))
afterEach(() => lab.close())

describe('a call of JSON', () => {
  it('tells the time of the server, when there is one', async () => {
    const client = await lab.clientOfAnswer((request, response) => {
      if (request.url === '/none') response.sendDate = false
      json(response, 200, {}, request.url === '/set' ? { Date: 'Mon, 23 Nov 2026 10:00:00 GMT' } : {})
    })
    expect(await client.read('/set')).toMatchObject({ value: {}, date: Date.UTC(2026, 10, 23, 10) })
    expect(await client.read('/none')).toMatchObject({ value: {}, date: null })
  })

  it('tells what the server warns of, each once', async () => {
    const client = await lab.clientOfAnswer((_request, response) => {
      const warning = '299 - "policy/v1beta1 is \\"old\\"", 299 - "unknown field", 299 - "unknown field", 199 - "odd"'
      json(response, 200, {}, { Warning: warning })
    })
    const { warnings } = await client.sendRead('POST', '/any', {})
    expect(warnings).toEqual(['policy/v1beta1 is "old"', 'unknown field'])
  })

  it('sends JSON and takes every answer that is a success', async () => {
    const client = await lab.clientOfAnswer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { method, headers } = request
        const sent = Buffer.concat(chunks).toString('utf8')
        json(response, Number(request.url?.slice(1)), { method, type: headers['content-type'], sent })
      })
    })
    expect(await client.post('/201', { umlaut: 'ü' })).toEqual({
      method: 'POST',
      type: 'application/json',
      sent: '{"umlaut":"ü"}',
    })
    await expect(client.post('/403', {})).rejects.toEqual(failsWith('forbidden'))
    await expect(client.get('/201')).rejects.toEqual(failsWith('cluster-unreachable'))
  })
})
