import { newId } from '../crypto/id.js'
import type { Secret } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import { auditEvent } from '../events.js'
import { canonicalRecoveryCode, newRecoveryCodes } from '../mfa/recovery-code.js'
import type { Parts } from '../parts.js'
import { hasFactor } from '../policy/enforcement.js'
import type { User } from '../principal.js'
import type { Write } from '../store/write.js'
import { userParty } from './client.js'
import { recoveryText } from './code-check.js'

/** Ten new codes, which nothing shows again, and what puts them in the place of the old ones. */
export interface NewCodes {
  readonly codes: readonly Secret[]
  readonly write: Write
}

/** Recovery codes, to be made anew when they run out. */
export interface Recovery {
  /** Old codes are void. 409 `no_factor` where there is nothing to recover. */
  renew(actor: Actor, user: User): Promise<readonly Secret[]>
}

/** Makes codes for a user; what is stored of each is a digest that is of use for this user only. */
export function newCodes({ store, digester, options }: Parts, userId: string): NewCodes {
  const codes = newRecoveryCodes()
  const rows = codes.map((code) => {
    const text = recoveryText(userId, canonicalRecoveryCode(code.reveal()) ?? '')
    return { id: newId(options.now()), userId, ...digester.digest(text) }
  })
  return { codes, write: store.recoveryCodes.replace(userId, rows) }
}

export function recovery(parts: Parts): Recovery {
  const { store, options, journal } = parts
  return Object.freeze({
    async renew(actor, user) {
      if (!hasFactor(await store.factors.of(user.id))) throw new KeywardError('no_factor')
      const { codes, write } = newCodes(parts, user.id)
      const created = auditEvent(options.now(), actor, {
        type: 'recovery_codes.created',
        subject: userParty(user),
        userId: user.id,
      })
      const done = await journal.commit([write], created)
      if (!done) throw new KeywardError('not_found')
      return codes
    },
  } satisfies Recovery)
}
