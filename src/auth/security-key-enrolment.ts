import { nameConflict, parseName } from '../credentials/name.js'
import { fingerprint } from '../crypto/digest.js'
import { newId } from '../crypto/id.js'
import { secretBytes } from '../crypto/secret.js'
import { invalidField, KeywardError } from '../errors.js'
import { auditEvent } from '../events.js'
import type { ChallengePurpose } from '../mfa/challenge.js'
import { challenges } from '../mfa/challenge.js'
import type { RegisteredKey } from '../mfa/security-key.js'
import { creationOptions, readResponse, verifyRegistration } from '../mfa/security-key.js'
import type { Parts } from '../parts.js'
import { isOfKind } from '../policy/enforcement.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import { ConflictError } from '../store/write.js'
import type { Client } from './client.js'
import { actorOf } from './client.js'
import type { Enrolled, Enroller } from './enrolment.js'
import { enrol } from './enrolment.js'
import { relyingParty, securityKeyParty } from './security-key-check.js'
import type { SignIns } from './sign-in.js'

/** Registering security keys. */
export interface SecurityKeyEnrolment {
  /** Creation options for the browser; with `passkey` for a key that signs in by itself. */
  options(who: Enroller, as: { readonly passkey: boolean }): Promise<object>
  /** 409 `already_registered`, `name_taken`; 422 `malformed_response`, `device_not_allowed`; 403 `limit_reached`. */
  add(
    client: Client,
    who: Enroller,
    given: { readonly name: string; readonly response: unknown },
  ): Promise<Enrolled & { readonly key: SecurityKeyRow }>
}

const maxPerUser = 10
const handleBytes = 32

export function securityKeyEnrolment(parts: Parts, signIns: SignIns): SecurityKeyEnrolment {
  const { options, store } = parts
  const issued = challenges(parts)
  const rp = relyingParty(options)
  return Object.freeze({
    async options(who, { passkey }) {
      const { user, policy } = who
      const purpose = passkey ? 'passkey_registration' : 'registration'
      const challenge = await issued.issue(purpose, holderOf(who))
      const handle = await handleFor(user.id)
      const attestation = policy.mfa.securityKeyKind === 'attested' ? 'direct' : 'none'
      const names = { name: user.username, displayName: user.displayName ?? user.username }
      const exclude = await store.securityKeys.list(user.id)
      return creationOptions(rp, { challenge, user: { handle, ...names }, exclude, passkey, attestation })
    },

    async add(client, who, { name, response }) {
      const { user, policy } = who
      const named = parseName(name)
      const { registered, passkey } = await verified(who, response)
      const row = newRow(user.id, named, { ...registered, passkey })
      if (!isOfKind(row, policy.mfa.securityKeyKind)) {
        throw invalidField(
          'response',
          'device_not_allowed',
          'is a kind of key that the policy does not allow',
        )
      }
      const before = await store.factors.of(user.id)
      if (before.securityKeys.length >= maxPerUser) throw new KeywardError('limit_reached')
      const added = auditEvent(row.createdAt, actorOf(client, user), {
        type: 'security_key.added',
        subject: securityKeyParty(row),
        userId: user.id,
      })
      const enrolled = await enrol({ parts, signIns }, client, who, {
        proof: 'hwk',
        changes: [store.securityKeys.insert(row, maxPerUser)],
        event: added,
        before,
        after: { ...before, securityKeys: [...before.securityKeys, row] },
      }).catch(registeredAlready)
      return { ...enrolled, key: row }
    },
  } satisfies SecurityKeyEnrolment)

  /** The challenge tells which of the two it was issued for. */
  async function verified(
    who: Enroller,
    response: unknown,
  ): Promise<{ registered: RegisteredKey; passkey: boolean }> {
    const challenge = readResponse(response)?.challenge
    if (challenge === undefined) throw malformed()
    for (const [purpose, passkey] of purposes) {
      if (!(await issued.consume(challenge, purpose, holderOf(who)))) continue
      const registered = await verifyRegistration(rp, response, { challenge, passkey })
      if (registered) return { registered, passkey }
      break
    }
    throw malformed()
  }

  async function handleFor(userId: string): Promise<string> {
    const handle = secretBytes(handleBytes).toString('base64url')
    await store.commit([store.accounts.ensure(userId), store.accounts.giveHandle(userId, handle)])
    const account = await store.accounts.byId(userId)
    if (account?.webauthnHandle == null) throw new KeywardError('conflict')
    return account.webauthnHandle
  }

  function newRow(
    userId: string,
    named: { readonly name: string; readonly nameKey: string },
    key: RegisteredKey & { readonly passkey: boolean },
  ): SecurityKeyRow {
    const { credentialId, publicKey, counter, transports, aaguid, passkey } = key
    const { backupEligible, backedUp, attested } = key
    const createdAt = options.now()
    return {
      ...{ id: newId(createdAt), userId, ...named, credentialId, publicKey, counter, transports, aaguid },
      ...{ credentialDigest: fingerprint(credentialId), backupEligible, backedUp, attested, passkey },
      ...{ suspect: false, createdAt, lastUsedAt: null },
    }
  }
}

const purposes: readonly (readonly [ChallengePurpose, boolean])[] = [
  ['registration', false],
  ['passkey_registration', true],
]

function holderOf(who: Enroller): string {
  return who.session ? `session:${who.session.row.id}` : `pending:${who.pending.id}`
}

function malformed(): KeywardError {
  return invalidField('response', 'malformed_response', 'is no registration that was asked for')
}

/** Whoever has it: a credential belongs to one user, and the other is not told whose it is. */
function registeredAlready(error: unknown): never {
  if (error instanceof ConflictError && error.field === 'credentialDigest') {
    throw new KeywardError('already_registered', { cause: error })
  }
  return nameConflict(error)
}
