import { cleanup, screen, within } from '@testing-library/vue'
import { afterEach, describe, expect, it } from 'vitest'
import type { ReleaseManager, RevisionImage, RevisionImages } from '@shared/model/release'
import { eventually } from '@/testing/eventually'
import { makeDetail } from '@/testing/make-revision'
import { openWindow } from '@/testing/open-window'
import { releaseBridge } from '@/testing/release-bridge'

afterEach(cleanup)

const page = '/releases/shop/web'

const web: RevisionImage = {
  image: 'registry.example.com:5000/a/very/long/path/shop/web:1.2@sha256:00ff',
  name: 'registry.example.com:5000/a/very/long/path/shop/web',
  version: '1.2@sha256:00ff',
  users: [
    { kind: 'Deployment', name: 'web', container: 'web' },
    { kind: 'Deployment', name: 'worker', container: 'main' },
    { kind: 'StatefulSet', name: 'db', container: '' },
    { kind: 'Job', name: 'migrate', container: 'run', isHook: true },
  ],
  userCount: 260,
}
const bare: RevisionImage = { image: 'busybox', name: 'busybox', version: '', users: [], userCount: 0 }

async function images(part: Partial<RevisionImages>): Promise<HTMLElement> {
  const bridge = releaseBridge()
  const all: RevisionImages = { list: [], count: part.list?.length ?? 0, unread: 0, ...part }
  bridge.answers['release:get_revision'] = ({ revision }) => Promise.resolve(makeDetail(revision, { images: all }))
  await openWindow(page)
  return screen.findByRole('region', { name: 'Images' })
}

const textOf = (element: Element | undefined): string => element?.textContent.replaceAll(/\s+/g, ' ').trim() ?? ''

describe('the images of a release', () => {
  it('are named whole, with what runs them', async () => {
    const region = within(await images({ list: [bare, web] }))
    const [first, second] = region.getAllByRole('button', { name: 'Copy the image' }).map((one) => one.closest('li'))
    expect(textOf(first ?? undefined)).toBe('busyboxno tag: latest')
    const row = textOf(second ?? undefined)
    expect(row).toContain('registry.example.com:5000/a/very/long/path/shop/web1.2@sha256:00ff')
    expect(row).toContain('Deployment web')
    expect(row).not.toContain('container web')
    expect(row).toContain('Deployment worker, container main')
    expect(row).toContain('Show 1 more of 1')
  })

  it('are told to be none, or not all', async () => {
    expect(textOf(await images({}))).toBe('Images 0No container of its objects and hooks names an image.')
    cleanup()
    const many = textOf(await images({ list: [bare], count: 9, unread: 2 }))
    expect(many).toContain('8 more images are not shown.')
    expect(many).toContain('2 hooks were too large to be searched for images.')
  })
})

const flux: ReleaseManager = { tool: 'flux', kind: 'HelmRelease', namespace: 'shop', name: 'web', state: 'active' }
const words = "Managed by Flux: HelmRelease shop/web. It'll undo changes made here."

function managed(): ReturnType<typeof releaseBridge> {
  const bridge = releaseBridge()
  bridge.answers['release:get_manager'] = () => Promise.resolve(flux)
  return bridge
}

describe('a release that others look after', () => {
  it('says so on its page, by its newest revision', async () => {
    const bridge = managed()
    await openWindow(`${page}?revision=1`)
    await eventually(() => expect(textOf(document.body)).toContain(words))
    const asked = bridge.calls.filter(({ name }) => name === 'release:get_manager')
    expect(asked.map(({ input }) => input)).toMatchObject([{ release_name: 'web', namespace: 'shop', revision: 3 }])
  })

  it.each([
    ['uninstall', 'Uninstall web?'],
    ['rollback', 'Roll back web?'],
  ])('says so before it is changed: %s', async (ask, title) => {
    managed()
    await openWindow(`${page}?ask=${ask}`)
    const dialog = await screen.findByRole('dialog', { name: title })
    await eventually(() => expect(textOf(dialog)).toContain(words))
  })

  it('says so above its upgrade', async () => {
    managed()
    await openWindow(`${page}/upgrade`)
    await eventually(() => expect(textOf(document.body)).toContain(words))
  })

  it('says nothing where that can not be known', async () => {
    const bridge = releaseBridge()
    bridge.answers['release:get_manager'] = () => Promise.reject(new Error('no'))
    await openWindow(page)
    await screen.findByText('About 3')
    expect(textOf(document.body)).not.toContain('Managed by')
  })
})
