import type { Crypt } from '../../../files/crypt'

/** Turns each bit around: enough to see that it was used. */
export const turning: Crypt = {
  canEncrypt: () => true,
  encrypt: (text) => Buffer.from(Buffer.from(text, 'utf8').map((byte) => byte ^ 0xff)),
  decrypt: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString('utf8'),
}
