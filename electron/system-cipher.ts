/* eslint-disable @typescript-eslint/no-deprecated -- Electron 25 has no others, and 45 still has these. */
import { safeStorage } from 'electron'
import type { Cipher } from './password-keeper'

/** The system's key store as Electron gives it. */
export const systemCipher: Cipher = {
  available,
  encrypt: (text) => safeStorage.encryptString(text).toString('base64'),
  decrypt: (data) => safeStorage.decryptString(Buffer.from(data, 'base64')),
}

function available(): boolean {
  try {
    return safeStorage.isEncryptionAvailable() && !hidesNothing()
  } catch {
    return false
  }
}

/** On Linux the store may be a key that everybody knows. Electron 25 cannot tell, so there none is used. */
function hidesNothing(): boolean {
  if (process.platform !== 'linux') return false
  if (!('getSelectedStorageBackend' in safeStorage)) return true
  return ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())
}
