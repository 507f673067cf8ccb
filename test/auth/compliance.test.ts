import assert from 'node:assert/strict'
import { after, before, describe, it } from 'mocha'
import { typeormStore } from '../../adapters/typeorm/index.js'
import type { Compliance } from '../../src/auth/compliance.js'
import { complianceOf, unmetBy } from '../../src/auth/compliance.js'
import { enrolledFactors } from '../../src/credentials/factors.js'
import { genuineRows } from '../../src/credentials/genuine.js'
import type { Options } from '../../src/options.js'
import { demandOf, isOver, satisfying } from '../../src/policy/enforcement.js'
import type { MfaPolicy, SwitchedOn } from '../../src/policy/policy.js'
import { effectivePolicy, organizationScope, platformScope } from '../../src/policy/policy.js'
import type { Store } from '../../src/store.js'
import { addUser, aSecurityKey, aTotp, nextId, now } from '../contract/store/rows.js'
import { newConfiguredSecret } from '../support/app.js'
import type { Database } from '../support/database.js'
import { sqliteDatabase } from '../support/database.js'

const day = 86_400_000

/** A level: what it sets, and since when. */
type Level = Partial<MfaPolicy> & { readonly since?: number }

interface Situation {
  readonly platform?: Level
  readonly organization?: Level
  readonly createdAt?: number
  readonly at: number
  /** `null` = what is enrolled, not what was proved. */
  readonly amr?: readonly string[] | null
  readonly enrolled?: 'totp' | 'key'
}

describe('complianceOf', () => {
  let database: Database
  let store: Store
  const record = () => Promise.resolve()
  const genuine = genuineRows({ secrets: [newConfiguredSecret()] }, { record })

  before(async () => {
    database = await sqliteDatabase()
    store = typeormStore(database.dataSource)
  })
  after(async () => {
    await store.close()
    await database.close()
  })

  async function put(scope: string, { since, ...mfa }: Level): Promise<void> {
    const switchedOn: SwitchedOn = {
      ...(mfa.enforceMfa === true && since !== undefined && { enforceMfa: since }),
      ...(mfa.enforceSecurityKey === true && since !== undefined && { enforceSecurityKey: since }),
    }
    const { version } = await store.policies.read(scope)
    assert.ok(
      await store.commit([store.policies.put(scope, { policy: { mfa }, switchedOn }, { version, at: now })]),
    )
  }

  async function stand(situation: Situation): Promise<Compliance> {
    const { platform = {}, organization, createdAt = 0, at, amr = ['pwd'], enrolled } = situation
    const organizationId = organization ? nextId() : null
    await put(platformScope, platform)
    if (organization) await put(organizationScope(organizationId ?? ''), organization)
    const user = await addUser(store, { organizationId, createdAt })
    const row = aTotp(user.id)
    const made = aSecurityKey(user.id)
    const key = { ...made, ...genuine.securityKeys.macOf(made) }
    await store.commit([
      ...(enrolled === 'totp' ? [store.totp.begin(row), store.totp.confirm(row, 1, now)] : []),
      ...(enrolled === 'key' ? [store.securityKeys.insert(key, 1)] : []),
    ])
    const policy = effectivePolicy(await store.policies.readFor(organizationId))
    const proved = amr && { amr, provedKeys: amr.includes('hwk') ? [key.id] : [], vouched: [] }
    const core = { store, enrolled: enrolledFactors(store, genuine), options: { now: () => at } as Options }
    return complianceOf(core, user, { policy, proved })
  }

  const deadlineIn = async (situation: Situation): Promise<number | null> => (await stand(situation)).deadline

  it('is satisfied, without a deadline, where nothing is demanded', async () => {
    const { factors, satisfied, deadline, due } = await stand({ at: 100 * day })
    assert.deepEqual([satisfied, deadline, due], [true, null, false])
    assert.deepEqual(factors, { totp: false, securityKeys: [], recoveryCodes: 0 })
  })

  it('is due at once without a grace period', async () => {
    const platform = { enforceMfa: true, since: 10 * day }
    const { satisfied, deadline, due } = await stand({ platform, at: 10 * day })
    assert.deepEqual([satisfied, deadline, due], [false, 10 * day, true])
  })

  it('is due from the deadline on', async () => {
    const platform = { enforceMfa: true, graceDays: 14, since: 10 * day }
    assert.equal((await stand({ platform, at: 24 * day - 1 })).due, false)
    assert.equal((await stand({ platform, at: 24 * day })).due, true)
  })

  it('gives new users the whole grace period', async () => {
    const platform = { enforceMfa: true, graceDays: 14, since: 10 * day }
    assert.equal(await deadlineIn({ platform, createdAt: 12 * day, at: 20 * day }), 26 * day)
    assert.equal(await deadlineIn({ platform, createdAt: 9 * day, at: 20 * day }), 24 * day)
  })

  it('counts from when the level that decides was switched on', async () => {
    const organization = { enforceMfa: true, since: 3 * day }
    assert.equal(await deadlineIn({ organization, at: 5 * day }), 3 * day)
    const platform = { enforceMfa: true, since: 7 * day }
    assert.equal(await deadlineIn({ platform, organization, at: 9 * day }), 7 * day)
    assert.equal(await deadlineIn({ platform, at: 9 * day }), 7 * day)
  })

  it('takes grace days from one level and the switch from the other', async () => {
    const organization = { enforceMfa: true, since: 3 * day }
    assert.equal(await deadlineIn({ platform: { graceDays: 7 }, organization, at: 5 * day }), 10 * day)
    const platform = { enforceMfa: true, since: 4 * day }
    assert.equal(await deadlineIn({ platform, organization: { graceDays: 2 }, at: 5 * day }), 6 * day)
  })

  it('demands nothing where the platform switches off what an organisation has on', async () => {
    const organization = { enforceMfa: true, since: 3 * day }
    const { satisfied, due } = await stand({ platform: { enforceMfa: false }, organization, at: 9 * day })
    assert.deepEqual([satisfied, due], [true, false])
  })

  it('is due where a date is none: no value that was not understood puts a demand off for ever', async () => {
    const unmet = await unmetBy(
      { organizationId: null, createdAt: NaN },
      effectivePolicy({ platform: { mfa: { enforceMfa: true, graceDays: 14 } }, organization: {} }),
      {
        levels: async () => ({ policy: { mfa: { enforceMfa: true } }, switchedOn: {} }),
        isMet: () => false,
      },
    )
    assert.deepEqual(
      unmet.map(({ deadline }) => isOver(deadline, day)),
      [true],
    )
  })

  it('is due where nobody knows since when, as in a policy that was written by hand', async () => {
    const { deadline, due } = await stand({ platform: { enforceMfa: true }, createdAt: 2 * day, at: 2 * day })
    assert.deepEqual([deadline, due], [2 * day, true])
  })

  it('goes by what was proved, or by what is enrolled', async () => {
    const platform = { enforceMfa: true, since: 0 }
    const how = { platform, enrolled: 'totp', at: day } as const
    assert.deepEqual(outcome(await stand({ ...how, amr: ['pwd'] })), [false, true])
    assert.deepEqual(outcome(await stand({ ...how, amr: ['pwd', 'otp'] })), [true, false])
    assert.deepEqual(outcome(await stand({ ...how, amr: null })), [true, false])
    assert.deepEqual(outcome(await stand({ platform, at: day, amr: null })), [false, true])
  })

  it('holds on to a demand that is in force while a stricter one has its grace period', async () => {
    const organization = { enforceMfa: true, graceDays: 14, since: 3 * day }
    const platform = { enforceSecurityKey: true, since: 20 * day }
    const how = { platform, organization } as const
    const early = await stand({ ...how, at: 21 * day })
    assert.deepEqual([early.satisfied, early.deadline, early.due], [false, 17 * day, true])
    assert.deepEqual(satisfying(demandOf(early.policy)), ['security_key', 'totp'])
    const withCode = await stand({ ...how, enrolled: 'totp', amr: ['pwd', 'otp'], at: 21 * day })
    assert.deepEqual([withCode.satisfied, withCode.deadline, withCode.due], [false, 34 * day, false])
    const late = await stand({ ...how, enrolled: 'totp', amr: ['pwd', 'otp'], at: 34 * day })
    assert.deepEqual([late.satisfied, late.deadline, late.due], [false, 34 * day, true])
    assert.equal(demandOf(late.policy), 'security_key')
  })

  it('is not due while both demands have their grace period', async () => {
    const platform = { enforceMfa: true, enforceSecurityKey: true, graceDays: 14, since: 3 * day }
    const { deadline, due, policy } = await stand({ platform, at: 5 * day })
    assert.deepEqual([deadline, due, demandOf(policy)], [17 * day, false, 'security_key'])
  })

  it('asks for the key where one is demanded', async () => {
    const platform = { enforceSecurityKey: true, since: 0 }
    const how = { platform, at: day } as const
    assert.deepEqual(outcome(await stand({ ...how, enrolled: 'key', amr: ['pwd', 'hwk'] })), [true, false])
    assert.deepEqual(outcome(await stand({ ...how, enrolled: 'key', amr: ['pwd', 'rec'] })), [false, true])
    assert.deepEqual(outcome(await stand({ ...how, enrolled: 'totp', amr: null })), [false, true])
  })
})

function outcome({ satisfied, due }: Compliance): [boolean, boolean] {
  return [satisfied, due]
}
