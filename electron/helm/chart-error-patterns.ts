import { again, none, row, type ErrorPattern } from './error-pattern'

/** What is wrong with a chart, its values, or where it is to come from. */
export const chartPatterns: readonly ErrorPattern[] = [
  row(
    // Below it the chart's name, then a line for each wrong value. Only its place is told: the line may hold the value.
    /values don't meet the specifications of the schema[^\n]*\n(?:(?!- )[^\n]*\n)*- at '([^'\n]{1,300})'/,
    'values-invalid',
    'The values do not fit what the chart accepts.',
    'Its schema refuses what stands at "$1". The details give the reason, for every wrong value.',
    ['fix-values'],
  ),
  row(
    /values don't meet the specifications of the schema/,
    'values-invalid',
    'The values do not fit what the chart accepts.',
    "The chart's schema names each wrong value in the details.",
    ['fix-values'],
  ),
  row(
    /chart requires kubeVersion: (.+) which is incompatible with Kubernetes (\S+)/,
    'chart-incompatible',
    'The chart does not run on this Kubernetes.',
    'It asks for Kubernetes $1; the cluster runs $2.',
    none,
  ),
  row(
    /missing in charts\/ directory|error occurred while checking for chart dependencies/,
    'chart-invalid',
    'Parts of the chart are missing.',
    'Charts it depends on are not in its folder. They have to be fetched before it can be installed.',
    ['build-dependencies'],
  ),
  row(
    /library charts are not installable/,
    'chart-invalid',
    'This chart cannot be installed.',
    'It is a library, made to be used by other charts.',
    none,
  ),
  row(
    /repository name \(([^)]+)\) already exists/,
    'repository-exists',
    'A repository named "$1" already exists.',
    'It has another address or other credentials. Choose another name, or change the existing one.',
    none,
  ),
  row(
    /no repositories (configured|found|to show)|^(?:error: )?repo \S+ not found|no repositories found matching/,
    'repository-unknown',
    'The repository is not known here.',
    'Add it under Sources first, or check the spelling of its name.',
    none,
  ),
  row(
    /basic credential not found|401 unauthorized|403 forbidden|response status code 40[13]/,
    'registry-unauthorised',
    'The repository or registry wants a login.',
    'Sign in under Sources, or check the user name and password.',
    ['log-in'],
  ),
  row(
    /"FetchReference" on source: \S+: not found/,
    'chart-not-found',
    'The chart or this version of it was not found.',
    'The registry has no chart under this reference. Check its spelling and the version.',
    none,
  ),
  // Fetching a chart fails in the words of the connection, like reaching a cluster: the address tells them apart.
  row(
    /^(?:failed to do request: |failed to perform "[^"]+" on source: )?(?:get|head) "https?:\/\/(?:[^"]+\.tgz(?:\?[^"]*)?|[^"]+\/index\.yaml|[^"/]+\/v2\/[^"]*)": |not a valid chart repository or cannot be reached|failed to update the following repositories|failed to fetch https?:|could not download chart/,
    'repository-unreachable',
    'The chart repository or registry cannot be read.',
    'It does not answer, is not trusted, or what it answers is not a chart index or a chart. Check its address and the network.',
    again,
  ),
  row(
    /no chart (name|version) found|chart "[^"]+"(?: version "[^"]+")? not found in|no cached repo found|non-absolute urls should be|^(?:error: )?(?:\S+: )*path "[^"]+" not found|unable to locate any tags|could not locate a version matching|failed to download/,
    'chart-not-found',
    'The chart or this version of it was not found.',
    'It may have been renamed or removed, or the local copy of the index is old. Update the repositories and try again.',
    again,
  ),
  row(
    /error converting yaml|error unmarshaling json|failed to parse .*values|failed parsing --set|error parsing .*values/,
    'values-invalid',
    'The values cannot be read as YAML.',
    'The details name the line.',
    ['fix-values'],
  ),
  row(
    /template: \S+:\d+|executing "[^"]+" at <|parse error at \(|execution error at \(|yaml parse error on|chart\.yaml file is missing|cannot load chart/i,
    'chart-invalid',
    'The chart could not be rendered.',
    'A template of the chart refused these values or is broken; the details name file and line.',
    ['fix-values'],
  ),
]
