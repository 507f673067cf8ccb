import type { Genuine, GenuineRows, SecurityKeyContent, SshGrantContent, SshKeyContent } from '../core.js'
import type { RowMacs } from '../crypto/row-mac.js'
import { rowMacs } from '../crypto/row-mac.js'
import type { EventParty } from '../events.js'
import type { Options } from '../options.js'
import type { Refusals } from '../refusals.js'

const maxReported = 1000
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Makes the check for the three tables; it reports at most 1,000 rows. */
export function genuineRows(
  { secrets }: Pick<Options, 'secrets'>,
  refusals: Pick<Refusals, 'record'>,
): Genuine {
  // The set is bounded: whoever alters rows could alter any number of them.
  const reported = new Set<string>()
  return Object.freeze({
    sshKeys: inTable(rowMacs(secrets, 'ssh_key', sshKeyValues), ownerOf),
    securityKeys: inTable(rowMacs(secrets, 'security_key', securityKeyValues), ownerOf),
    // A grant belongs to no user, whomever it is for.
    sshGrants: inTable(rowMacs(secrets, 'ssh_grant', sshGrantValues), () => null),
  } satisfies Genuine)

  function inTable<Row>(macs: RowMacs<Row>, userIdOf: (row: Row) => string | null): GenuineRows<Row> {
    return Object.freeze({
      ...macs,
      isGenuine(row, party) {
        if (macs.fits(row)) return true
        report(userIdOf(row), party)
        return false
      },
    } satisfies GenuineRows<Row>)
  }

  function report(userId: string | null, party: EventParty): void {
    const key = `${party.kind} ${party.id}`
    if (reported.has(key) || reported.size >= maxReported) return
    reported.add(key)
    const refused = { type: 'credential.refused', subject: party, userId, reason: 'altered' } as const
    void refusals.record(null, { party: null, ip: null, userAgent: null }, refused)
    process.emitWarning(
      `${party.kind} ${JSON.stringify(party.id)} was not stored by keyward as it stands: it is not used`,
      { code: 'KEYWARD_ALTERED_ROW' },
    )
  }
}

function sshKeyValues(key: SshKeyContent): readonly (string | number | null)[] {
  const { id, userId, type, bits, blob, fingerprint, createdAt, expiresAt } = key
  return [id, oneSpelling(userId), type, bits, blob, fingerprint, createdAt, expiresAt]
}

function securityKeyValues(key: SecurityKeyContent): readonly (string | number | boolean)[] {
  const { id, userId, credentialId, credentialDigest, publicKey } = key
  const { backupEligible, attested, aaguid, passkey, createdAt } = key
  return [
    ...[id, oneSpelling(userId), credentialId, credentialDigest, publicKey],
    ...[backupEligible, attested, aaguid, passkey, createdAt],
  ]
}

function sshGrantValues(grant: SshGrantContent): readonly (string | number | boolean | null)[] {
  const { id, position, group, userId, organizationId, everyone, account, permit, from } = grant
  return [
    ...[id, position, group, userId && oneSpelling(userId), organizationId, everyone, account],
    ...[permit, from].map((list) => list && JSON.stringify(list)),
  ]
}

function ownerOf({ userId }: { readonly userId: string }): string {
  return userId
}

/** The spelling of an id that its MAC is made over: a database with a type for UUIDs answers them in lower case, however a host spells them. */
function oneSpelling(userId: string): string {
  return uuid.test(userId) ? userId.toLowerCase() : userId
}
