/**
 * What the demo shows: releases of a small shop, made by the real helm.
 *
 * @typedef {object} Change installs or upgrades
 * @property {string} version of the release's chart
 * @property {Record<string, unknown>} [values]
 * @property {'deployed' | 'failed' | 'stuck'} [end] how it is meant to end: failed waits for pods that never come up;
 *   stuck is a helm that was killed at work. Default deployed, without waiting
 */
/** @typedef {Change | { rollback: number }} Step */
/** @typedef {{ namespace: string, name: string, chart: string, helm?: 3 | 4, steps: Step[] }} DemoRelease default helm 4 */

const year = 31_536_000
const threeCopies = { replicaCount: 3 }

/** @type {DemoRelease[]} the slow ones first: they are made side by side */
export const demoReleases = [
  {
    namespace: 'payments',
    name: 'fraud-detector',
    chart: 'fraud-detector',
    steps: [
      { version: '0.3.0', values: { replicaCount: 2 } },
      { version: '0.4.0', values: { replicaCount: 2 } },
      // The new model needs more memory than its limit.
      { version: '0.5.0', values: { replicaCount: 2, image: { tag: '2026.8-oom' } }, end: 'failed' },
    ],
  },
  {
    namespace: 'payments',
    name: 'payments-api',
    chart: 'payments-api',
    steps: [
      { version: '4.0.2' },
      { version: '4.1.0' },
      {
        version: '4.2.0',
        values: { config: { PROVIDER: 'live' }, podAnnotations: { 'wheelhouse.dev/fate': 'never-ready' } },
        end: 'stuck',
      },
    ],
  },
  {
    namespace: 'shop',
    name: 'orders-api',
    chart: 'orders-api',
    steps: [
      { version: '0.9.3' },
      { version: '1.0.0', values: { config: { LOG_LEVEL: 'debug' } } },
      { version: '1.1.0' },
      { version: '1.2.0', values: { replicaCount: 3, config: { MAX_ITEMS: '250' } } },
    ],
  },
  {
    namespace: 'shop',
    name: 'web-frontend',
    chart: 'web-frontend',
    steps: [
      { version: '1.4.0' },
      { version: '1.5.0' },
      { version: '2.0.0', values: { config: { FEATURE_SEARCH: 'off' } } },
      { version: '2.1.0', values: threeCopies },
    ],
  },
  {
    namespace: 'monitoring',
    name: 'dashboards',
    chart: 'dashboards',
    steps: [
      { version: '8.0.0' },
      { version: '8.5.0', values: { ...threeCopies, progressDeadlineSeconds: year } },
      // Still rolling out, for as long as the demo lives: the first new copy starts very slowly.
      {
        version: '9.0.0',
        values: {
          ...threeCopies,
          progressDeadlineSeconds: year,
          podAnnotations: { 'wheelhouse.dev/ready-after': '8760h' },
        },
      },
    ],
  },
  {
    namespace: 'monitoring',
    name: 'metrics-collector',
    chart: 'metrics-collector',
    steps: [{ version: '2.3.0' }, { version: '2.4.0' }, { version: '2.5.0' }],
  },
  {
    namespace: 'shop',
    name: 'basket-cache',
    chart: 'redis-cache',
    helm: 3,
    steps: [
      { version: '6.2.0' },
      { version: '6.3.1' },
      { version: '7.0.0', values: { config: { MAXMEMORY: '128mb' } } },
    ],
  },
  {
    namespace: 'payments',
    name: 'ledger-db',
    chart: 'postgres-db',
    steps: [{ version: '15.0.1' }, { version: '16.0.0' }, { rollback: 1 }],
  },
  {
    namespace: 'platform',
    name: 'message-queue',
    chart: 'message-queue',
    steps: [{ version: '3.0.0' }, { version: '4.0.0' }, { version: '4.1.0' }],
  },
  {
    namespace: 'platform',
    name: 'mail-relay',
    chart: 'mail-relay',
    steps: [{ version: '1.0.0' }, { version: '1.1.0', values: { config: { HOURLY_LIMIT: '5000' } } }],
  },
  {
    namespace: 'platform',
    name: 'cert-rotator',
    chart: 'cert-rotator',
    helm: 3,
    steps: [{ version: '0.7.0' }, { version: '0.8.0' }, { version: '1.0.0' }],
  },
  {
    namespace: 'staging',
    name: 'storefront',
    chart: 'storefront',
    steps: [{ version: '0.1.0' }, { version: '0.2.0', values: { banner: 'Spring sale' } }],
  },
]
