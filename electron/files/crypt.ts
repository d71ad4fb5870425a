/** How texts are kept from everybody but the person (Electron's safeStorage, passed in). */
export interface Crypt {
  /** Whether it would really be encrypted: some systems have no place for a key. */
  readonly canEncrypt: () => boolean
  readonly encrypt: (text: string) => Buffer
  /** @throws Error when it was encrypted by somebody else, or is damaged */
  readonly decrypt: (bytes: Buffer) => string
}
