/* eslint-disable @typescript-eslint/no-deprecated -- the oldest runtime that the app meets has no other way. */
import { safeStorage } from 'electron'

/**
 * The system's own place for keys, as what saves records needs it; to be used once the app is ready. On Linux Electron falls
 * back to a key that stands in its source (`basic_text`): that counts as no encryption.
 */
export const systemCrypt = {
  canEncrypt: (): boolean =>
    safeStorage.isEncryptionAvailable() &&
    !(process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'),
  encrypt: (text: string): Buffer => safeStorage.encryptString(text),
  decrypt: (bytes: Buffer): string => safeStorage.decryptString(bytes),
}
