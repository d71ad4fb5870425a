import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { json, statusObject, type Answer } from './testing/api-server'
import { failsWith, openClientLab, type ClientLab } from './testing/client-lab'
import type { Entries } from './testing/kubeconfig'

let lab: ClientLab
beforeEach(() => (lab = openClientLab()))
afterEach(() => lab.close())

const clientOfAnswer: ClientLab['clientOfAnswer'] = (answer, user, deps) => lab.clientOfAnswer(answer, user, deps)

describe('exec plugins', { timeout: 30_000 }, () => {
  const apiVersion = 'client.authentication.k8s.io/v1'
  const plugin = (script: string, more: Record<string, unknown> = {}): Entries['user'] => ({
    exec: { apiVersion, command: process.execPath, args: ['-e', script], interactiveMode: 'IfAvailable', ...more },
  })
  const printing = (status: unknown): string =>
    `console.log(${JSON.stringify(JSON.stringify({ apiVersion, kind: 'ExecCredential', status }))})`
  const echo: Answer = (request, response) => json(response, 200, request.headers.authorization ?? null)

  it('give a token, once for many calls', async () => {
    const log = join(lab.folder, 'runs')
    const script = `require('fs').appendFileSync(${JSON.stringify(log)}, 'x'); ${printing({ token: 'minted' })}`
    const client = await clientOfAnswer(echo, plugin(script))
    const answers = await Promise.all([client.get('/'), client.get('/'), client.get('/')])
    expect(answers).toEqual(Array(3).fill('Bearer minted'))
    expect(await client.get('/')).toBe('Bearer minted')
    expect(readFileSync(log, 'utf8')).toBe('x')
  })

  it.each([
    ['YAML', `console.log('apiVersion: ${apiVersion}\\nkind: ExecCredential\\nstatus: {token: minted}')`],
    ['nulls', printing({ token: 'minted', clientKeyData: null, clientCertificateData: '', expirationTimestamp: null })],
  ])('may print %s, as for kubectl', async (_what, script) => {
    expect(await (await clientOfAnswer(echo, plugin(script))).get('/')).toBe('Bearer minted')
  })

  it('see their own environment, the person’s, and what client-go tells them', async () => {
    const script = `console.log(JSON.stringify({apiVersion: '${apiVersion}', kind: 'ExecCredential', status: {token:
      [process.env.OWN, process.env.PERSON, Buffer.from(process.env.KUBERNETES_EXEC_INFO).toString('base64')].join('.')}}))`
    const user = plugin(script, { env: [{ name: 'OWN', value: 'own' }], provideClusterInfo: true })
    const client = await clientOfAnswer(echo, user, { env: { ...process.env, PERSON: 'person' } })
    const [own, person, info = ''] = String(await client.get('/'))
      .replace('Bearer ', '')
      .split('.')
    expect([own, person]).toEqual(['own', 'person'])
    expect(JSON.parse(Buffer.from(info, 'base64').toString('utf8'))).toMatchObject({
      apiVersion,
      kind: 'ExecCredential',
      spec: { interactive: false, cluster: { server: expect.stringContaining('https://localhost') as unknown } },
    })
  })

  it('are asked again when the token has ended or the server refuses it', async () => {
    const count = `const f=${JSON.stringify(join(lab.folder, 'n'))}; const fs=require('fs'); const n=fs.existsSync(f)?+fs.readFileSync(f)+1:1; fs.writeFileSync(f,''+n);`
    const credential = `{apiVersion:'${apiVersion}',kind:'ExecCredential',status:{token:'t'+n,expirationTimestamp:n===1?'2020-01-01T00:00:00Z':undefined}}`
    const client = await clientOfAnswer(
      (request, response) => {
        const refused = request.headers.authorization === 'Bearer t2'
        json(response, refused ? 401 : 200, refused ? statusObject(401, 'Unauthorized') : request.headers.authorization)
      },
      plugin(`${count} console.log(JSON.stringify(${credential}))`),
    )
    expect(await client.get('/')).toBe('Bearer t1')
    // t1 has ended, t2 is refused.
    expect(await client.get('/')).toBe('Bearer t3')
    expect(await client.get('/')).toBe('Bearer t3')
  })

  it.each([
    ['fails', `console.error('sign in first'); process.exit(3)`, 'exit code 3', 'sign in first'],
    ['prints no JSON', `console.log('hello')`, 'not an ExecCredential', ''],
    ['gives nothing', printing({}), "didn't give a token", ''],
    ['gives a key alone', printing({ token: 't', clientKeyData: 'k' }), 'but not both', ''],
    [
      'gives a certificate that is none',
      printing({ clientCertificateData: 'c', clientKeyData: 'k' }),
      'holds no certificate',
      '',
    ],
    ['speaks another version', printing({ token: 't' }).replace('/v1', '/v1beta1'), 'v1beta1', ''],
    ['prints too much', `process.stdout.write('x'.repeat(2000000))`, 'printed too much', ''],
  ])('that %s: the reason is told', async (_what, script, cause, stderr) => {
    const client = await clientOfAnswer(echo, plugin(script))
    await expect(client.get('/')).rejects.toMatchObject({
      error: {
        code: 'cluster-exec-plugin',
        cause: expect.stringContaining(cause) as unknown,
        detail: expect.stringContaining(stderr) as unknown,
      },
    })
  })

  it('that are missing: the kubeconfig’s hint is told', async () => {
    const user = {
      exec: {
        apiVersion,
        command: 'wheelhouse-no-such-plugin',
        interactiveMode: 'Never',
        installHint: 'Get it from the platform team.',
      },
    }
    const client = await clientOfAnswer(echo, user)
    await expect(client.get('/')).rejects.toMatchObject({
      error: { code: 'cluster-exec-plugin', cause: expect.stringContaining('platform team') as unknown },
    })
  })

  it.each([
    ['a file is taken for a folder', { command: `${process.execPath}/plugin` }, 'no such program'],
    ['an argument is too long', { args: ['x'.repeat(3 * 1024 * 1024)] }, 'more than a program can be given'],
    ['an argument has a zero byte', { args: ['a\0b'] }, "couldn't be started"],
  ])('that cannot be started because %s: the reason is told', async (_what, more, cause) => {
    const client = await clientOfAnswer(echo, plugin('', more))
    await expect(client.get('/')).rejects.toMatchObject({
      error: { code: 'cluster-exec-plugin', cause: expect.stringContaining(cause) as unknown },
    })
  })

  it('that want a terminal are not started', async () => {
    const client = await clientOfAnswer(echo, plugin(printing({ token: 't' }), { interactiveMode: 'Always' }))
    await expect(client.get('/')).rejects.toMatchObject({
      error: { code: 'cluster-exec-plugin', cause: expect.stringContaining('terminal') as unknown },
    })
  })

  it('that wait for a sign-in hold no call longer than its limit, and are not started twice', async () => {
    const [pidFile, gate] = [join(lab.folder, 'pid'), join(lab.folder, 'signed-in')]
    const script = `const fs = require('fs'); fs.appendFileSync(${JSON.stringify(pidFile)}, process.pid + ' ');
      setInterval(() => { if (fs.existsSync(${JSON.stringify(gate)})) { ${printing({ token: 'late' })}; process.exit(0) } }, 20)`
    const client = await clientOfAnswer(echo, plugin(script))
    const hangs = { error: { code: 'cluster-exec-plugin', cause: expect.stringContaining('sign in') as unknown } }
    await expect(client.get('/', { timeoutMs: 1_000 })).rejects.toMatchObject(hangs)
    await expect(client.get('/', { timeoutMs: 300 })).rejects.toMatchObject(hangs)
    writeFileSync(gate, '')
    expect(await client.get('/')).toBe('Bearer late')
    expect(readFileSync(pidFile, 'utf8').trim().split(' ')).toHaveLength(1)
  })

  it('that hang end with the client', async () => {
    const pidFile = join(lab.folder, 'pid')
    const script = `require('fs').writeFileSync(${JSON.stringify(pidFile)}, process.pid + '.'); setInterval(() => {}, 1000)`
    const client = await clientOfAnswer(echo, plugin(script))
    const call = expect(client.get('/')).rejects.toEqual(failsWith('cluster-exec-plugin'))
    const written = (): string => (existsSync(pidFile) ? readFileSync(pidFile, 'utf8') : '')
    await expect.poll(written, { timeout: 10_000 }).toMatch(/\.$/)
    expect(isAlive(parseInt(written()))).toBe(true)
    client.dispose()
    await call
    await expect.poll(() => isAlive(parseInt(written())), { timeout: 10_000 }).toBe(false)
  })

  function isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0)
      return true
    } catch {
      return false
    }
  }
})
