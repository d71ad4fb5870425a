import type { FoundFault, IndexFault } from './index-model'

const messages: Readonly<Record<IndexFault, string>> = {
  mistake: 'The index has a mistake.',
  damaged: 'The index is damaged.',
  foreign: 'This is not a chart index.',
  empty: 'The index is empty.',
}

const causes: Readonly<Record<IndexFault, string>> = {
  mistake: 'helm refuses the whole index because of it; ask whoever runs the repository to fix it.',
  damaged: "If fetching it again doesn't help, ask whoever runs the repository to fix it.",
  foreign: 'The address of a repository is the folder that holds its index.yaml.',
  empty: 'Ask whoever runs the repository to fix it.',
}

/** What is the matter with an index, and what can be done. */
export function faultWords({ fault, problem }: FoundFault): { readonly message: string; readonly cause: string } {
  return { message: messages[fault], cause: `${problem} ${causes[fault]}` }
}

/**
 * What helm says of an index that it refuses (repo.loadIndex, encoding/json, go-yaml). It names the field, but not the
 * chart. In the order to look.
 */
const sayings: readonly (readonly [RegExp, IndexFault, string])[] = [
  [/empty index\.yaml file/, 'empty', 'It is empty.'],
  [/no api version specified/i, 'foreign', 'It has no apiVersion, which every index needs.'],
  [/cannot unmarshal \w+ into go value of type/i, 'foreign', 'It may be a web page or a sign-in page.'],
  [
    /cannot unmarshal (?:number|bool)\b.* into go struct field (?:\S*\.)?(\w+) of type string/i,
    'mistake',
    '$1 of a chart is a number or a boolean; it should be quoted.',
  ],
  [
    /cannot unmarshal (\w+)\b.* into go struct field (?:\S*\.)?(\w+) of type/i,
    'mistake',
    '$2 of a chart is of the wrong kind ($1).',
  ],
  [/unknown field "([^"]+)"/i, 'mistake', 'It has a field that helm doesn\'t know: "$1".'],
  [/line (\d+): key ("[^"]+") already set in map/i, 'mistake', '$2 is set twice (line $1).'],
  [/parsing time ("[^"]*")/i, 'mistake', '$1 is where a time should be.'],
  [
    /error converting yaml to json: yaml: (line \d+)/i,
    'damaged',
    "It can't be read as YAML ($1): it may be cut off, or not an index at all.",
  ],
  [
    /error converting yaml|error unmarshaling|cannot unmarshal|invalid character|unexpected end of json/i,
    'damaged',
    "It can't be read: it may be cut off, or not an index at all.",
  ],
]

/** What helm's own text tells of an index that it refuses; null when it is about something else. */
export function saidOfIndex(detail: string): FoundFault | null {
  for (const [pattern, fault, template] of sayings) {
    const found = pattern.exec(detail)
    if (found === null) continue
    return { fault, problem: template.replaceAll(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '') }
  }
  return null
}
