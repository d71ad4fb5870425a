/** Why a repository cannot be called this; '' when it can. The same rule as shared/contract/inputs, without zod. */
export function repositoryNameProblem(name: string): string {
  if (name === '') return 'A repository needs a name.'
  if (name.length > 64) return 'At most 64 characters.'
  if (!/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(name))
    return 'Name: letters, digits, dashes, dots and _, with a letter or digit at both ends.'
  return ''
}

/** Why a repository cannot have this address; '' when it can. */
export function repositoryUrlProblem(text: string): string {
  if (text === '') return 'A repository needs an address.'
  if (text.startsWith('oci://'))
    return 'A registry needs no entry here. Paste this address into the search on the Charts page.'
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
    return 'The address must start with https:// or http://.'
  if (url.username !== '' || url.password !== '') return 'Put the user name and password into their own fields.'
  return ''
}
