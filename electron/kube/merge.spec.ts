import { describe, expect, it } from 'vitest'
import { parseKubeconfig } from './kubeconfig-files'
import { listContexts, mergeKubeconfigs, type MergedConfig } from './merge'

async function merge(files: Record<string, string>): Promise<MergedConfig> {
  const parsed = await Promise.all(Object.entries(files).map(([file, text]) => parseKubeconfig(file, text)))
  return mergeKubeconfigs(parsed.filter((result) => result.kind === 'ok'))
}

describe('merging kubeconfigs', () => {
  it('takes of each name the first entry as a whole, and the first current-context that is not empty', async () => {
    const config = await merge({
      '/one/config': 'current-context: ""\nusers: [{name: red, user: {token: first}}]\n',
      '/two/config':
        'current-context: b\nusers: [{name: red, user: {token: second, username: u}}, {name: blue, user: {token: t}}]\n',
      '/three/config': 'current-context: c\n',
    })
    expect(config.currentContext).toBe('b')
    expect(config.users.get('red')?.token).toBe('first')
    expect(config.users.get('red')?.username).toBeUndefined()
    expect(config.users.get('blue')?.token).toBe('t')
  })

  it('makes paths absolute to the folder of their own file, and leaves bare commands to PATH', async () => {
    const config = await merge({
      '/one/config': 'clusters: [{name: c, cluster: {server: "https://x", certificate-authority: pki/ca.crt}}]\n',
      '/two/config': `users:
- {name: files, user: {client-certificate: a.crt, client-key: ../a.key, tokenFile: /abs/token}}
- {name: local, user: {exec: {command: ./plugin}}}
- {name: path, user: {exec: {command: plugin}}}
`,
    })
    expect(config.clusters.get('c')).toMatchObject({ 'certificate-authority': '/one/pki/ca.crt' })
    expect(config.users.get('files')).toMatchObject({
      'client-certificate': '/two/a.crt',
      'client-key': '/a.key',
      tokenFile: '/abs/token',
    })
    expect(config.users.get('local')?.exec?.command).toBe('/two/plugin')
    expect(config.users.get('path')?.exec?.command).toBe('plugin')
  })

  it('lists contexts without credentials, and one with a missing cluster without an address', async () => {
    const config = await merge({
      '/one/config': `contexts:
- {name: whole, context: {cluster: c, user: u, namespace: ns}}
- {name: broken, context: {cluster: none, user: u}}
- {name: bare}
clusters: [{name: c, cluster: {server: "https://x"}}]
users: [{name: u, user: {token: hidden}}]
`,
    })
    const contexts = await listContexts(config)
    const identity = expect.stringMatching(/^[0-9a-f]{32}$/) as unknown
    expect(contexts).toEqual([
      { name: 'whole', cluster: 'c', user: 'u', namespace: 'ns', server: 'https://x', identity },
      { name: 'broken', cluster: 'none', user: 'u', namespace: '', server: '', identity },
      { name: 'bare', cluster: '', user: '', namespace: '', server: '', identity },
    ])
    expect(JSON.stringify(contexts)).not.toContain('hidden')
  })
})
