import { errorActions as ids, type ErrorAction } from '@shared/errors'
import { chartOrigin } from '@/lib/chart/chart-ref'
import type { Action } from './action'
import { adviceOn, windowOffers } from './offers'
import type { ActionContext } from './useActionContext'
import type { ErrorSubject } from './subjects'

interface Doing {
  readonly label: string
  /** Left out where only a place with a change can do it. */
  readonly perform?: (subject: ErrorSubject, context: ActionContext) => unknown
}

const helmInstallPage = 'https://helm.sh/docs/intro/install/'

const doing: Readonly<Record<ErrorAction, Doing>> = {
  retry: { label: 'Try again', perform: (_, { retry }) => retry() },
  'choose-kubeconfig': {
    label: 'Choose a kubeconfig…',
    perform: (_, { chooseKubeconfig }) => chooseKubeconfig(),
  },
  'choose-context': { label: 'Switch cluster…', perform: (_, { chooseContext }) => chooseContext() },
  'choose-namespace': { label: 'List one namespace' },
  'start-demo': { label: 'Start the demo', perform: (_, { startDemo }) => startDemo() },
  'get-helm': { label: 'How to get helm', perform: (_, { openLink }) => openLink(helmInstallPage) },
  'take-ownership': { label: 'Take over these objects' },
  'create-namespace': { label: 'Create the namespace' },
  'raise-timeout': { label: 'Wait twice as long' },
  'force-conflicts': { label: 'Take over the fields' },
  'fix-values': { label: 'Go to the values' },
  'show-pod': { label: 'Show the failing pod' },
  'log-in': { label: 'Sign in…', perform: logIn },
  'build-dependencies': { label: 'Fetch its dependencies' },
  'allow-outside': { label: 'Allow' },
  repair: {
    label: 'Repair…',
    perform: ({ release }, { router, linkTo }) =>
      release === null ? undefined : router.push(linkTo(release, 'release', { ask: 'repair' })),
  },
  'save-text': { label: 'Save, secrets masked…' },
}

function logIn({ chart }: ErrorSubject, { router }: ActionContext): unknown {
  const repository = chartOrigin(chart) === 'repository' ? chart.split('/')[0] : undefined
  return router.push({ name: 'sources', query: repository === undefined ? {} : { repository, 'sign-in': null } })
}

/** What can be done about an error. Whether a place can do it, and whether a terminal has to, decides what it offers. */
export const errorActions: readonly Action<ErrorSubject>[] = ids.map((id) => ({
  id: `error.${id}`,
  label: doing[id].label,
  appliesTo: (subject) => isOffered(id, subject),
  perform: (subject, context) => (subject.own[id] ?? (() => doing[id].perform?.(subject, context)))(),
}))

type Offer = Omit<ErrorSubject, 'kind' | 'release' | 'own'>

function isOffered(id: ErrorAction, { error, offers, ignored, chart }: Offer): boolean {
  const canBeDone = windowOffers.includes(id) || offers.includes(id)
  return error.actions.includes(id) && !ignored.includes(id) && canBeDone && adviceOn(id, chart) === null
}

/** The buttons of an error where it is shown, in the error's own order. */
export function errorButtons(offer: Offer): { readonly action: ErrorAction; readonly label: string }[] {
  return offer.error.actions
    .filter((id) => isOffered(id, offer))
    .map((action) => ({ action, label: doing[action].label }))
}
