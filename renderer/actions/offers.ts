import type { ErrorAction } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { chartOrigin } from '@/lib/chart/chart-ref'

/** What every place of the window can do about an error; the others need a change that they are about. */
export const windowOffers: readonly ErrorAction[] = [
  'retry',
  'choose-kubeconfig',
  'choose-context',
  'start-demo',
  'get-helm',
  'log-in',
]

/** What is done outside the app: what it is for, and the exact command. */
export interface Advice {
  readonly says: string
  readonly command: readonly string[]
}

/**
 * What an action comes to where only a terminal can do it; null where a button can, or nothing is known.
 * @param chart the reference of the chart that the error is about; '' when it is not known.
 */
export function adviceOn(action: ErrorAction, chart: string): Advice | null {
  const origin = chartOrigin(chart)
  if (action === 'log-in' && origin === 'registry') {
    // A sign-in in the address is why it was refused, and nothing to show again.
    const host = chart.slice('oci://'.length).split('/')[0]?.split('@').at(-1) ?? ''
    return {
      says: 'Sign in to the registry in a terminal, then try again:',
      command: ['helm', 'registry', 'login', host],
    }
  }
  if (action === 'build-dependencies' && origin === 'file') {
    return {
      says: 'Fetch its dependencies in a terminal, then try again:',
      command: ['helm', 'dependency', 'build', chart],
    }
  }
  return null
}

/** What is set for the next try of a change. */
export const nextTries: readonly ErrorAction[] = [
  'take-ownership',
  'create-namespace',
  'raise-timeout',
  'force-conflicts',
  'fix-values',
]

const nextTry: readonly ErrorAction[] = ['raise-timeout', 'force-conflicts']
const delivery: readonly ErrorAction[] = [
  ...nextTry,
  'take-ownership',
  'fix-values',
  'allow-outside',
  'show-pod',
  'repair',
]

const ofVerb: Readonly<Record<Operation['verb'], readonly ErrorAction[]>> = {
  install: [...delivery, 'create-namespace'],
  upgrade: delivery,
  rollback: [...nextTry, 'show-pod', 'repair'],
  uninstall: ['raise-timeout', 'repair'],
  test: ['raise-timeout', 'show-pod', 'repair'],
  repair: ['repair'],
}

/** What can be done about the error of a change that ran, beside what every place can do. */
export function operationOffers(operation: Operation): ErrorAction[] {
  const offers = ofVerb[operation.verb].filter((action) => action !== 'show-pod' || hasFailingPod(operation))
  return operation.foreign === true ? [] : offers
}

function hasFailingPod({ objects }: Operation): boolean {
  return objects.some(({ pods = [] }) => pods.some(({ state }) => state === 'failing'))
}
