import { relyingParty } from '../auth/offered.js'
import type { Client } from '../client.js'
import { actorOf } from '../client.js'
import type { Core } from '../core.js'
import { securityKeyParty } from '../credentials/factors.js'
import type { Name } from '../credentials/name.js'
import { nameConflict, parseName } from '../credentials/name.js'
import { fingerprint } from '../crypto/digest.js'
import { newId } from '../crypto/id.js'
import { secretBytes } from '../crypto/secret.js'
import { invalidField, KeywardError } from '../errors.js'
import { auditEvent } from '../events.js'
import { keeperOf } from '../mfa/aaguid.js'
import type { ChallengePurpose } from '../mfa/challenge.js'
import type { KeyCreationOptions } from '../mfa/security-key-options.js'
import type { RegisteredKey } from '../mfa/security-key.js'
import { creationOptions, readResponse, verifyRegistration } from '../mfa/security-key.js'
import { isOfKind } from '../policy/enforcement.js'
import type { LimitedChallenges } from '../sign-in/limited-challenges.js'
import type { SignIns } from '../sign-in/sign-in.js'
import type { SecurityKeyRow } from '../store/security-key.js'
import { ConflictError } from '../store/write.js'
import type { Enrolled, Enroller } from './enrolment.js'
import { enrol, holderOf } from './enrolment.js'
import type { OwnSecurityKey } from './own-factors.js'
import { ownSecurityKey } from './own-factors.js'

/** Registers security keys. */
export interface SecurityKeyEnrolment {
  /** What a browser needs to ask a key; with `passkey` for a key that signs in by itself. 429. */
  options(client: Client, who: Enroller, as: { readonly passkey: boolean }): Promise<KeyCreationOptions>
  /** Registers a key by its answer, under a name that was chosen or one that is proposed. 409 `already_registered`, `name_taken`; 422 `malformed_response`, `device_not_allowed`; 403 `limit_reached`. */
  add(
    client: Client,
    who: Enroller,
    given: { readonly name: string | ProposedName; readonly response: unknown },
  ): Promise<Enrolled & { readonly key: OwnSecurityKey }>
}

/** A name for a key whose owner chose none: that of what keeps the key, if it says so, and else this one; the next free one of its kind. */
interface ProposedName {
  readonly otherwise: string
}

const maxPerUser = 10
const handleBytes = 32
const maxProposedLength = 90

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'journal' | 'outbox' | 'genuine' | 'enrolled'>

/** Makes the service; a user has at most 10 keys. */
export function securityKeyEnrolment(
  core: Needs,
  issued: LimitedChallenges,
  signIns: SignIns,
): SecurityKeyEnrolment {
  const { options, store, genuine } = core
  return Object.freeze({
    async options(client, who, { passkey }) {
      const rp = relyingParty(options)
      const { user, policy } = who
      const purpose = passkey ? 'passkey_registration' : 'registration'
      const challenge = await issued.issue(client, { purpose, holder: holderOf(who), userId: user.id })
      const handle = await handleFor(user.id)
      const attestation = policy.mfa.securityKeyKind === 'attested' ? 'direct' : 'none'
      const names = { name: user.username, displayName: user.displayName ?? user.username }
      const exclude = await store.securityKeys.list(user.id)
      return creationOptions(rp, { challenge, user: { handle, ...names }, exclude, passkey, attestation })
    },

    async add(client, who, { name, response }) {
      const { user, policy } = who
      const chosen = typeof name === 'string' ? { named: parseName(name) } : name
      const { registered, passkey } = await verified(client, who, response)
      const named = 'named' in chosen ? chosen.named : await proposed(user.id, registered.aaguid, chosen)
      const row = newRow(user.id, named, { ...registered, passkey })
      const traits = core.enrolled.traitsOf(row)
      if (!isOfKind(traits, policy.mfa.securityKeyKind)) {
        throw invalidField(
          'response',
          'device_not_allowed',
          'is a kind of key that the policy does not allow',
        )
      }
      const before = await core.enrolled.of(user.id)
      if (before.securityKeys.length >= maxPerUser) throw new KeywardError('limit_reached')
      const added = auditEvent(row.createdAt, actorOf(client, user), {
        type: 'security_key.added',
        subject: securityKeyParty(row),
        userId: user.id,
      })
      const factor = {
        proof: { method: 'hwk', keyId: row.id },
        changes: [store.securityKeys.insert(row, maxPerUser)],
        event: added,
        before,
        after: { ...before, securityKeys: [...before.securityKeys, traits] },
      }
      const enrolled = await enrol({ core, signIns }, { client, who }, factor).catch(registeredAlready)
      return { ...enrolled, key: ownSecurityKey(core, row) }
    },
  } satisfies SecurityKeyEnrolment)

  /** Verifies an answer, for whichever of the two purposes its challenge was issued. */
  async function verified(
    client: Client,
    who: Enroller,
    response: unknown,
  ): Promise<{ registered: RegisteredKey; passkey: boolean }> {
    const challenge = readResponse(response)?.challenge
    if (challenge === undefined) throw malformed()
    for (const [purpose, passkey] of purposes) {
      const use = { purpose, holder: holderOf(who), userId: who.user.id }
      if (!(await issued.consume(client, challenge, use))) continue
      const registered = await verifyRegistration(relyingParty(options), response, { challenge, passkey })
      if (registered) return { registered, passkey }
      break
    }
    throw malformed()
  }

  async function proposed(userId: string, aaguid: string, { otherwise }: ProposedName): Promise<Name> {
    const taken = (await store.securityKeys.list(userId)).map(({ nameKey }) => nameKey)
    const name = (keeperOf(aaguid) ?? otherwise).slice(0, maxProposedLength)
    const candidates = [name, ...Array.from({ length: maxPerUser }, (_, i) => `${name} ${String(i + 2)}`)]
    const free = candidates.map((one) => parseName(one)).find(({ nameKey }) => !taken.includes(nameKey))
    return free ?? parseName(name)
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
    const row = {
      id: newId(createdAt),
      userId,
      ...named,
      credentialId,
      credentialDigest: fingerprint(credentialId),
      publicKey,
      counter,
      transports,
      aaguid,
      backupEligible,
      backedUp,
      attested,
      passkey,
      suspect: false,
      createdAt,
      lastUsedAt: null,
    }
    return { ...row, ...genuine.securityKeys.macOf(row) }
  }
}

const purposes: readonly (readonly [ChallengePurpose, boolean])[] = [
  ['registration', false],
  ['passkey_registration', true],
]

function malformed(): KeywardError {
  return invalidField('response', 'malformed_response', 'is no registration that was asked for')
}

/** Turns the store's conflict into a 409: a credential belongs to one user, and it is not said to whom. */
function registeredAlready(error: unknown): never {
  if (error instanceof ConflictError && error.field === 'credentialDigest') {
    throw new KeywardError('already_registered', { cause: error })
  }
  return nameConflict(error)
}
