import { describe, expect, it } from 'vitest'
import { httpsUrl } from './inputs'

describe('an address for the browser', () => {
  it.each([
    ['https://charts.example.com/a?b=1#c', 'https://charts.example.com/a?b=1#c'],
    [' https://charts.example.com ', 'https://charts.example.com/'],
    ['HTTPS://Charts.Example.COM/a b', 'https://charts.example.com/a%20b'],
    ['https:\\\\charts.example.com\\a', 'https://charts.example.com/a'],
    ['https:charts.example.com', 'https://charts.example.com/'],
    ['ht\ntps://charts.example.com/\u202Ea', 'https://charts.example.com/%E2%80%AEa'],
    ['https://charts.example.com/../%2e%2e/x', 'https://charts.example.com/x'],
    ['https://xn--pple-43d.com', 'https://xn--pple-43d.com/'],
    ['https://аpple.com', 'https://xn--pple-43d.com/'],
  ])('leaves in the form that was judged: %j', (text, address) => {
    expect(httpsUrl.parse(text)).toBe(address)
  })

  it.each([
    'http://charts.example.com',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://jane:pw@charts.example.com',
    'https://jane@charts.example.com',
    'https://',
    'charts.example.com',
    `https://charts.example.com/${'x'.repeat(2048)}`,
  ])('is none: %s', (text) => {
    expect(httpsUrl.safeParse(text).success).toBe(false)
  })
})
