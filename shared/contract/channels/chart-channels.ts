import { z } from 'zod'
import type { ChartDetail, ChartSearchResult, ChartVersion, Repository } from '../../model/chart'
import * as inputs from '../inputs'
import { channel } from './channel'

/** Charts and their repositories. */
export const chartChannels = {
  /** Over all repositories; '' gives all charts. */
  'charts:search': channel(z.strictObject({ query: inputs.searchText }))<ChartSearchResult>(),
  /** Newest first. For `repository/name` only: a registry or a file is asked for its chart as a whole. */
  'charts:list_versions': channel(z.strictObject({ chart: inputs.chartRef }))<ChartVersion[]>(),
  'charts:get_chart': channel(
    z.strictObject({ chart: inputs.chartRef, version: inputs.chartVersion.optional() }),
  )<ChartDetail>(),
  /** The system's file dialog for a chart's folder or .tgz; '' when it is cancelled. */
  'charts:choose_file': channel(z.strictObject({ kind: z.enum(['folder', 'archive']) }))<string>(),
  'charts:list_repositories': channel(z.strictObject({}))<Repository[]>(),
  'charts:add_repository': channel(
    z.strictObject({
      name: inputs.repositoryName,
      url: inputs.repositoryUrl,
      username: inputs.credential.optional(),
      password: inputs.credential.optional(),
    }),
  )<Repository[]>(),
  /** Fetches the index of one repository, or of all. */
  'charts:update_repositories': channel(z.strictObject({ name: inputs.knownRepositoryName.optional() }))<
    Repository[]
  >(),
  /** Gives a repository that is there another login; its other settings stay. */
  'charts:sign_in_repository': channel(
    z.strictObject({
      name: inputs.knownRepositoryName,
      username: inputs.credential.min(1, 'the user name is missing'),
      password: inputs.credential,
    }),
  )<Repository[]>(),
  'charts:remove_repository': channel(z.strictObject({ name: inputs.knownRepositoryName }))<Repository[]>(),
} as const
