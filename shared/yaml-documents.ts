/** The documents of a YAML text, each with the separator that begins it; joined they are the text again. */
export function splitDocuments(text: string): string[] {
  return text.split(/^(?=---(?:\s|$))/m)
}
