/* Charts and changes of them, made by chance: what a plan says of them is held against what helm really does. */

/** What is made up: plain JSON. */
export type Json = Record<string, unknown>

/** The objects of a chart that has one of most kinds. @param name of its release: names begin with it */
export function generatedObjects(name: string): Json[] {
  const labels = { app: name }
  const container = (of: string): Json => ({
    name: of,
    image: `registry.test/${of}:1.0`,
    env: [
      { name: 'LEVEL', value: 'info' },
      { name: 'ITEMS', value: '250' },
    ],
    ports: [{ name: 'http', containerPort: 8080 }],
    resources: { limits: { memory: '256Mi', cpu: '500m' }, requests: { memory: '128Mi' } },
  })
  const pod = (...containers: string[]): Json => ({
    metadata: { labels, annotations: { checksum: 'a' } },
    spec: { containers: containers.map(container), volumes: [{ name: 'tmp', emptyDir: {} }] },
  })
  const meta = (suffix: string): Json => ({ name: `${name}-${suffix}`, labels: { ...labels, tier: 'one' } })
  const selector = { matchLabels: labels }
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta('web'),
      spec: { replicas: 1, selector, template: pod('web', 'side') },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: meta('db'),
      spec: { replicas: 1, serviceName: `${name}-svc`, selector, template: pod('db') },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta('svc'),
      spec: {
        selector: labels,
        ports: [
          { name: 'http', port: 80, targetPort: 8080 },
          { name: 'metrics', port: 9090 },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: meta('map'),
      data: { level: 'info', items: '250', text: 'a\nb\n' },
    },
    { apiVersion: 'v1', kind: 'Secret', metadata: meta('secret'), stringData: { password: 'generated-one' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta('account') },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: meta('role'),
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: meta('ingress'),
      spec: {
        rules: [
          {
            host: 'a.example.com',
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend: { service: { name: `${name}-svc`, port: { number: 80 } } } },
              ],
            },
          },
        ],
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: meta('budget'),
      spec: { minAvailable: 1, selector },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: meta('cron'),
      spec: {
        schedule: '0 3 * * *',
        jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [container('cron')] } } } },
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: meta('policy'),
      spec: { podSelector: { matchLabels: labels }, ingress: [{ ports: [{ port: 8080, protocol: 'TCP' }] }] },
    },
  ]
}
