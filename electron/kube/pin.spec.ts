import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseKubeconfig } from './kubeconfig-files'
import { mergeKubeconfigs } from './merge'
import { pinnedKubeconfig, pinOf, type Pin } from './pin'
import { kubeconfigText, temporaryFolder, type Entries } from './testing/kubeconfig'
import { withTrust } from './trust'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

async function pin(entries: Entries): Promise<Pin> {
  const read = await parseKubeconfig(join(folder.path, 'config'), kubeconfigText({ shop: entries, other: {} }))
  const found = read.kind === 'ok' ? pinOf(mergeKubeconfigs([read]), 'shop') : null
  if (found === null) throw new Error('there is no such context')
  return found
}

describe('a pinned context', () => {
  const plain: Entries = { cluster: { 'certificate-authority-data': 'QQ==' }, user: { token: 'one' } }

  it.each([
    ['the server', { cluster: { ...plain.cluster, server: 'https://elsewhere.test' }, user: plain.user }],
    ['what is trusted', { ...plain, cluster: { 'certificate-authority-data': 'Qg==' } }],
    ['whether it is checked', { ...plain, cluster: { ...plain.cluster, 'insecure-skip-tls-verify': true } }],
    ['the name that is checked', { ...plain, cluster: { ...plain.cluster, 'tls-server-name': 'x' } }],
    ['the way there', { ...plain, cluster: { ...plain.cluster, 'proxy-url': 'http://127.0.0.1:1' } }],
    ['who is spoken for', { ...plain, user: { ...plain.user, as: 'admin' } }],
    ['the user', { ...plain, user: { username: 'admin', password: 'x' } }],
  ] as [string, Entries][])('has another identity when %s changes', async (_what, entries) => {
    expect((await pin(entries)).identity).not.toBe((await pin(plain)).identity)
  })

  it('stays who it is when the credentials are renewed, and is connected to anew', async () => {
    const [before, after] = [await pin(plain), await pin({ ...plain, user: { token: 'two' } })]
    expect(after.identity).toBe(before.identity)
    expect(after.key).not.toBe(before.key)
    expect((await pin({ ...plain, namespace: 'other' })).identity).toBe(before.identity)
  })

  it('becomes a kubeconfig of this context alone, with fields that are unknown here', async () => {
    const extensions = [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'a\u2028b' } }]
    const made = await pin({ ...plain, cluster: { ...plain.cluster, extensions }, namespace: 'shop' })
    const text = pinnedKubeconfig('shop', made)
    expect(text).not.toMatch(/[\u2028]/)
    expect(parse(text)).toMatchObject({
      'current-context': 'shop',
      contexts: [{ name: 'shop', context: { cluster: 'shop', user: 'shop', namespace: 'shop' } }],
      clusters: [{ name: 'shop', cluster: { server: 'https://shop.test', extensions } }],
      users: [{ name: 'shop', user: { token: 'one' } }],
    })
    expect(text).not.toContain('other')
  })

  it('keeps the authority itself, not the file that may be replaced; one that is not there is left to be told of', async () => {
    const file = join(folder.path, 'ca.crt')
    const target = { context: 'shop', kubeconfigFiles: [], helmEnv: {} }
    const asked = { ...target, pin: await pin({ cluster: { 'certificate-authority': file } }) }
    expect(await withTrust(asked)).toBe(asked)
    writeFileSync(file, 'first')
    const first = await withTrust(asked)
    writeFileSync(file, 'second')
    expect(first.pin?.cluster).toMatchObject({
      'certificate-authority': null,
      'certificate-authority-data': Buffer.from('first').toString('base64'),
    })
    expect((await withTrust(asked)).pin?.key).not.toBe(first.pin?.key)
  })
})
