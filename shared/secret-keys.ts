/**
 * Which keys name a secret. Erring on the side of hiding: what is masked by mistake can be revealed, what is shown by
 * mistake has been seen.
 */

/** Words that make a key a secret's when they end it. */
const secretWords = new Set([
  ...['password', 'passwords', 'passwd', 'passphrase', 'passcode', 'pass', 'pwd', 'pw'],
  ...['secret', 'secrets', 'token', 'tokens', 'jwt', 'credential', 'credentials', 'creds', 'bearer'],
  ...['psk', 'pat', 'mnemonic'],
  ...['dsn', 'htpasswd', 'dockerconfigjson', 'dockercfg'],
])

/** What stands before "key" when the key opens something; a sorting or public key does not. */
const keyWords =
  /^(api|access|app|application|private|priv|secret|encryption|encrypt|decryption|signing|sign|master|license|auth|account|admin|shared|session|ssh|tls|ssl|ca|server|client|hmac|cipher|crypto|fernet|root|deploy|integration|ingestion|write|vault|unseal|recovery|aes|rsa|pgp|gpg|jwt|host|security|service|gossip|wireguard|stripe|sendgrid|mailgun|datadog)$/

/** Two words that belong together. */
const secretPairs =
  /^(pass (word|phrase)|connection (string|strings|uri|url)|webhook url|slack webhook|erlang cookie|slack url|id (rsa|ed25519|ecdsa|dsa))$/

/** Words written together: `PGPASSWORD`, `authtoken`. */
const secretEndings =
  /(password|passwd|passphrase|secret|token|credentials?|apikey|accesskey|secretkey|privatekey|encryptionkey|signingkey|connectionstring|(?:db|user|admin|root|bind|smtp|mail|sql|pg|ldap|redis)(?:pass|pwd|pw))$/

/** What may follow the name of a secret and still hold it: `passwordHash`, `token_old`, `PASSWORD_2`. */
const qualifiers =
  /^(value|values|hash|hashed|bcrypt|sha|plain|plaintext|text|literal|base64|base|b64|encoded|old|new|current|previous|default|data|string|txt|json|ya?ml|pem|\d+)$/

/** What makes a secret's word name something else: the Secret that exists, its upper bound, a flag. */
const references =
  /^(existing|pull|external|max|min|num|number|count|use|enable|enabled|disable|create|generate|require|required|mount|automount|allow|has|is|provider|public|checksum)$/

/**
 * Whether a value under this key is a secret: passwords, tokens, credentials, connection strings, keys that open
 * something. Not what only leads to one (`secretName`, `existingSecret`, `secretKeyRef`, `tokenFile`) or rules it
 * (`passwordPolicy`).
 */
export function isSecretKey(key: string): boolean {
  const words = wordsOf(key)
  if (words.some((word) => references.test(word))) return false
  while (words.length > 1 && qualifiers.test(words.at(-1) ?? '') && !isSecretEnd(words)) words.pop()
  return isSecretEnd(words)
}

function isSecretEnd(words: readonly string[]): boolean {
  const last = words.at(-1) ?? ''
  const before = words.at(-2) ?? ''
  if (secretWords.has(last) || secretPairs.test(`${before} ${last}`)) return true
  if (/^keys?$/.test(last)) return keyWords.test(before)
  return secretEndings.test(last) && !/^(existing|imagepull|max|min)/.test(last)
}

/** `dbPassword`, `DB_PASSWORD`, `db-password` and `db.password` are the same two words. */
function wordsOf(key: string): string[] {
  return key
    .slice(-200)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/([A-Za-z]{2})(\d+)$/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}
