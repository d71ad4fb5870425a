import { again, none, row, type ErrorReader } from './error-pattern'

const nextRevision = ['upgrade', 'rollback']
/** helm's driver says it of the record that it wanted to make; some paths give the server's own words. */
const recordExists = /release: already exists|(?:secrets|configmaps) "sh\.helm\.release\.v1\.[^"]+" already exists/

/** What is wrong with the release that a command is about, or with its record. */
export const releasePatterns: readonly ErrorReader[] = [
  row(
    /another operation \(install\/upgrade\/rollback\) is in progress/,
    'release-busy',
    'Another change to this release is in progress.',
    'Somebody else is changing it right now, or an earlier change was interrupted and left it pending.',
    ['repair', 'retry'],
  ),
  row(
    recordExists,
    'release-exists',
    'Somebody else changed this release at the same moment.',
    "Their change took the revision that yours was to become, and nothing of yours was stored. Look at the new revision, then try again. If you can't see one, its record is damaged or hidden from you.",
    none,
    nextRevision,
  ),
  row(
    new RegExp(`cannot re-?use a name that is still in use|${recordExists.source}`),
    'release-exists',
    'A release with this name already exists in the namespace.',
    'Choose another name, or upgrade the existing release. It may be hidden from you when you may not read Secrets.',
    none,
  ),
  row(
    /release has no (\S+) version|could not convert revision to a number|no revision for release/,
    'revision-not-found',
    'That revision of the release no longer exists.',
    'The history keeps a limited number of revisions. Reload it and choose another.',
    again,
  ),
  row(
    /"?([^\s"]*)"? has no deployed releases/,
    'release-not-found',
    'The release "$1" has no deployed revision.',
    'It was never installed, or has been uninstalled.',
    again,
  ),
  row(
    /release: not found|the release named "[^"]+" is already deleted|release not loaded|no release provided/,
    'release-not-found',
    'The release no longer exists.',
    'It may have been uninstalled by somebody else. Reload the list.',
    again,
  ),
  row(
    /secret "?sh\.helm\.release[^"\s]*"? is invalid: data: too long|(?:create|update): failed to \w+: request entity too large/,
    'release-too-large',
    'The release is too large to be stored.',
    'helm keeps a release in one Secret of at most 1 MiB, with its chart and values. Leave large files out of the chart.',
    none,
  ),
  row(
    /corrupted release record|failed to (?:decode|encode) (?:data|release)|release: invalid key|unsupported release type|encountered \d+ deletion errors/,
    'helm-failed',
    "The record of the release can't be used.",
    "helm can't read or write what it has stored of the release: it may be damaged, or made by another version.",
    ['repair'],
  ),
  row(
    /unknown driver "([^"]*)"|unable to instantiate SQL driver|error beginning transaction/,
    'helm-failed',
    "helm can't use the storage of its releases.",
    "HELM_DRIVER names a storage that doesn't work here. Start Wheelhouse without it, or with another.",
    none,
  ),
  row(
    /release name(?: "([^"]*)")?(?: is invalid)?: (?:invalid release name|no name provided|\S+$)|user supplied labels contains system reserved|invalid release name|must match (?:the )?regex|release name "[^"]*" exceeds max length/i,
    'invalid-input',
    "helm doesn't accept this name or label.",
    'Names are made of lower-case letters, digits, dashes and dots, at most 53 of them.',
    none,
  ),
  row(
    /(?:cannot use|enabled when) (.*(?:server-side|serverSideApply|force)[^\n]*)|invalid client (?:create|update) option/i,
    'invalid-input',
    "These options can't be combined.",
    'Replacing objects by force and taking over fields each exclude server-side apply, or each other. Choose one of them.',
    none,
  ),
  row(
    /^unknown flag: (\S+)|^unknown shorthand flag|^unknown command ("[^"]*")|^flag needs an argument|^invalid argument ("[^"]*") for/,
    'option-unsupported',
    "This helm doesn't know an option that was asked for.",
    'It is $1. Another version of helm may know it; About shows which one is in use.',
    ['get-helm'],
  ),
]

/** What this computer, or helm itself, could not do; last, because programs that are run for others say so too. */
export const computerPatterns: readonly ErrorReader[] = [
  row(
    /(?:write|open|mkdir|rename|remove|create|stat|read) (\S+): (no space left on device|permission denied|read-only file system|disk quota exceeded|too many open files)/,
    'helm-failed',
    '$title',
    'On this computer: $1: $2.',
    again,
  ),
  row(
    /^(?:panic: |fatal error: |runtime: out of memory)([^\n]*)/,
    'helm-failed',
    'helm has crashed.',
    'It says: $1. This is a fault of helm itself: another version may not have it.',
    ['get-helm'],
  ),
]
