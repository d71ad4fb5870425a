import ui from '@nuxt/ui/vue-plugin'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { createMemoryHistory } from 'vue-router'
import { createForm } from '@shared/values-form/build-form'
import { applyChanges } from '@shared/values-edit/apply-changes'
import { makeRouter } from '@/router'
import { eventually } from '@/testing/eventually'
import { longText, type TextEdit } from './form-text'
import ValuesForm from './ValuesForm.vue'

afterEach(cleanup)
// The kit's buttons can be links, and look for the router.
const plugins = [ui, makeRouter(createMemoryHistory())]

const schema = {
  required: ['host'],
  properties: {
    copies: { type: 'integer', minimum: 1, maximum: 9 },
    host: { type: 'string' },
    password: { type: 'string' },
    hosts: { type: 'array', items: { type: 'string' } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    image: { type: 'object', properties: { policy: { enum: ['Always', 'Never'] }, on: { type: 'boolean' } } },
    other: { type: 'object' },
    config: { properties: { level: { type: 'string' } }, additionalProperties: { type: 'string' } },
  },
}
const guide = {
  schemas: [{ path: [], text: JSON.stringify(schema) }],
  defaults: [{ path: [], text: 'copies: 2\nhosts: [a, b]\npassword: hush\nimage: {policy: Always, on: true}\n' }],
  mentioned: [],
  outside: [],
  gaps: [],
}

/** A form of a text that somebody else may change too. Answers of the other thread wait until `answer` is called. */
function open(first: string, isHeld = false) {
  const text = ref(first)
  const read = createForm(guide)
  const waiting: (() => void)[] = []
  const language = {
    form: async (of: string) => {
      if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve))
      return read?.(of) ?? null
    },
  }
  const asked: (readonly string[])[] = []
  const edit = (make: TextEdit): string | null => {
    const changes = make(text.value)
    if (changes !== null) text.value = applyChanges(text.value, changes)
    return changes === null ? null : text.value
  }
  const overriddenBy = (path: readonly string[]): string | null => (path.join('.') === 'host' ? 'layer 3' : null)
  const page = defineComponent(() => () => {
    const props = { text: text.value, language, known: language, marks: [], edit, overriddenBy }
    return h(ValuesForm, { ...props, onAsText: (path: readonly string[]) => asked.push(path) })
  })
  render(page, { global: { plugins } })
  const answer = (): void => {
    for (const resolve of waiting.splice(0)) resolve()
  }
  return { text, answer, asked, waiting }
}

const rowOf = async (path: string): Promise<HTMLElement> => {
  const found = (await screen.findByText(path, { selector: 'code' })).closest('[data-field]')
  if (!(found instanceof HTMLElement)) throw new Error(`no row of ${path}`)
  return found
}
const boxOf = async (path: string): Promise<HTMLInputElement> =>
  (await rowOf(path)).querySelector('input') as HTMLInputElement

describe('values as a form', () => {
  it('writes what is typed into the text, and keeps its comments and order', async () => {
    const { text } = open('# Ours\nhost: x\n# As many\ncopies: 3 # today\n')
    const box = await boxOf('copies')
    expect(box.value).toBe('3')
    await fireEvent.focus(box)
    await fireEvent.update(box, '5')
    expect(text.value).toBe('# Ours\nhost: x\n# As many\ncopies: 5 # today\n')
    await fireEvent.update(box, '')
    expect(text.value).toContain('copies: 5 # today')
    await fireEvent.update(box, '7')
    expect(text.value).toBe('# Ours\nhost: x\n# As many\ncopies: 7 # today\n')
    await fireEvent.update(box, '')
    await fireEvent.blur(box)
    expect(text.value).toBe('# Ours\nhost: x\n')
    await eventually(() => expect(box.value).toBe(''))
    expect(box.placeholder).toBe('2')
  })

  it('shows what is changed in the text', async () => {
    const { text } = open('copies: 3\n')
    const box = await boxOf('copies')
    text.value = 'copies: 4\n'
    await eventually(() => expect(box.value).toBe('4'))
    text.value = 'copies: ['
    expect(await screen.findByText("The text can't be read as YAML.")).toBeTruthy()
  })

  it('keeps what is typed while the form is still about an older text', async () => {
    const { text, answer, waiting } = open('copies: 3\n', true)
    answer()
    const box = await boxOf('copies')
    await fireEvent.focus(box)
    await fireEvent.update(box, '4')
    await fireEvent.update(box, '42')
    await fireEvent.blur(box)
    expect(box.value).toBe('42')
    await eventually(() => expect(waiting).toHaveLength(1))
    answer()
    await eventually(() => expect(waiting).toHaveLength(1))
    expect(box.value).toBe('42')
    answer()
    await eventually(() => expect(box.value).toBe('42'))
    expect(text.value).toBe('copies: 42\n')
  })

  it('keeps what a field can’t hold, in the field and in the text, and says so', async () => {
    const { text } = open('')
    const box = await boxOf('copies')
    await fireEvent.update(box, 'two')
    expect(text.value).toBe('copies: two\n')
    expect(await screen.findByText('Must be a whole number.')).toBeTruthy()
    expect(box.value).toBe('two')
    await fireEvent.click(screen.getByRole('button', { name: 'Use the default of copies' }))
    await eventually(() => expect(text.value).toBe(''))
  })

  it('keeps what has no place in the text', async () => {
    const { text, asked } = open('x: &x {policy: Always}\nimage: *x\n')
    await fireEvent.click(await screen.findByRole('button', { name: /^image/ }))
    await fireEvent.click(await screen.findByRole('radio', { name: 'Never' }))
    expect(text.value).toBe('x: &x {policy: Always}\nimage: *x\n')
    await fireEvent.click(await screen.findByRole('button', { name: 'Edit as text' }))
    expect(asked).toEqual([['image', 'policy']])
  })

  it('hides passwords until they are to be seen, and never shows a default one', async () => {
    open('')
    const box = await boxOf('password')
    expect([box.type, box.placeholder]).toEqual(['password', '••••••••'])
    await fireEvent.click(screen.getByRole('button', { name: 'Show the value' }))
    expect(box.type).toBe('text')
  })

  it('disables what a later layer sets, and names it', async () => {
    open('host: mine\n')
    const row = await rowOf('host')
    expect(within(row).getByText('Set by layer 3. Yours has no effect.')).toBeTruthy()
    expect((await boxOf('host')).disabled).toBe(true)
  })

  it('adds to a list, moves in it and removes, beginning with the default’s items', async () => {
    const { text } = open('# none\n')
    const row = within(await rowOf('hosts'))
    await fireEvent.click(row.getByRole('button', { name: 'Add an item' }))
    await fireEvent.update(row.getByRole('textbox', { name: 'Item 3' }), 'c')
    expect(text.value).toBe('# none\nhosts:\n  - a\n  - b\n  - c\n')
    await eventually(() => expect(row.getByText('yours')).toBeTruthy())
    await fireEvent.click(row.getByRole('button', { name: 'Move item 3 up' }))
    expect(text.value).toBe('# none\nhosts:\n  - a\n  - c\n  - b\n')
    await fireEvent.click(row.getByRole('button', { name: 'Remove item 1' }))
    expect(text.value).toBe('# none\nhosts:\n  - c\n  - b\n')
  })

  it('writes to a long text after a rest, and before anything else is done', async () => {
    const head = `# ${'x'.repeat(longText)}\n`
    const { text } = open(`${head}hosts: [a, b]\nlabels: {team: shop}\n`)
    const now = (): string => text.value.slice(head.length).replaceAll('\n', ' ')
    const hosts = within(await rowOf('hosts'))
    const item = (at: number): HTMLElement => hosts.getByRole('textbox', { name: `Item ${at}` })
    await fireEvent.focusIn(item(1))
    await fireEvent.update(item(1), 'c')
    expect(now()).toBe('hosts: [a, b] labels: {team: shop} ')
    await fireEvent.update(item(2), 'd')
    expect(now()).toBe('hosts: [c, b] labels: {team: shop} ')
    await eventually(() => expect(now()).toContain('hosts: [c, d]'))
    await fireEvent.update(item(1), 'e')
    await fireEvent.click(hosts.getByRole('button', { name: 'Move item 1 down' }))
    expect(now()).toContain('hosts: [d, e]')
    const team = within(await rowOf('labels')).getByRole('textbox', { name: 'Value of team' })
    await fireEvent.focusIn(team)
    await fireEvent.update(team, 'web')
    expect(now()).toContain('{team: shop}')
    await fireEvent.focusOut(team)
    expect(now()).toContain('{team: web}')
  })

  it('adds, renames and removes entries of a map', async () => {
    const { text } = open('labels:\n  team: shop # ours\n')
    const row = within(await rowOf('labels'))
    await fireEvent.click(row.getByRole('button', { name: 'Add an entry' }))
    const key = row.getByRole('textbox', { name: 'Key 2' })
    await fireEvent.update(key, 'team')
    await fireEvent.blur(key)
    expect(row.getByText('Another entry has this key.')).toBeTruthy()
    await fireEvent.update(key, 'tier')
    await fireEvent.blur(key)
    await fireEvent.update(row.getByRole('textbox', { name: 'Value of tier' }), '1')
    expect(text.value).toBe("labels:\n  team: shop # ours\n  tier: '1'\n")
    const first = row.getByRole('textbox', { name: 'Key 1' })
    await fireEvent.update(first, 'group')
    await fireEvent.blur(first)
    expect(text.value).toBe("labels:\n  group: shop # ours\n  tier: '1'\n")
    await fireEvent.click(row.getByRole('button', { name: 'Remove tier' }))
    expect(text.value).toBe('labels:\n  group: shop # ours\n')
  })

  it('takes away only the entries that a field shows', async () => {
    const { text } = open('config:\n  level: warn # ours\n  a: x\n  b: y\n')
    await fireEvent.click(await screen.findByRole('button', { name: /^config/ }))
    await fireEvent.click(within(await rowOf('config')).getByRole('button', { name: 'Remove config' }))
    expect(text.value).toBe('config:\n  level: warn # ours\n')
  })

  it('finds fields by path and title, and names what has none', async () => {
    const { asked } = open('mine: 1\n')
    await rowOf('copies')
    expect(screen.getByText(/2 keys can’t be shown as a field/).textContent).toMatch(/mine, other/)
    await fireEvent.click(screen.getByRole('button', { name: 'Edit as text' }))
    expect(asked).toEqual([['mine']])
    await fireEvent.update(screen.getByRole('searchbox', { name: 'Search the fields' }), 'policy')
    await eventually(() => expect(screen.getByText('1 found')).toBeTruthy())
    expect(await rowOf('image.policy')).toBeTruthy()
  })
})
