import type { ErrorAction } from '@shared/errors'
import { again, none, row, sentence, type ErrorReader } from './error-pattern'
import { fieldWords } from './field-words'

const reach: readonly ErrorAction[] = ['retry', 'choose-context', 'choose-kubeconfig']
const choose: readonly ErrorAction[] = ['choose-kubeconfig', 'choose-context']

/** A file that client-go cannot read: no YAML, a value of another type, something else than a kubeconfig. */
const readUnreadable: ErrorReader = (reason) => {
  const why = /error loading config file "[^"\n]*": ([^\n]*)/.exec(reason)?.[1]
  if (why === undefined) return null
  const kind = /^no kind "([^"]*)" is registered/.exec(why)?.[1]
  const words = fieldWords(why, '')
  const isData = /illegal base64 data/.test(why)
  const cause = isData
    ? `A certificate or key in it (a field whose name ends in -data) is not base64.`
    : kind !== undefined
      ? `The file is not a kubeconfig: it is of kind "${kind}".`
      : `helm can't read it: ${words === '' ? sentence(why) : `${words}.`}`
  return { code: 'kubeconfig-invalid', message: "The kubeconfig can't be used.", cause, actions: choose }
}

/**
 * Kubeconfigs that client-go refuses, before it has asked any cluster. helm writes `kubernetes cluster unreachable` in front of all
 * of them. In the words of client-go (clientcmd/validation.go, rest/transport.go, transport/tls).
 */
const kubeconfigPatterns: readonly ErrorReader[] = [
  row(
    /context "([^"]+)" does not exist|no context exists with the name: "?([^"\s]+)/,
    'context-missing',
    'The context "$1" is not in the kubeconfig.',
    'It may have been renamed or removed since it was chosen. Choose another context, or add it again.',
    ['choose-context', 'choose-kubeconfig'],
  ),
  readUnreadable,
  row(
    /specifying a root certificates file with the insecure flag is not allowed/,
    'kubeconfig-invalid',
    "The kubeconfig can't be used.",
    'The cluster has a certificate authority and insecure-skip-tls-verify. Only one of the two is allowed: remove the other.',
    choose,
  ),
  row(
    /apiVersion must be specified for (.+) to use exec/,
    'kubeconfig-invalid',
    "The kubeconfig can't be used.",
    'The exec entry of user "$1" has no apiVersion.',
    choose,
  ),
  row(
    /interactiveMode must be specified for (.+) to use exec/,
    'kubeconfig-invalid',
    "The kubeconfig can't be used.",
    'The exec entry of user "$1" has no interactiveMode, which its apiVersion needs. Add "interactiveMode: IfAvailable".',
    choose,
  ),
  row(
    /exec plugin: invalid apiVersion "([^"]*)"/,
    'kubeconfig-invalid',
    "The kubeconfig can't be used.",
    'Its exec entry has the apiVersion "$1", which this helm doesn\'t know. Use client.authentication.k8s.io/v1.',
    choose,
  ),
  row(
    /the (\S+) auth plugin has been removed/,
    'kubeconfig-invalid',
    "The kubeconfig can't be used.",
    'It signs in with the "$1" plugin, which Kubernetes has removed. Create the kubeconfig again with your provider\'s tools.',
    choose,
  ),
  row(
    /invalid configuration: ([^\n]*)/,
    'kubeconfig-invalid',
    "The kubeconfig can't be used.",
    'helm refuses it: $1.',
    choose,
  ),
  row(
    /host must be a URL or a host:port pair: "([^"\n]*)"|parse "(?:http:\/\/)?([^"\n]*)": (?:invalid|first path segment|net\/url)|"([^"\n]*)\/version(?:\?[^"]*)?": unsupported protocol scheme/,
    'kubeconfig-invalid',
    'The address of the cluster is not valid.',
    'The kubeconfig gives the server as "$1". It has to be an address like https://host:6443, without spaces.',
    choose,
  ),
  row(
    /unable to load root certificates/,
    'kubeconfig-invalid',
    "The kubeconfig can't be used.",
    'The certificate authority of the cluster is not a certificate in PEM format.',
    choose,
  ),
  row(
    /tls: (?:failed to find any PEM data|found a certificate rather than a key|private key (?:does not match|type does not match)|failed to parse private key|failed to find (?:certificate|"CERTIFICATE"|PEM block))[^\n]*/,
    'kubeconfig-invalid',
    "The kubeconfig can't be used.",
    "The user's certificate and key don't match, or one of them isn't in PEM format.",
    choose,
  ),
  row(
    /unreachable: open ([^:\n]+): (no such file or directory|permission denied)/,
    'kubeconfig-invalid',
    "The kubeconfig can't be used.",
    'It names the file $1: $2.',
    choose,
  ),
]

/** A proxy between here and the cluster. Go gives the status of a refused CONNECT as the whole reason. */
const proxyPatterns: readonly ErrorReader[] = [
  row(
    /proxyconnect \w+: (?:dial \w+ (\S+): )?(?:connect: )?([^\n]*)|socks connect \w+ (\S+?)(?:->\S+)?: ([^\n]*)/,
    'cluster-unreachable',
    "The proxy doesn't respond.",
    'The cluster is reached through the proxy $1: $2. Check proxy-url in the kubeconfig and HTTPS_PROXY.',
    reach,
  ),
  row(
    /: proxy authentication required$/,
    'cluster-unreachable',
    'The proxy requires a sign-in.',
    'It refused the connection to the cluster (407). Put user and password into proxy-url or HTTPS_PROXY, or add the cluster to NO_PROXY.',
    reach,
  ),
  row(
    /(?:get|post|put|patch|delete|head) "https:[^"\n]*": (forbidden|bad gateway|service unavailable|gateway timeout|bad request|method not allowed)$/,
    'cluster-unreachable',
    "The proxy doesn't let the connection through.",
    'It responded with "$1" before the cluster was reached. Check proxy-url in the kubeconfig, HTTPS_PROXY and NO_PROXY.',
    reach,
  ),
]

/** The cluster could not be reached or would not let the person in. */
const reachPatterns: readonly ErrorReader[] = [
  row(
    /exec: executable (\S+) not found|exec: "([^"]+)": executable file not found/,
    'cluster-exec-plugin',
    'The program "$1", which signs in to this cluster, was not found.',
    'The kubeconfig asks for it. Install it, or put it on the PATH of your login shell, then try again.',
    reach,
  ),
  row(
    /getting credentials: exec|exec: executable (\S+) failed with exit code (\d+)|exec plugin/,
    'cluster-exec-plugin',
    'The program that signs in to this cluster failed.',
    'The details show its message. Signing in again in a terminal usually helps.',
    reach,
  ),
  row(
    /http: server gave HTTP response to HTTPS client/,
    'cluster-unreachable',
    "The server doesn't speak HTTPS.",
    "What responds at the address in the kubeconfig isn't a cluster, or its address has to start with http://.",
    reach,
  ),
  row(
    /x509: |tls: failed to verify certificate|(?:remote error: )?tls: (?:bad|unknown|expired|revoked)[ \w]* ?certificate|tls: handshake failure/,
    'cluster-certificate',
    'The connection to the cluster is not trusted.',
    "The certificate doesn't match what the kubeconfig expects: it may have expired, or the cluster was recreated.",
    reach,
  ),
  row(
    /asked for the client to provide credentials|(?:^|: )unauthorized$/,
    'cluster-unauthorised',
    "The cluster doesn't know who you are.",
    'The token or certificate in the kubeconfig is wrong or has expired. Sign in again, then try again.',
    reach,
  ),
  row(
    /too many requests|try again later|please try again|storage is \(re\)initializing|apiserver (?:not ready|is shutting down)|etcdserver: (?:request timed out|leader changed|not healthy|too many)|unable to (?:handle the request|return a response in the time)|^timeout: |request did not complete within/,
    'throttled',
    'The cluster is asking clients to slow down.',
    'It is busy or starting up. Try again in a moment.',
    again,
  ),
  row(
    /client rate limiter wait/,
    'throttled',
    'The cluster is asking clients to slow down.',
    'It is busy or starting up. Try again in a moment.',
    again,
    ['', 'list', 'history', 'status', 'get'],
  ),
  row(
    /no such host|server misbehaving/,
    'cluster-unreachable',
    'The cluster was not found on the network.',
    'No host has the name in the kubeconfig. Check the address, the network and the VPN.',
    reach,
  ),
  row(
    /kubernetes cluster unreachable|connection refused|tls handshake timeout|i\/o timeout|no route to host|network is unreachable|http2: client connection lost|connection reset by peer|unexpected EOF|: EOF$|broken pipe|request canceled|the connection to the server \S+ was refused|awaiting headers/,
    'cluster-unreachable',
    "The cluster doesn't respond.",
    "It may be down, or this computer can't reach it. Check the network or VPN and the address in the kubeconfig.",
    reach,
  ),
]

/** A part of the cluster that has to agree to a change could not be asked; before `connection refused`, which is theirs here. */
export const webhookPatterns: readonly ErrorReader[] = [
  row(
    /failed calling webhook "([^"]+)": (?:failed to call webhook: )?([^\n]*)/,
    'cluster-failed',
    "A webhook of the cluster doesn't respond.",
    'The cluster has to ask "$1" about this change, and couldn\'t: $2. Try again, or ask whoever runs the cluster.',
    again,
  ),
  row(
    /conversion webhook for ([^\n]*?) failed: ([^\n]*)/,
    'cluster-failed',
    "A webhook of the cluster doesn't respond.",
    "It converts $1, and couldn't: $2. Try again, or ask whoever runs the cluster.",
    again,
  ),
]

/** The cluster itself has a problem. */
export const brokenClusterPatterns: readonly ErrorReader[] = [
  row(
    /database space exceeded/,
    'cluster-failed',
    "The cluster's database is full.",
    'It accepts no changes until whoever runs it frees up space.',
    none,
  ),
  row(
    /etcdserver: request is too large|rpc error: [^\n]*message larger than max/,
    'release-too-large',
    'An object is too large to be stored.',
    'The cluster stores objects of at most 1.5 MiB. Leave large files out of the chart.',
    ['fix-values'],
  ),
  row(
    /internal error occurred: ([^\n]*)|an error on the server \("([^\n]*)"\) has prevented the request|the server rejected our request for an unknown reason|etcdserver: ([^\n]*)|server responded with the status code (\d+)/,
    'cluster-failed',
    'The cluster itself has a problem.',
    'It says: $1. Try again, or ask whoever runs it.',
    again,
  ),
]

/** In the order to look: what is here, what is between, what is there. */
export const clusterPatterns: readonly ErrorReader[] = [...kubeconfigPatterns, ...proxyPatterns, ...reachPatterns]
