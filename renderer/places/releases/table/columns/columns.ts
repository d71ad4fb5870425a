import { driftRank, driftText, driftTitle } from '@/lib/release/drift-words'
import { healthRank, healthTitle } from '@/lib/release/health-words'
import { visible } from '@shared/visible'
import { chartLabel } from '../chart-label'
import { naturalKey, sharedNaturalKey } from '../natural-order'
import {
  chartCell,
  clusterCell,
  driftCell,
  healthCell,
  nameCell,
  namespaceHint,
  namespaceText,
  statusCell,
  timeCell,
} from './cells'
import type { ColumnOf } from './release-column'
import { statusRank, timeOf } from './sort-keys'

/** The columns of the table of releases, in their usual order. A new one is one more entry. */
const columns = [
  {
    id: 'name',
    title: 'Name',
    priority: 1,
    width: { usual: 264, min: 230, grow: 2 },
    fixed: true,
    look: 'strong',
    text: ({ name }) => name,
    sortKey: ({ name }) => naturalKey(name),
    cell: nameCell,
  },
  {
    id: 'cluster',
    title: 'Cluster',
    priority: 3,
    width: { usual: 108, min: 90, grow: 1 },
    ofSeveral: true,
    sortKey: ({ context }) => sharedNaturalKey(context),
    cell: clusterCell,
  },
  {
    id: 'namespace',
    title: 'Namespace',
    priority: 4,
    width: { usual: 96, min: 78, grow: 1 },
    text: namespaceText,
    sortKey: ({ namespace }) => sharedNaturalKey(namespace),
    hint: namespaceHint,
  },
  {
    id: 'chart',
    title: 'Chart',
    priority: 7,
    width: { usual: 100, min: 84, yields: true, grow: 1 },
    ofChart: true,
    text: chartLabel,
    sortKey: (release) => sharedNaturalKey(chartLabel(release)),
    cell: chartCell,
    hint: ({ release }) => visible(release.problem ?? release.chart),
  },
  {
    id: 'chartVersion',
    title: 'Chart version',
    priority: 8,
    width: { usual: 98, min: 72, yields: true },
    look: 'figures',
    ofChart: true,
    text: ({ chartVersion }) => chartVersion ?? '',
    sortKey: ({ chartVersion }) => sharedNaturalKey(chartVersion ?? ''),
  },
  {
    id: 'appVersion',
    title: 'App version',
    priority: 10,
    width: { usual: 90, min: 72, yields: true },
    look: 'figures',
    ofChart: true,
    text: ({ appVersion }) => appVersion,
    sortKey: ({ appVersion }) => sharedNaturalKey(appVersion),
  },
  {
    id: 'revision',
    title: 'Revision',
    priority: 9,
    width: { usual: 68, min: 68, yields: true },
    look: 'number',
    descending: true,
    sortKey: ({ revision }) => revision,
    cell: ({ release }) => release.revision,
  },
  {
    id: 'status',
    title: 'Status',
    priority: 2,
    width: { usual: 162, min: 128 },
    sortKey: ({ status }) => `${statusRank(status)}${status}`,
    cell: statusCell,
    hint: ({ release }) => release.status,
  },
  {
    id: 'health',
    title: 'Health',
    priority: 5,
    width: { usual: 128, min: 78 },
    sortKey: ({ health }) => `${healthRank(health)}${sharedNaturalKey(health?.words ?? '')}`,
    cell: healthCell,
    hint: ({ release, healthProblem }) => healthTitle(release.health, healthProblem),
  },
  {
    id: 'drift',
    title: 'Drift',
    priority: 5.5,
    width: { usual: 136, min: 78 },
    startsHidden: true,
    sortKey: ({ drift }) => driftRank(drift),
    cell: driftCell,
    hint: ({ release }) => (driftText(release.drift) === '' ? undefined : driftTitle(release.drift)),
  },
  {
    id: 'updated',
    title: 'Updated',
    priority: 6,
    width: { usual: 76, min: 76 },
    look: 'figures',
    descending: true,
    sortKey: ({ updated }) => timeOf(updated),
    cell: timeCell,
  },
] as const satisfies readonly ColumnOf[]

export type ReleaseColumnId = (typeof columns)[number]['id']
export type ReleaseColumn = ColumnOf<ReleaseColumnId>

export const releaseColumns: readonly ReleaseColumn[] = columns
