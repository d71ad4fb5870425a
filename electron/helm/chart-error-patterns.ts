import { again, failedTitle, none, row, type ErrorReader } from './error-pattern'
import { schemaWords } from './schema-words'
import { yamlWords } from './template-errors'

/** The schema of a chart refuses the values: what stands where, and what is wanted there. */
const readSchema: ErrorReader = (reason) => {
  const found = /values don't meet the specifications of the schema/.exec(reason)
  if (found === null) return null
  const told = schemaWords(reason.slice(found.index))
  const cause = told === '' ? "The chart's schema rejects them; the details give the reason." : told
  return {
    code: 'values-invalid',
    message: "The values don't match what the chart accepts.",
    cause,
    actions: ['fix-values'],
  }
}

/** helm names the file that it reads values from: `-` is what the person wrote. A template's YAML is read in another place. */
const readValues: ErrorReader = (reason) => {
  const [, why] = /^(?:failed to parse \S+: |error parsing [^\n]*values[^\n]*: )([\s\S]+)/i.exec(reason) ?? []
  if (why === undefined) return null
  return {
    code: 'values-invalid',
    message: "helm can't read the values.",
    cause: yamlWords(why),
    actions: ['fix-values'],
  }
}

/** Only where helm gives no place: of a release, of a template, of an index. */
const readBareYaml: ErrorReader = (reason, { command }) => {
  if (!/^error (?:converting YAML|unmarshaling JSON)/i.test(reason)) return null
  return {
    code: 'helm-failed',
    message: failedTitle(command),
    cause: `helm can't read a YAML text: ${yamlWords(reason)}`,
    actions: none,
  }
}

/** What is wrong with a chart, its values, or where it is to come from. */
export const chartPatterns: readonly ErrorReader[] = [
  readSchema,
  row(
    /unable to validate schema|invalid JSON in values\.schema\.json|(?:HTTP request (?:to|failed for)|failed to create HTTP request for) (\S+)/,
    'chart-invalid',
    "The chart's schema can't be used.",
    "The chart's values.schema.json is broken, or names another schema that can't be fetched.",
    none,
  ),
  readValues,
  row(
    /failed parsing --set/,
    'values-invalid',
    "helm can't read the values.",
    "One of them isn't written the way helm expects; the details name it.",
    ['fix-values'],
  ),
  row(
    /chart requires kubeVersion: (.+) which is incompatible with Kubernetes (\S+)/,
    'chart-incompatible',
    "The chart doesn't run on this Kubernetes.",
    'It requires Kubernetes $1; the cluster runs $2.',
    none,
  ),
  row(
    /missing in charts\/ directory|error occurred while checking for chart dependencies|chart directory is missing these dependencies|lock file \(\S+\) is out of sync/,
    'chart-invalid',
    'Parts of the chart are missing.',
    'Charts it depends on are not in its folder. Fetch them before you install it.',
    ['build-dependencies'],
  ),
  row(
    /^(\S+) charts are not installable/,
    'chart-invalid',
    "This chart can't be installed.",
    'It is a $1 chart, made to be used by other charts.',
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
    /repository name \(([^)]+)\) contains '\/'/,
    'invalid-input',
    'helm doesn\'t accept the name "$1".',
    'The name of a repository can\'t contain "/".',
    none,
  ),
  row(
    /no repositories (configured|found|to show)|^(?:error: )?repo \S+ not found|no repo named|no repositories found matching|could not find a repo containing|no URL found for repository/,
    'repository-unknown',
    'The repository is not known here.',
    'Add it under Sources first, or check the spelling of its name.',
    none,
  ),
  row(
    /repo "([^"]*)" is no longer available; try "([^"]*)"/,
    'repository-unreachable',
    'The repository has moved.',
    '"$1" is no longer used; add "$2" instead.',
    none,
  ),
  row(
    /basic credential not found|401 unauthorized|403 forbidden|response status code 40[13]|authenticating to "([^"]*)"|^(?:token|password) required/,
    'registry-unauthorised',
    'The repository or registry requires a sign-in.',
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
  row(
    /digest mismatch|version mismatch|sha256 sum does not match|signature block not found|failed to fetch provenance|could not load provenance|failed to load keyring|provenance does not contain/,
    'chart-invalid',
    'The chart failed verification.',
    "Its checksum, version or signature doesn't match; the details say which.",
    none,
  ),
  // Fetching a chart fails in the words of the connection, like reaching a cluster: the address tells them apart.
  row(
    /^(?:failed to do request: |failed to perform "[^"]+" on source: )?(?:get|head) "https?:\/\/(?:[^"]+\.tgz(?:\?[^"]*)?|[^"]+\/index\.yaml|[^"/]+\/v2\/[^"]*)": |not a valid chart repository or cannot be reached|failed to update the following repositories|failed to fetch https?:|could not (?:download|find) (?:chart|https?:|oci:)|failed to perform "[^"]+" on source|unable to retrieve (?:blob|manifest)|failed to do request/,
    'repository-unreachable',
    "The chart repository or registry can't be read.",
    "It doesn't respond, isn't trusted, or returns something that isn't a chart or a chart index. Check its address and the network.",
    again,
  ),
  row(
    /no chart (name|version) found|chart "[^"]+"(?: matching \S+)?(?: version "[^"]+")? not found in|no cached repo found|non-absolute urls should be|^(?:error: )?(?:\S+: )*path "[^"]+" not found|unable to locate any tags|could not locate a version matching|failed to download|has no downloadable urls|no cached repository for|chart not found in repo|could not retrieve list of tags|invalid chart url format|chart \S+ not found in|(?:unable to|can't) get a valid version|no matching version|entry not found/,
    'chart-not-found',
    'The chart or this version of it was not found.',
    'It may have been renamed or removed, or the local copy of the index is old. Update the repositories and try again.',
    again,
  ),
  row(
    /could not find protocol handler for: (\S*)|scheme "([^"]*)" not supported|improperly formatted oci chart reference|invalid OCI reference|missing registry client/,
    'invalid-input',
    "helm doesn't understand where the chart comes from.",
    'Name a chart as repository/chart, oci://host/chart, the address of a .tgz file, or a folder.',
    none,
  ),
  row(
    /invalid version\/constraint format|improper constraint|invalid semantic version|has an invalid version/,
    'chart-not-found',
    'The version is not one that helm understands.',
    'Use a version like 1.2.3, or a range like >=1.2.0 <2.0.0.',
    none,
  ),
  row(
    /larger than the maximum (?:file )?size|exceeds maximum decompressed size|exceeds the maximum/,
    'chart-invalid',
    'The chart is too large.',
    "It exceeds helm's own limit: 100 MiB unpacked, 5 MiB for one file.",
    none,
  ),
  row(
    /chart\.yaml file is missing|cannot load (?:chart|values|requirements)\.\w+: ([^\n]*)|cannot load chart|does not appear to be a (?:valid chart|gzipped archive)|seems to be a YAML file|no files in chart archive|chart illegally |illegally named files|not in base directory|unable to (?:load chart|detect chart)|unsupported chart (?:version|type)|invalid chart|chart metadata \(|validation: chart\.metadata|no chart provided|manifest does not contain|could not load config with mediatype|error unpacking|chart name "[^"]*" (?:is not allowed|must not|resolves)|irregular file|is a symlink to|type mismatch on/,
    'chart-invalid',
    'This is not a chart that helm can read.',
    'One of its files is missing or damaged; the details name it.',
    none,
  ),
  row(
    /can't create TLS config|can't read CA file|unable to (?:parse CA file|read (?:cert|key) file)|failed to append certificates/,
    'invalid-input',
    "A certificate of the source can't be used.",
    "The file of its certificate, key or authority is missing or isn't in PEM format. Correct it under Sources.",
    none,
  ),
  row(
    /couldn't load repositories file|error loading \S+\.yaml|empty index\.yaml|no API version specified/,
    'repository-unreachable',
    "The index of a repository can't be used.",
    "Its local copy is damaged, or its address doesn't return a chart index. Update the repositories and try again.",
    again,
  ),
  row(
    /failed to install CRD ([^:\n]+): file (?:data )?is empty|failed to install CRD ([^:\n]+): resources are empty/,
    'chart-invalid',
    'The chart has an empty definition.',
    'Its file "$1" defines no custom resource. The chart has to be fixed.',
    none,
  ),
  row(
    /post[- ]?render(?:er)?[^\n]*|plugin: \{[^\n]*not found/,
    'helm-failed',
    'A post-renderer failed.',
    "The program that changes what the chart renders failed or wasn't found; the details show its message.",
    none,
  ),
  readBareYaml,
]
