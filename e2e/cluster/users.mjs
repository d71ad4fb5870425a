import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { issueClientCertificate } from './certificates.mjs'
import { connect } from './kube-client.mjs'

/** @typedef {{ kubeconfig: string, pki: { ca: string, key: string }, tokenKey: string }} ClusterKeys a ControlPlane has them */
/** @typedef {import('./kubeconfig.mjs').UserEntry} UserEntry */
/** @typedef {{ apiGroups: string[], resources: string[], verbs: string[] }} Rule */

const everything = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]

/** Rights of the users that tests and broken contexts need. */
export const rules = {
  /** Everything in a namespace. @type {Rule[]} */
  all: everything,
  /** Looks at everything, changes nothing. @type {Rule[]} */
  readOnly: [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] }],
  /** helm's own records, and nothing that a chart is made of. @type {Rule[]} */
  recordsOnly: [{ apiGroups: [''], resources: ['secrets', 'namespaces'], verbs: ['*'] }],
  /** Everything a chart is made of, but no Secrets: so no release can be read or written. @type {Rule[]} */
  noSecrets: [
    {
      apiGroups: [''],
      resources: ['pods', 'pods/log', 'services', 'configmaps', 'serviceaccounts', 'events'],
      verbs: ['*'],
    },
    { apiGroups: ['apps', 'batch', 'networking.k8s.io', 'policy', 'autoscaling'], resources: ['*'], verbs: ['*'] },
  ],
}

/**
 * A user with a client certificate, as a kubeconfig holds it. Without any Role it may nearly nothing.
 * @param {ClusterKeys['pki']} pki
 * @param {string} name
 * @param {{ groups?: string[], notBefore?: Date, notAfter?: Date }} [options] a notAfter in the past: an expired one
 * @returns {UserEntry}
 */
export function certificateUser(pki, name, options = {}) {
  const authority = { certificate: readFileSync(pki.ca, 'utf8'), privateKey: readFileSync(pki.key, 'utf8') }
  const { certificate, privateKey } = issueClientCertificate(authority, { commonName: name, ...options })
  return {
    'client-certificate-data': Buffer.from(certificate).toString('base64'),
    'client-key-data': Buffer.from(privateKey).toString('base64'),
  }
}

/**
 * Gives a user rights in one namespace, by a Role and its binding; both are replaced when they exist. The namespace is
 * created when missing.
 * @param {string} kubeconfig of a cluster admin
 * @param {{ user: string, namespace: string, rules: Rule[] }} grant
 */
export async function grantInNamespace(kubeconfig, { user, namespace, rules: granted }) {
  const client = connect(kubeconfig)
  const metadata = { name: `user-${user.replaceAll(':', '-')}`, namespace }
  const base = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: granted }
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name }
  const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }]
  const binding = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata, roleRef, subjects }
  try {
    await ensureNamespace(client, namespace)
    await apply(client, `${base}/roles/${metadata.name}`, role)
    await apply(client, `${base}/rolebindings/${metadata.name}`, binding)
  } finally {
    client.close()
  }
}

/**
 * @param {import('./kube-client.mjs').KubeClient} client
 * @param {string} name
 */
export async function ensureNamespace(client, name) {
  await apply(client, `/api/v1/namespaces/${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
}

/**
 * Server-side apply: creates or changes. @param {import('./kube-client.mjs').KubeClient} client
 * @param {string} path
 * @param {unknown} object
 */
async function apply(client, path, object) {
  const contentType = 'application/apply-patch+yaml'
  await client.call('PATCH', `${path}?fieldManager=wheelhouse-set-up&force=true`, object, { contentType })
}

/**
 * A ServiceAccount's token, made by the API server; the account is created when missing.
 * @param {string} kubeconfig of a cluster admin
 * @param {{ namespace: string, name: string, seconds?: number }} account seconds: 600 or more
 * @returns {Promise<string>}
 */
export async function serviceAccountToken(kubeconfig, { namespace, name, seconds = 3_600 }) {
  const client = connect(kubeconfig)
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } }
  const spec = { audiences: [], expirationSeconds: seconds }
  try {
    await ensureNamespace(client, namespace)
    await apply(client, path, account)
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec }
    /** @type {{ status: { token: string } }} */
    const { status } = await client.call('POST', `${path}/token`, request)
    return status.token
  } finally {
    client.close()
  }
}

/**
 * A correctly signed token that ended an hour ago: the API server makes none shorter than 10 minutes.
 * @param {string} tokenKey of the ControlPlane
 * @returns {string}
 */
export function expiredToken(tokenKey) {
  const then = Math.floor(Date.now() / 1_000) - 7_200
  const claims = {
    iss: 'https://kubernetes.default.svc.cluster.local',
    aud: ['https://kubernetes.default.svc.cluster.local'],
    sub: 'system:serviceaccount:default:default',
    iat: then,
    nbf: then,
    exp: then + 3_600,
  }
  const text = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(text), createPrivateKey(readFileSync(tokenKey, 'utf8')))
  return `${text}.${signature.toString('base64url')}`
}
