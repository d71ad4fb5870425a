import type { ErrorCode } from 'yaml'

/** What the yaml library found, in words about the text: its own speak of parsers, tokens and flow collections. */
const words: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "An alias (*name) can't have a tag or an anchor of its own.",
  BAD_ALIAS: "Alias names can't be empty or contain spaces, brackets or commas.",
  BAD_COLLECTION_TYPE: "A tag (!name) here doesn't match what follows it.",
  BAD_DIRECTIVE: 'A line that starts with % is not a known YAML instruction.',
  BAD_DQ_ESCAPE:
    "A backslash in double quotes comes before a character it can't escape. Use single quotes, or two backslashes.",
  BAD_INDENT: 'This line is indented differently from the lines it belongs to.',
  BAD_PROP_ORDER: 'An anchor (&name) or a tag (!name) is in the wrong place.',
  BAD_SCALAR_START: "Text can't start with this character. Put it in quotes.",
  BLOCK_AS_IMPLICIT_KEY: 'A second “:” on this line. Put the text in quotes, or the nested key on its own line.',
  BLOCK_IN_FLOW: 'Inside brackets, use brackets for nested lists and mappings too.',
  DUPLICATE_KEY: 'A key is set twice.',
  IMPOSSIBLE: "This can't be read as YAML.",
  KEY_OVER_1024_CHARS: 'A key is longer than 1,024 characters. Is a “:” missing?',
  MISSING_CHAR: 'A character is missing here: a closing quote, a bracket, a comma or a “:”.',
  MULTILINE_IMPLICIT_KEY: 'A key must fit on one line. Is a “:” or the space after it missing?',
  MULTIPLE_ANCHORS: 'Only one anchor (&name) is allowed here.',
  MULTIPLE_DOCS: 'A second document starts here.',
  MULTIPLE_TAGS: 'Only one tag (!name) is allowed here.',
  NON_STRING_KEY: 'A key must be plain text.',
  RESOURCE_EXHAUSTION: 'It is nested too deeply.',
  TAB_AS_INDENT: 'This line is indented with a tab. YAML accepts only spaces.',
  TAG_RESOLVE_FAILED: "A tag (!name) here doesn't match what follows it.",
  UNEXPECTED_TOKEN: "This doesn't belong here.",
}

/**
 * One fault that the yaml library found, as a sentence for a person; nothing of the text is repeated in it.
 * @param fault an entry of a document's `errors`
 */
export function yamlWords({ code, message }: { readonly code: ErrorCode; readonly message: string }): string {
  const bracket = /end with a ([\]}])/.exec(message)?.[1]
  if (bracket !== undefined) return `A closing “${bracket}” is missing.`
  const quote = /Missing closing (['"])quote/.exec(message)?.[1]
  if (quote !== undefined) return `A closing ${quote === '"' ? 'double' : 'single'} quote is missing.`
  if (message.includes('followed by map values')) return 'A “:” is missing after this key.'
  return words[code]
}
