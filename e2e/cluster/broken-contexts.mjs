import { createServer } from 'node:net'
import { newAuthority } from './certificates.mjs'
import { addContext, emptyKubeconfig, readKubeconfig, writeKubeconfig } from './kubeconfig.mjs'
import { freePorts } from './ports.mjs'
import { certificateUser, expiredToken, grantInNamespace, rules, serviceAccountToken } from './users.mjs'

/** @typedef {import('./kubeconfig.mjs').UserEntry} UserEntry */

const execVersion = 'client.authentication.k8s.io/v1'

/**
 * A kubeconfig with every way a context can be good or broken. The contexts:
 *
 * | name                   | what it is                                                                        |
 * |------------------------|-----------------------------------------------------------------------------------|
 * | `good`                 | a cluster admin                                                                   |
 * | `good-exec`            | an exec plugin that gives a valid token (of a reader of the one namespace)        |
 * | `namespace-only`       | all rights in one namespace, none elsewhere; the namespace is set in the context  |
 * | `no-secrets`           | everything in that namespace except Secrets                                       |
 * | `read-only`            | looks at everything in that namespace, changes nothing                            |
 * | `forbidden`            | a valid user without any rights                                                   |
 * | `bad-token` `expired-token` `expired-certificate` | credentials that are refused                           |
 * | `closed-port`          | nothing listens there                                                             |
 * | `silent`               | accepts connections and never answers                                             |
 * | `wrong-ca`             | the server's certificate is signed by somebody else                               |
 * | `exec-missing`         | the exec plugin's program does not exist                                          |
 * | `exec-failing`         | the exec plugin says why on stderr and ends with code 3                           |
 *
 * @param {object} options
 * @param {import('./users.mjs').ClusterKeys} options.cluster
 * @param {string} options.path where the kubeconfig is written
 * @param {string} [options.namespace] of the users with rights, created when missing; default `team-a`
 * @returns {Promise<{ kubeconfig: string, contexts: string[], close: () => Promise<void> }>} close ends the silent listener
 */
export async function brokenContexts({ cluster, path, namespace = 'team-a' }) {
  const source = readKubeconfig(cluster.kubeconfig)
  const good = source.clusters[0]?.cluster
  const admin = source.users[0]?.user
  if (!good || !admin) throw new Error(`${cluster.kubeconfig} has no cluster and user`)
  const [closedPort = 0] = await freePorts(1)
  const silent = await silentListener()
  const config = emptyKubeconfig()
  /** @param {string} name @param {UserEntry} user @param {string} [inside] */
  const add = (name, user, inside) => addContext(config, name, { cluster: good, user, namespace: inside })
  /** @param {string} name @param {number} port */
  const addAt = (name, port) =>
    addContext(config, name, { cluster: { ...good, server: `https://127.0.0.1:${String(port)}` }, user: admin })

  add('good', admin)
  for (const [name, granted] of Object.entries({
    'namespace-only': rules.all,
    'no-secrets': rules.noSecrets,
    'read-only': rules.readOnly,
  })) {
    await grantInNamespace(cluster.kubeconfig, { user: name, namespace, rules: granted })
    add(name, certificateUser(cluster.pki, name), namespace)
  }
  add('forbidden', certificateUser(cluster.pki, 'nobody'))
  addRefused(add, cluster)
  addAt('closed-port', closedPort)
  addAt('silent', silent.port)
  const stranger = Buffer.from(newAuthority('stranger').certificate).toString('base64')
  addContext(config, 'wrong-ca', { cluster: { ...good, 'certificate-authority-data': stranger }, user: admin })
  await addExecPlugins(add, cluster, namespace)
  writeKubeconfig(path, config)
  return { kubeconfig: path, contexts: config.contexts.map(({ name }) => name), close: silent.close }
}

/** @param {(name: string, user: UserEntry) => void} add @param {import('./users.mjs').ClusterKeys} cluster */
function addRefused(add, { pki, tokenKey }) {
  const day = 86_400_000
  const dates = { notBefore: new Date(Date.now() - 2 * day), notAfter: new Date(Date.now() - day) }
  add('bad-token', { token: 'this-is-no-token' })
  add('expired-token', { token: expiredToken(tokenKey) })
  add('expired-certificate', certificateUser(pki, 'late', dates))
}

/**
 * @param {(name: string, user: UserEntry, namespace?: string) => void} add
 * @param {import('./users.mjs').ClusterKeys} cluster
 * @param {string} namespace
 */
async function addExecPlugins(add, { kubeconfig }, namespace) {
  const name = 'plugin'
  const token = await serviceAccountToken(kubeconfig, { namespace, name })
  const user = `system:serviceaccount:${namespace}:${name}`
  await grantInNamespace(kubeconfig, { user, namespace, rules: rules.readOnly })
  const credential = JSON.stringify({ apiVersion: execVersion, kind: 'ExecCredential', status: { token } })
  const failure = `console.error('plugin: the sign-in has run out, run "corp login"'); process.exit(3)`
  add('good-exec', execUser(process.execPath, ['-e', `console.log(${JSON.stringify(credential)})`]), namespace)
  add('exec-missing', execUser('wheelhouse-no-such-plugin', []))
  add('exec-failing', execUser(process.execPath, ['-e', failure]))
}

/** @param {string} command @param {string[]} args @returns {UserEntry} */
function execUser(command, args) {
  return { exec: { apiVersion: execVersion, command, args, interactiveMode: 'Never' } }
}

/** @returns {Promise<{ port: number, close: () => Promise<void> }>} */
function silentListener() {
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  const close = () =>
    new Promise((/** @type {(value: void) => void} */ resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('a TCP server has no port'))
      else resolve({ port: address.port, close })
    })
  })
}
