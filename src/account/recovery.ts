import type { SessionPrincipal } from '../auth/principal.js'
import { userParty } from '../client.js'
import type { Core } from '../core.js'
import { newId } from '../crypto/id.js'
import type { Secret } from '../crypto/secret.js'
import { KeywardError } from '../errors.js'
import type { Actor } from '../events.js'
import { auditEvent } from '../events.js'
import { canonicalRecoveryCode, newRecoveryCodes } from '../mfa/recovery-code.js'
import { hasFactor } from '../policy/enforcement.js'
import { recoveryText } from '../sign-in/code-check.js'
import type { Write } from '../store/write.js'

/** Ten new codes, which nothing shows again, and the write that puts them in the place of the old ones. */
export interface NewCodes {
  readonly codes: readonly Secret[]
  readonly write: Write
}

/** Makes recovery codes anew, when a user has used them up or lost them. */
export interface Recovery {
  /** Makes new codes, and the old ones void. 409 `no_factor` for a user without a factor, `conflict` where another change of factors came first. */
  renew(actor: Actor, who: SessionPrincipal): Promise<readonly Secret[]>
}

/** Makes codes for a user; of each a digest is stored that counts for this user only. */
export function newCodes(
  { store, digester, options }: Pick<Core, 'options' | 'store' | 'digester'>,
  userId: string,
): NewCodes {
  const codes = newRecoveryCodes()
  const rows = codes.map((code) => {
    const text = recoveryText(userId, canonicalRecoveryCode(code.reveal()) ?? '')
    return { id: newId(options.now()), userId, ...digester.digest(text) }
  })
  return { codes, write: store.recoveryCodes.replace(userId, rows) }
}

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'outbox' | 'enrolled'>

/** Makes the service. New codes are an event. */
export function recovery(core: Needs): Recovery {
  const { store, enrolled, options, journal, outbox } = core
  return Object.freeze({
    async renew(actor, { user, session }) {
      if (!hasFactor(await enrolled.of(user.id))) throw new KeywardError('no_factor')
      const { codes, write } = newCodes(core, user.id)
      const created = auditEvent(options.now(), actor, {
        type: 'recovery_codes.created',
        subject: userParty(user),
        userId: user.id,
      })
      // Without this, codes could be left for a user who has just lost the last factor, or be lost with a new one.
      const still = store.accounts.still(user.id, session.row.securityEpoch)
      const facts = { change: 'recovery_codes_renewed', name: null } as const
      const told = await outbox.write({ kind: 'two_step.changed', user, actor, facts })
      const done = await journal.commit([still, write, ...told], created)
      if (!done) throw new KeywardError('conflict')
      return codes
    },
  } satisfies Recovery)
}
