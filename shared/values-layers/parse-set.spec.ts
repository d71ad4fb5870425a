import { describe, expect, it } from 'vitest'
import { readText } from '../values-edit/places'
import { parseSet } from './parse-set'

describe('--set as a layer', () => {
  it.each<[string, unknown]>([
    ['a=1', { a: 1 }],
    ['a.b=c,a.d=true', { a: { b: 'c', d: true } }],
    ['a\\.b=c', { 'a.b': 'c' }],
    ['nodeSelector.kubernetes\\.io/os=linux', { nodeSelector: { 'kubernetes.io/os': 'linux' } }],
    ['list[0].x=1,list[1].y=z', { list: [{ x: 1 }, { y: 'z' }] }],
    ['list[1]=b', { list: [null, 'b'] }],
    ['m[0][1]=x', { m: [[null, 'x']] }],
    ['a={b,c},d={1,true}', { a: ['b', 'c'], d: [1, true] }],
    [
      'a=null,b=NULL,c=True,d=0,e=007,f=-5,g=+5,h=1.5,i=1e3',
      { a: null, b: null, c: true, d: 0, e: '007', f: -5, g: 5, h: '1.5', i: '1e3' },
    ],
    ['a=x\\,y,b=\\{c', { a: 'x,y', b: '{c' }],
    ['a=,b=', { a: '', b: '' }],
    ['a={}', { a: [''] }],
    ['a=b=c', { a: 'b=c' }],
    ['a=99999999999999999999', { a: '99999999999999999999' }],
    ['a=yes', { a: 'yes' }],
  ])('%s', (line, values) => {
    const parsed = parseSet(line, 'set')
    expect(parsed).toMatchObject({ kind: 'ok', values })
    expect(parsed.kind === 'ok' && readText(parsed.yaml)?.value).toEqual(values)
  })

  it('keeps every value a text for --set-string', () => {
    expect(parseSet('a=1,b={true,null},c=0x1', 'set-string')).toMatchObject({
      values: { a: '1', b: ['true', 'null'], c: '0x1' },
    })
  })

  it('changes the list that is below it, and gives all of it', () => {
    const below = { hosts: [{ name: 'a', port: 1 }, { name: 'b' }], other: { x: 1 } }
    expect(parseSet('hosts[1].name=c,other.y=2', 'set', below)).toMatchObject({
      values: { hosts: [{ name: 'a', port: 1 }, { name: 'c' }], other: { y: 2 } },
    })
    expect(below.hosts[1]).toEqual({ name: 'b' })
  })

  it.each([
    ['a', 'a has no value. Write a=value.'],
    ['a,b=1', 'a has no value. A comma in a value is written “\\,”.'],
    ['', 'This sets nothing. Write a key and a value, such as image.tag=1.25.'],
    ['=x', 'This sets nothing. Write a key and a value, such as image.tag=1.25.'],
    ['a={b', 'A list has to end with “}”. A brace that begins a text is written “\\{”.'],
    ['a[x]=1', 'Between “[” and “]” stands the number of an item, such as [0].'],
    ['a[0', 'A “]” is missing behind the number of an item.'],
    ['a[-1]=1', 'Items of a list are counted from 0.'],
    ['a[65537]=1', 'helm sets items up to number 65536.'],
    ['a[0]b=1', 'Behind “]” comes “=”, “.” or “[”.'],
    ['a=1,a.b=2', 'a is not a map, so that no key can be set in it.'],
    ['a=1,a[0]=2', 'a is not a list, so that it has no item 0.'],
    [`${'a.'.repeat(31)}b=1`, 'helm sets keys up to 30 levels deep.'],
    ['a=9007199254740993', 'A number of this size loses digits in values. Use --set-string to keep it as a text.'],
  ])('refuses %s', (line, reason) => {
    expect(parseSet(line, 'set')).toEqual({ kind: 'bad', reason })
  })
})
