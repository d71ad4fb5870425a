/** What stands between the braces of a template, without comments. In one walk: a template may be any text. */
export function templateCode(text: string): string {
  return templateActions(text)
    .map(({ code }) => code)
    .join('\n')
}

/** The same piece by piece, each with the place where it begins. */
export function templateActions(text: string): { readonly code: string; readonly at: number }[] {
  const actions: { readonly code: string; readonly at: number }[] = []
  for (let from = text.indexOf('{{'); from >= 0;) {
    const isComment = /^\{\{-?\s*\/\*/.test(text.slice(from, from + 100))
    const inner = isComment ? text.indexOf('*/', from) : from + 2
    const end = inner < 0 ? -1 : text.indexOf('}}', inner)
    if (end < 0) break
    if (!isComment) actions.push({ code: text.slice(from, end + 2), at: from })
    from = text.indexOf('{{', end + 2)
  }
  return actions
}
