import type { ErrorEnvelope } from '../src/contract/errors'
import type { Profile } from '../src/contract/profile'
import { addressWithoutPassword, hasPassword } from './redis-address'
import type { Secret } from './settings/schema'

/** The system's key store. */
export interface Cipher {
  /** False where the system has none, or only one that hides nothing. */
  available(): boolean
  /** @returns base64 */
  encrypt(text: string): string
  /** @throws where it was encrypted by another user or system */
  decrypt(data: string): string
}

export interface KeptAddress {
  /** The whole address, with the password where it is known; undefined: the embedded server. */
  readonly url: string | undefined
  readonly problem?: ErrorEnvelope
}

/**
 * Knows the passwords of this run, and what of them may be stored: only what the system's key store has encrypted.
 */
export class PasswordKeeper {
  readonly #cipher: Cipher
  /** Whole addresses of this run, by profile id. */
  readonly #addresses = new Map<string, string>()

  constructor(cipher: Cipher) {
    this.#cipher = cipher
  }

  /** Takes a whole address for this run alone. */
  note(profileId: string, address: string): void {
    this.#addresses.set(profileId, address)
  }

  /**
   * The address to connect a profile to.
   * @throws KeyholdError bad-option
   */
  addressOf(profile: Profile, secret: Secret | undefined): KeptAddress {
    const { id, redisUrl } = profile
    if (redisUrl === undefined) return { url: undefined }
    if (hasPassword(redisUrl)) return { url: redisUrl }
    const known = this.#addresses.get(id) ?? this.#decrypted(secret)
    if (known !== undefined && addressWithoutPassword(known) === addressWithoutPassword(redisUrl))
      return { url: known }
    return secret ? { url: redisUrl, problem: passwordNeeded(profile) } : { url: redisUrl }
  }

  /**
   * Takes a profile as the operator wrote it. An address without a password keeps the one that is known for it.
   * @throws KeyholdError bad-option
   */
  take(
    profile: Profile,
    secret: Secret | undefined,
  ): { readonly profile: Profile; readonly secret: Secret | undefined } {
    const { redisUrl, ...rest } = profile
    if (redisUrl === undefined) {
      this.#addresses.delete(profile.id)
      return { profile: rest, secret: undefined }
    }
    const shown = addressWithoutPassword(redisUrl)
    const whole = hasPassword(redisUrl) ? redisUrl : (this.addressOf(profile, secret).url ?? redisUrl)
    this.#addresses.set(profile.id, whole)
    return {
      profile: { ...rest, redisUrl: shown },
      secret: hasPassword(whole) ? this.#encrypted(whole) : undefined,
    }
  }

  #encrypted(address: string): Secret {
    if (!this.#cipher.available()) return { kind: 'not-stored' }
    try {
      return { kind: 'encrypted', data: this.#cipher.encrypt(address) }
    } catch {
      return { kind: 'not-stored' }
    }
  }

  #decrypted(secret: Secret | undefined): string | undefined {
    if (secret?.kind !== 'encrypted') return undefined
    try {
      return this.#cipher.decrypt(secret.data)
    } catch {
      return undefined
    }
  }
}

export const passwordNotStored: ErrorEnvelope = {
  code: 'password-not-stored',
  message:
    'This system has no key store that Keyhold can use, so the password is kept until Keyhold is closed.',
  remedy: 'Enter the address with its password again at the next start.',
}

function passwordNeeded({ name }: Profile): ErrorEnvelope {
  return {
    code: 'password-needed',
    message: `The password of ${name} is not stored on this system.`,
    remedy: 'Connect again with the whole address, password included.',
  }
}
