/**
 * How the simulated nodes and pods behave: kwok "Stages".
 *
 * A configuration with any Stage drops all of kwok's defaults, so the node stages and pod-delete are here too. When two
 * stages match, kwok picks one at random: the selectors below are mutually exclusive. What becomes of a pod is decided
 * by its annotations, or for the failures by the tag of its first image (so that a plain `--set image.tag=` can fail):
 *
 * | annotation                        | meaning                                                                    |
 * |-----------------------------------|----------------------------------------------------------------------------|
 * | wheelhouse.dev/ready-after: 8s    | time from ContainerCreating to Ready (Go duration, default 100ms)          |
 * | wheelhouse.dev/complete-after: 2s | run time of a pod that ends: Jobs, hooks, tests (default 200ms)            |
 * | wheelhouse.dev/fate: …            | image-pull, crash-loop, oom, never-ready; for pods that end: fail, hang    |
 *
 * Image tags ending in `missing`, `crash` and `oom` mean image-pull, crash-loop and oom.
 */

/** @typedef {{ key: string, operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist', values?: string[] }} Expression */
/** @typedef {{ type: 'Normal' | 'Warning', reason: string, message: string }} Event */
/** @typedef {{ milliseconds?: number, from?: string }} Delay */

/** jq: what the pod was told to become. */
const fate = `(.metadata.annotations["wheelhouse.dev/fate"] // (.spec.containers[0].image |
  if test("missing$") then "image-pull" elif test("crash$") then "crash-loop" elif test("oom$") then "oom" else "none" end))`

/** jq: a pod that ends by itself (Jobs, hooks, tests) or one that serves. */
const purpose = `(if (.spec.restartPolicy // "Always") == "Always" then "serve" else "task" end)`

/** jq: where the first container stands. "created" is what pod-create leaves behind. */
const container = `(.status.containerStatuses[0].state |
  if . == null then "none" elif .running then "running" elif .terminated then "ended" else .waiting.reason end)`

/** The cluster's whole behaviour, as kwok configuration objects (JSON is YAML). */
export function kwokStages() {
  return [
    nodeInitialize(),
    nodeHeartbeat(),
    podCreate(),
    podReady(),
    podNeverReady(),
    podImagePull(),
    podImageBackOff(),
    podCrash('crash-loop', 'Error', 1),
    podCrash('oom', 'OOMKilled', 137),
    podCrashAgain('crash-loop', 'Error', 1),
    podCrashAgain('oom', 'OOMKilled', 137),
    podTaskRunning(),
    podTaskEnd('pod-complete', 'NotIn', 'Succeeded', 0, 'Completed'),
    podTaskEnd('pod-fail', 'In', 'Failed', 1, 'Error'),
    podDelete(),
  ]
}

/**
 * @param {string} name
 * @param {'Node' | 'Pod'} kind
 * @param {Expression[]} matchExpressions
 * @param {Record<string, unknown>} next
 * @param {Delay} [delay]
 */
function stage(name, kind, matchExpressions, next, delay) {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind },
      selector: { matchExpressions },
      ...(delay && {
        delay: {
          durationMilliseconds: delay.milliseconds ?? 0,
          ...(delay.from && { durationFrom: { expressionFrom: delay.from } }),
        },
      }),
      next,
    },
  }
}

/**
 * @param {string} name
 * @param {Record<string, string | string[]>} where jq expression → the value or values it must have
 * @param {{ event?: Event, statusTemplate: string }} next
 * @param {Delay} [delay]
 */
function podStage(name, where, next, delay) {
  const expressions = Object.entries(where).map(([key, value]) => ({
    key,
    operator: /** @type {const} */ ('In'),
    values: Array.isArray(value) ? value : [value],
  }))
  return stage(
    name,
    'Pod',
    [{ key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' }, ...expressions],
    next,
    delay,
  )
}

const nodeConditions = `{{ $now := Now }}
{{ $lastTransitionTime := or .metadata.creationTimestamp $now }}
conditions:
{{ range NodeConditions }}
- lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $lastTransitionTime | Quote }}
  message: {{ .message | Quote }}
  reason: {{ .reason | Quote }}
  status: {{ .status | Quote }}
  type: {{ .type | Quote }}
{{ end }}
{{ with NodePort }}
daemonEndpoints:
  kubeletEndpoint:
    Port: {{ . }}
{{ end }}
`

const nodeReady = '.status.conditions.[] | select( .type == "Ready" ) | .status'

/** The address is where the API server asks for pod logs: kwok's own server, which listens on loopback only. */
function nodeInitialize() {
  const statusTemplate = `${nodeConditions}
{{ if not .status.addresses }}
addresses:
- { type: InternalIP, address: 127.0.0.1 }
- { type: Hostname, address: {{ NodeName | Quote }} }
{{ end }}
allocatable: { cpu: "16", memory: 64Gi, pods: "1000" }
capacity: { cpu: "16", memory: 64Gi, pods: "1000" }
nodeInfo:
  architecture: amd64
  bootID: ""
  containerRuntimeVersion: {{ printf "kwok-%s" Version | Quote }}
  kernelVersion: {{ printf "kwok-%s" Version | Quote }}
  kubeProxyVersion: {{ printf "kwok-%s" Version | Quote }}
  kubeletVersion: {{ printf "kwok-%s" Version | Quote }}
  machineID: ""
  operatingSystem: linux
  osImage: simulated
  systemUUID: ""
phase: Running
`
  return stage('node-initialize', 'Node', [{ key: nodeReady, operator: 'NotIn', values: ['True'] }], { statusTemplate })
}

function nodeHeartbeat() {
  const where = [
    { key: '.status.phase', operator: /** @type {const} */ ('In'), values: ['Running'] },
    { key: nodeReady, operator: /** @type {const} */ ('In'), values: ['True'] },
  ]
  return stage(
    'node-heartbeat-with-lease',
    'Node',
    where,
    { statusTemplate: nodeConditions },
    { milliseconds: 600_000 },
  )
}

/**
 * Container statuses of a pod, all containers in the same state.
 * @param {string} state YAML flow text of the container's `state`
 * @param {{ ready?: boolean, restartCount?: string, lastState?: string }} [options] `restartCount` may be a template
 */
function containers(state, { ready = false, restartCount = '0', lastState = '{}' } = {}) {
  return `containerStatuses:
{{ range $index, $item := .spec.containers }}
- image: {{ $item.image | Quote }}
  imageID: ""
  name: {{ $item.name | Quote }}
  ready: ${String(ready)}
  restartCount: ${restartCount}
  started: ${String(ready)}
  state: ${state}
  lastState: ${lastState}
{{ end }}
`
}

/**
 * The conditions Ready and ContainersReady.
 * @param {'True' | 'False'} status
 * @param {string} [reason]
 */
function readiness(status, reason = '') {
  const message =
    status === 'True' ? '""' : '"containers with unready status: [{{ range .spec.containers }}{{ .name }} {{ end }}]"'
  return `conditions:
- { type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }} }
- { type: Ready, status: "${status}", reason: "${reason}", message: ${message}, lastTransitionTime: {{ $now | Quote }} }
- { type: ContainersReady, status: "${status}", reason: "${reason}", message: ${message}, lastTransitionTime: {{ $now | Quote }} }
{{ range .spec.readinessGates }}
- { type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
{{ end }}
`
}

const now = '{{ $now := Now }}\n{{ $root := . }}\n'
const unready = 'ContainersNotReady'
const running = '{ running: { startedAt: {{ $now | Quote }} } }'
/** @param {string} reason @param {string} [message] */
const waiting = (reason, message) => `{ waiting: { reason: ${reason}${message ? `, message: ${message}` : ''} } }`
/** @param {number} code @param {string} reason */
const terminated = (code, reason) =>
  `{ terminated: { exitCode: ${String(code)}, reason: ${reason}, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } }`

function podCreate() {
  const statusTemplate = `${now}${readiness('False', unready)}${containers(waiting('ContainerCreating'))}
{{ if .spec.initContainers }}
initContainerStatuses:
{{ range .spec.initContainers }}
- image: {{ .image | Quote }}
  imageID: ""
  name: {{ .name | Quote }}
  ready: true
  restartCount: 0
  started: false
  state: ${terminated(0, 'Completed')}
{{ end }}
{{ end }}
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: {{ PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) | Quote }}
phase: Pending
startTime: {{ $now | Quote }}
`
  const event = /** @type {const} */ ({ type: 'Normal', reason: 'Created', message: 'Created container' })
  const where = { [container]: 'none', [`(.status.podIP // "none")`]: 'none' }
  return podStage('pod-create', where, { event, statusTemplate })
}

function podReady() {
  const statusTemplate = `${now}${readiness('True')}${containers(running, { ready: true })}phase: Running\n`
  const event = /** @type {const} */ ({ type: 'Normal', reason: 'Started', message: 'Started container' })
  const where = { [purpose]: 'serve', [fate]: 'none', [container]: 'ContainerCreating' }
  const from = '.metadata.annotations["wheelhouse.dev/ready-after"] // "100ms"'
  return podStage('pod-ready', where, { event, statusTemplate }, { from })
}

function podNeverReady() {
  const statusTemplate = `${now}${readiness('False', unready)}${containers(running)}phase: Running\n`
  const message = 'Readiness probe failed: HTTP probe failed with statuscode: 503'
  const event = /** @type {const} */ ({ type: 'Warning', reason: 'Unhealthy', message })
  const where = { [purpose]: 'serve', [fate]: 'never-ready', [container]: 'ContainerCreating' }
  return podStage('pod-never-ready', where, { event, statusTemplate })
}

function podImagePull() {
  const statusTemplate = `${now}${readiness('False', unready)}${containers(waiting('ErrImagePull', '"image not found"'))}phase: Pending\n`
  const event = /** @type {const} */ ({ type: 'Warning', reason: 'Failed', message: 'Failed to pull image: not found' })
  const where = { [fate]: 'image-pull', [container]: 'ContainerCreating' }
  return podStage('pod-image-pull', where, { event, statusTemplate })
}

function podImageBackOff() {
  const state = waiting('ImagePullBackOff', '{{ printf "Back-off pulling image %q" $item.image | Quote }}')
  const statusTemplate = `${now}${readiness('False', unready)}${containers(state)}phase: Pending\n`
  const event = /** @type {const} */ ({ type: 'Warning', reason: 'BackOff', message: 'Back-off pulling image' })
  const where = { [fate]: 'image-pull', [container]: 'ErrImagePull' }
  return podStage('pod-image-back-off', where, { event, statusTemplate }, { milliseconds: 500 })
}

/** @param {string} restartCount @param {number} code @param {string} reason */
function crashed(restartCount, code, reason) {
  const state = waiting('CrashLoopBackOff', '"back-off restarting failed container"')
  const lastState = terminated(code, reason)
  return `${now}${readiness('False', unready)}${containers(state, { restartCount, lastState })}phase: Running\n`
}

/** @type {Event} */
const backOff = { type: 'Warning', reason: 'BackOff', message: 'Back-off restarting failed container' }

/** @param {string} name @param {string} reason @param {number} code */
function podCrash(name, reason, code) {
  const where = { [purpose]: 'serve', [fate]: name, [container]: 'ContainerCreating' }
  return podStage(
    `pod-${name}`,
    where,
    { event: backOff, statusTemplate: crashed('1', code, reason) },
    { milliseconds: 300 },
  )
}

/**
 * The kubelet's back-off: 10 s, doubled with each restart up to 5 minutes.
 * @param {string} name @param {string} reason @param {number} code
 */
function podCrashAgain(name, reason, code) {
  const from = `([10 * pow(2; (.status.containerStatuses[0].restartCount // 1) - 1), 300] | min | tostring) + "s"`
  const count = '{{ add1 (index $root.status.containerStatuses $index).restartCount }}'
  const where = { [purpose]: 'serve', [fate]: name, [container]: 'CrashLoopBackOff' }
  return podStage(
    `pod-${name}-again`,
    where,
    { event: backOff, statusTemplate: crashed(count, code, reason) },
    { from },
  )
}

function podTaskRunning() {
  const statusTemplate = `${now}${readiness('True')}${containers(running, { ready: true })}phase: Running\n`
  const event = /** @type {const} */ ({ type: 'Normal', reason: 'Started', message: 'Started container' })
  const where = { [purpose]: 'task', [fate]: ['none', 'fail', 'hang'], [container]: 'ContainerCreating' }
  return podStage('pod-task-running', where, { event, statusTemplate })
}

/**
 * @param {string} name
 * @param {'In' | 'NotIn'} failing whether this is the end of pods told to fail
 * @param {'Succeeded' | 'Failed'} phase
 * @param {number} code
 * @param {string} reason
 */
function podTaskEnd(name, failing, phase, code, reason) {
  const statusTemplate = `${now}${readiness('False', 'PodCompleted')}${containers(terminated(code, reason))}phase: ${phase}\n`
  const from = '.metadata.annotations["wheelhouse.dev/complete-after"] // "200ms"'
  const where = { [purpose]: 'task', [fate]: failing === 'In' ? 'fail' : 'none', [container]: 'running' }
  return podStage(name, where, { statusTemplate }, { from })
}

function podDelete() {
  const where = [
    { key: '.metadata.deletionTimestamp', operator: /** @type {const} */ ('Exists') },
    { key: '.metadata.finalizers', operator: /** @type {const} */ ('DoesNotExist') },
  ]
  return stage('pod-delete', 'Pod', where, { delete: true })
}
