import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { Store } from '../../../src/store.js'
import type { ApiKeyRow } from '../../../src/store/api-key.js'
import type { AuditSealRow } from '../../../src/store/audit-seal.js'
import type { NoticeRow } from '../../../src/store/notice.js'
import type { SecurityKeyRow } from '../../../src/store/security-key.js'
import type { ServiceAccountRow } from '../../../src/store/service-account.js'
import type { SessionRow } from '../../../src/store/session.js'
import type { SshHostRow } from '../../../src/store/ssh-host.js'
import type { SshKeyRow } from '../../../src/store/ssh-key.js'
import type { SshPrivateKeyRow } from '../../../src/store/ssh-private-key.js'
import type { TokenRow } from '../../../src/store/token.js'
import type { TotpRow } from '../../../src/store/totp.js'
import type { WaitingSecretRow } from '../../../src/store/waiting-secret.js'
import type { Write } from '../../../src/store/write.js'
import {
  addServiceAccount,
  addUser,
  aDigest,
  aNotice,
  anApiKey,
  anEvent,
  aSeal,
  anSshHost,
  anSshKey,
  aDevice,
  aOneTimeLink,
  aPendingSignIn,
  aRecoveryCode,
  aSealed,
  aSecurityKey,
  aServiceAccount,
  aSession,
  aSshPrivateKey,
  aToken,
  aTotp,
  aUser,
  aWaitingSecret,
  hour,
  nextId,
  now,
  prepared,
  room,
} from './rows.js'

/** Somebody who holds one of everything. */
interface Holder {
  readonly userId: string
  readonly session: SessionRow
  readonly apiKey: ApiKeyRow
  readonly serviceAccount: ServiceAccountRow
  readonly serviceKey: ApiKeyRow
  readonly token: TokenRow
  readonly sshKey: SshKeyRow
  readonly sshPrivateKey: SshPrivateKeyRow
  readonly sshHost: SshHostRow
  readonly securityKey: SecurityKeyRow
  /** Not yet confirmed. */
  readonly totp: TotpRow
  readonly pendingId: string
  readonly recoveryCode: string
  readonly challenge: { readonly digest: string; readonly purpose: string; readonly holder: string }
  readonly waitingSecret: WaitingSecretRow
  readonly oneTimeLink: string
  readonly notice: NoticeRow
  readonly knownDevice: string
  readonly toldEnd: string
  readonly device: string
  readonly approvedDevice: string
  readonly auditSeal: AuditSealRow
  readonly attempt: string
  readonly policy: { readonly scope: string; readonly version: number }
  readonly grants: number
}

type Prepare = (store: Store, holder: Holder) => Write | Promise<unknown> | undefined

interface Expected {
  readonly revokes: boolean
  readonly prepare: Prepare
}

/** The verbs of a port that prepare a write. */
type VerbOf<Port> = {
  [Verb in keyof Port]-?: NonNullable<Port[Verb]> extends (...given: never[]) => infer Answer
    ? Extract<Answer, Write> extends never
      ? never
      : Verb
    : never
}[keyof Port]

type Ports = Omit<Store, 'commit' | 'keyIds' | 'ready' | 'close' | 'requestLimits'>

/** Complete by type: whoever adds a verb says here whether it takes away, or changes, what a verification may remember. */
type Table = {
  readonly [Port in keyof Ports as VerbOf<Ports[Port]> extends never ? never : Port]: {
    readonly [Verb in VerbOf<Ports[Port]>]: Expected
  }
}

const ended = now + 2 * hour

const table: Table = {
  users: {
    create: keeps((store) => store.users.create?.(aUser())),
    update: revokes((store, { userId }) => store.users.update?.(userId, { displayName: 'Ann' })),
    remove: revokes((store, { userId }) => store.users.remove?.(userId)),
    // Whoever sets another password ends sessions and tokens with it; a hash made anew ends nothing.
    setPasswordHash: keeps((store, { userId }) => store.users.setPasswordHash(userId, 'hash')),
  },
  accounts: {
    ensure: keeps((store, { userId }) => store.accounts.ensure(userId)),
    advanceEpoch: revokes((store, { userId }) => store.accounts.advanceEpoch(userId, 0)),
    still: keeps((store, { userId }) => store.accounts.still(userId, 0)),
    set: keeps((store, { userId }) => store.accounts.set(userId, { lastSignInAt: now, codeFailures: 0 })),
    giveHandle: keeps((store, { userId }) => store.accounts.giveHandle(userId, aDigest().slice(0, 43))),
    countCode: keeps((store, { userId }) => store.accounts.countCode(userId, 10)),
    releaseCode: keeps((store, { userId }) => store.accounts.releaseCode(userId)),
    remove: revokes((store, { userId }) => store.accounts.remove(userId)),
  },
  sessions: {
    insert: keeps((store, { userId }) => store.sessions.insert(aSession(userId))),
    reissue: revokes((store, { session }) => store.sessions.reissue(session, { ...session, provedAt: now })),
    seen: keeps((store, { session }) => store.sessions.seen(session.id, now + 1)),
    remove: revokes((store, { session }) => store.sessions.remove(session.userId, session.id)),
    removeAll: revokes((store, { userId }) => store.sessions.removeAll(userId, null)),
    removeEnded: keeps((store, { session }) =>
      store.sessions.removeEnded([session.id], { now: ended, seenSince: ended }),
    ),
  },
  apiKeys: {
    insert: keeps((store, { userId }) => store.apiKeys.insert(anApiKey(userId), room)),
    update: revokes((store, { apiKey }) =>
      store.apiKeys.update(apiKey.userId, apiKey.id, { disabled: true }),
    ),
    bind: revokes((store, { apiKey }) =>
      store.apiKeys.bind(apiKey, { allowedAddresses: ['192.0.2.7'], limit: null }),
    ),
    rotate: revokes((store, { apiKey }) => store.apiKeys.rotate(apiKey, { ...apiKey, digest: aDigest() })),
    used: keeps((store, { apiKey }) =>
      store.apiKeys.used(apiKey.id, {
        at: now,
        ip: null,
        redigest: { from: apiKey.digest, digest: aDigest(), keyId: 'key2' },
      }),
    ),
    remove: revokes((store, { apiKey }) => store.apiKeys.remove(apiKey.userId, apiKey.id)),
    removeEnded: keeps((store, { apiKey }) => store.apiKeys.removeEnded([apiKey.id], ended)),
  },
  serviceAccounts: {
    insert: keeps((store) => store.serviceAccounts.insert(aServiceAccount())),
    update: revokes((store, { serviceAccount }) =>
      store.serviceAccounts.update(serviceAccount.id, { disabled: true }),
    ),
    remove: revokes((store, { serviceAccount }) => store.serviceAccounts.remove(serviceAccount.id)),
  },
  serviceKeys: {
    insert: keeps((store, { serviceAccount }) => store.serviceKeys.insert(anApiKey(serviceAccount.id), room)),
    update: revokes((store, { serviceKey }) =>
      store.serviceKeys.update(serviceKey.userId, serviceKey.id, { disabled: true }),
    ),
    rotate: revokes((store, { serviceKey }) =>
      store.serviceKeys.rotate(serviceKey, { ...serviceKey, digest: aDigest() }),
    ),
    bind: revokes((store, { serviceKey }) =>
      store.serviceKeys.bind(serviceKey, { allowedAddresses: ['192.0.2.7'], limit: null }),
    ),
    used: keeps((store, { serviceKey }) => store.serviceKeys.used(serviceKey.id, { at: now, ip: null })),
    remove: revokes((store, { serviceKey }) => store.serviceKeys.remove(serviceKey.userId, serviceKey.id)),
    removeEnded: keeps((store, { serviceKey }) => store.serviceKeys.removeEnded([serviceKey.id], ended)),
  },
  tokens: {
    insert: keeps((store, { userId }) => store.tokens.insert(aToken(userId), room)),
    used: keeps((store, { token }) => store.tokens.used(token.id, { at: now, ip: null })),
    remove: revokes((store, { token }) => store.tokens.remove(token.userId, token.id)),
    removeAll: revokes((store, { userId }) => store.tokens.removeAll(userId)),
    removeEnded: keeps((store, { token }) => store.tokens.removeEnded([token.id], ended)),
  },
  sshKeys: {
    insert: keeps((store, { userId }) => store.sshKeys.insert(anSshKey(userId), 50)),
    // Nothing that its owner typed is given to hosts.
    update: keeps((store, { sshKey }) =>
      store.sshKeys.update(sshKey.userId, sshKey.id, {
        name: 'Another',
        nameKey: aDigest(),
        nameFolded: 'another',
      }),
    ),
    offered: keeps((store, { sshKey }) => store.sshKeys.offered(sshKey.id, now)),
    remove: revokes((store, { sshKey }) => store.sshKeys.remove(sshKey.userId, sshKey.id)),
  },
  sshHosts: {
    insert: keeps((store) => store.sshHosts.insert(anSshHost())),
    update: revokes((store, { sshHost }) => store.sshHosts.update(sshHost.id, { disabled: true })),
    rotate: revokes((store, { sshHost }) =>
      store.sshHosts.rotate(sshHost, { ...sshHost, digest: aDigest() }),
    ),
    seen: keeps((store, { sshHost }) => store.sshHosts.seen(sshHost.id, now)),
    remove: revokes((store, { sshHost }) => store.sshHosts.remove(sshHost.id)),
  },
  sshGrants: {
    replace: revokes((store, { grants }) => store.sshGrants.replace([], grants)),
    used: keeps((store) =>
      store.sshGrants.used(nextId(), { from: aDigest(), digest: aDigest(), keyId: 'key2' }),
    ),
  },
  pendingSignIns: {
    insert: keeps((store, { userId }) => store.pendingSignIns.insert(aPendingSignIn(userId))),
    attempt: keeps((store, { pendingId }) => store.pendingSignIns.attempt(pendingId, 5)),
    release: keeps((store, { pendingId }) => store.pendingSignIns.release(pendingId)),
    consume: keeps((store, { pendingId }) => store.pendingSignIns.consume(pendingId)),
    removeAll: keeps((store, { userId }) => store.pendingSignIns.removeAll(userId)),
    removeEnded: keeps((store, { pendingId }) => store.pendingSignIns.removeEnded([pendingId], ended)),
  },
  challenges: {
    insert: keeps((store, { challenge }) =>
      store.challenges.insert({ ...challenge, digest: aDigest(), expiresAt: now + hour }),
    ),
    consume: keeps((store, { challenge }) => store.challenges.consume(challenge, now)),
    removeEnded: keeps((store, { challenge }) => store.challenges.removeEnded([challenge.digest], ended)),
  },
  totp: {
    begin: keeps((store, { userId }) => store.totp.begin(aTotp(userId))),
    claim: keeps((store, { totp }) => store.totp.claim(totp, 1, now)),
    confirm: keeps((store, { totp }) => store.totp.confirm(totp, 1, now)),
    reseal: keeps((store, { totp }) => store.totp.reseal(totp, aSealed())),
    remove: revokes((store, { userId }) => store.totp.remove(userId)),
  },
  securityKeys: {
    insert: keeps((store, { userId }) => store.securityKeys.insert(aSecurityKey(userId), 10)),
    rename: keeps((store, { userId, securityKey }) =>
      store.securityKeys.rename(userId, securityKey.id, { name: 'Another', nameKey: aDigest() }),
    ),
    used: keeps((store, { securityKey }) =>
      store.securityKeys.used(securityKey, { counter: 2, backedUp: false, at: now }),
    ),
    suspect: revokes((store, { securityKey }) => store.securityKeys.suspect(securityKey.id)),
    remove: revokes((store, { userId, securityKey }) => store.securityKeys.remove(userId, securityKey.id)),
    removeAll: revokes((store, { userId }) => store.securityKeys.removeAll(userId)),
  },
  recoveryCodes: {
    replace: keeps((store, { userId }) => store.recoveryCodes.replace(userId, [])),
    consume: keeps((store, { userId, recoveryCode }) => store.recoveryCodes.consume(userId, [recoveryCode])),
  },
  waitingSecrets: {
    put: keeps((store, { userId }) => store.waitingSecrets.put(aWaitingSecret(userId))),
    consume: keeps((store, { session, waitingSecret }) =>
      store.waitingSecrets.consume(waitingSecret.digest, session, now),
    ),
    removeEnded: keeps((store, { waitingSecret }) =>
      store.waitingSecrets.removeEnded([waitingSecret.digest], ended),
    ),
  },
  oneTimeLinks: {
    insert: keeps((store, { userId }) => store.oneTimeLinks.insert(aOneTimeLink(userId))),
    consume: keeps((store, { oneTimeLink }) => store.oneTimeLinks.consume(oneTimeLink, now)),
    removeAll: keeps((store, { userId }) => store.oneTimeLinks.removeAll(userId)),
    removeEnded: keeps((store, { oneTimeLink }) => store.oneTimeLinks.removeEnded([oneTimeLink], ended)),
  },
  notices: {
    insert: keeps((store, { userId }) => store.notices.insert(aNotice(userId))),
    insertUnlessKnown: keeps((store, { userId }) =>
      store.notices.insertUnlessKnown(aNotice(userId), aDigest()),
    ),
    claim: keeps((store, { notice }) => store.notices.claim(notice, now + hour)),
    putOff: keeps((store, { notice }) => store.notices.putOff(notice, now + hour)),
    done: keeps((store, { notice }) => store.notices.done(notice.id)),
    giveUp: keeps((store, { notice }) => store.notices.giveUp(notice)),
  },
  knownDevices: {
    remember: keeps((store, { userId }) =>
      store.knownDevices.remember({ digest: aDigest(), userId, seenAt: now }, 20),
    ),
    seen: keeps((store, { knownDevice }) => store.knownDevices.seen(knownDevice, now + 1)),
    removeEnded: keeps((store, { knownDevice }) => store.knownDevices.removeEnded([knownDevice], ended)),
  },
  toldEnds: {
    mark: keeps((store) => store.toldEnds.mark(aDigest(), now + hour)),
    removeEnded: keeps((store, { toldEnd }) => store.toldEnds.removeEnded([toldEnd], ended)),
  },
  deviceCodes: {
    insert: keeps((store) => store.deviceCodes.insert(aDevice())),
    polled: keeps((store, { device }) => store.deviceCodes.polled(device, now)),
    hurried: keeps((store, { device }) => store.deviceCodes.hurried(device, now, 5)),
    answer: keeps((store, { device, userId }) =>
      store.deviceCodes.answer(device, { state: 'denied', userId }, now),
    ),
    collect: keeps((store, { approvedDevice }) => store.deviceCodes.collect(approvedDevice, now)),
    removeEnded: keeps((store, { device }) => store.deviceCodes.removeEnded([device], ended)),
  },
  sshPrivateKeys: {
    insert: keeps((store, { userId }) => store.sshPrivateKeys.insert(aSshPrivateKey(userId), room)),
    update: keeps((store, { userId, sshPrivateKey }) =>
      store.sshPrivateKeys.update(userId, sshPrivateKey.id, { description: null }),
    ),
    used: keeps((store, { userId, sshPrivateKey }) =>
      store.sshPrivateKeys.used(userId, sshPrivateKey.id, now),
    ),
    reseal: keeps((store, { sshPrivateKey }) => store.sshPrivateKeys.reseal(sshPrivateKey, aSealed())),
    remove: keeps((store, { userId, sshPrivateKey }) =>
      store.sshPrivateKeys.remove(userId, sshPrivateKey.id),
    ),
  },
  policies: {
    put: revokes((store, { policy: { scope, version } }) =>
      store.policies.put(scope, { policy: {}, switchedOn: {} }, { version, at: now }),
    ),
  },
  attempts: {
    reserve: keeps((store) => store.attempts.reserve(aDigest(), { limit: 5, now, endsAt: now + hour })),
    release: keeps((store, { attempt }) => store.attempts.release(attempt)),
    clear: keeps((store, { attempt }) => store.attempts.clear(attempt)),
    mark: keeps((store, { attempt }) => store.attempts.mark(attempt, now + hour)),
    removeEnded: keeps((store, { attempt }) => store.attempts.removeEnded([attempt], ended)),
  },
  audit: { append: keeps((store) => store.audit.append(anEvent())) },
  auditSeals: {
    add: keeps((store) => store.auditSeals.add(aSeal())),
    prune: keeps((store, { auditSeal }) =>
      store.auditSeals.prune({ ...auditSeal, prunedAt: now, ids: null }),
    ),
  },
  canary: {
    put: keeps((store) => store.canary.put(aSealed())),
    move: keeps((store) => store.canary.move(aSealed(), aSealed())),
  },
  keyedRows: {
    move: keeps((store, { totp }) =>
      store.keyedRows.move('totp', { ...totp, text: totp.sealed }, { text: 'other', keyId: 'key2' }),
    ),
  },
  revision: { outdate: revokes((store) => store.revision.outdate()) },
}

/** Which writes move the revision on; `stored` = the number in the database. */
export function revokingContract(at: () => Store, stored: () => Promise<number>): void {
  describe('a write that takes away what a verification may remember', () => {
    for (const [port, verb, expected] of cases(true)) {
      it(`carries its revocation: ${port}.${verb}`, async () => {
        assert.equal(await moved(expected.prepare), true)
      })
    }

    it('carries its revocation: a temporary password', async () => {
      for (const temporaryUntil of [now + hour, null]) {
        const prepare: Prepare = (store, { userId }) => store.accounts.set(userId, { temporaryUntil })
        assert.equal(await moved(prepare), true)
      }
    })

    it('moves the revision on by one, however many of its kind share a commit', async () => {
      const store = at()
      const { userId, apiKey, token } = await aHolder(store)
      const before = await stored()
      const writes = [store.apiKeys.remove(userId, apiKey.id), store.tokens.remove(userId, token.id)]
      assert.equal(await store.commit(writes), true)
      assert.equal(await stored(), before + 1)
    })
  })

  describe('any other write', () => {
    for (const [port, verb, expected] of cases(false)) {
      it(`leaves what guards remember alone: ${port}.${verb}`, async () => {
        assert.equal(await moved(expected.prepare), false)
      })
    }
  })

  /** Whether the revision moved on with a write, in the database and for this process alike. */
  async function moved(prepare: Prepare): Promise<boolean> {
    const store = at()
    const holder = await aHolder(store)
    const before = await stored()
    const write = prepared(prepare(store, holder))
    assert.equal(await store.commit([store.audit.append(anEvent()), write]), true)
    const hasMoved = (await stored()) !== before
    assert.equal(write.revokes === true, hasMoved)
    return hasMoved
  }
}

function revokes(prepare: Prepare): Expected {
  return { revokes: true, prepare }
}

function keeps(prepare: Prepare): Expected {
  return { revokes: false, prepare }
}

function cases(revokes: boolean): readonly (readonly [port: string, verb: string, Expected])[] {
  return Object.entries(table).flatMap(([port, verbs]) =>
    Object.entries(verbs as Record<string, Expected>)
      .filter(([, expected]) => expected.revokes === revokes)
      .map(([verb, expected]) => [port, verb, expected] as const),
  )
}

async function aHolder(store: Store): Promise<Holder> {
  // Another administrator is not needed: this user is none.
  const { id: userId } = await addUser(store)
  const serviceAccount = await addServiceAccount(store)
  const holder = {
    userId,
    serviceAccount,
    serviceKey: anApiKey(serviceAccount.id),
    session: aSession(userId),
    apiKey: anApiKey(userId),
    token: aToken(userId),
    sshKey: anSshKey(userId),
    sshPrivateKey: aSshPrivateKey(userId),
    sshHost: anSshHost(),
    securityKey: aSecurityKey(userId),
    totp: aTotp(userId),
    pendingId: '',
    challenge: { digest: aDigest(), purpose: 'registration', holder: aDigest().slice(0, 20) },
    attempt: aDigest(),
  }
  const pending = aPendingSignIn(userId)
  const waitingSecret = aWaitingSecret(userId, { sessionId: holder.session.id })
  const notice = aNotice(userId)
  const [knownDevice, toldEnd] = [aDigest(), aDigest()]
  const auditSeal = aSeal()
  const code = aRecoveryCode(userId)
  const link = aOneTimeLink(userId)
  const [device, approvedDevice] = [aDevice(), aDevice({ state: 'approved' })]
  const done = await store.commit([
    store.sessions.insert(holder.session),
    store.apiKeys.insert(holder.apiKey, room),
    store.serviceKeys.insert(holder.serviceKey, room),
    store.tokens.insert(holder.token, room),
    store.sshKeys.insert(holder.sshKey, 50),
    store.sshPrivateKeys.insert(holder.sshPrivateKey, room),
    store.sshHosts.insert(holder.sshHost),
    store.securityKeys.insert(holder.securityKey, 10),
    store.totp.begin(holder.totp),
    store.pendingSignIns.insert(pending),
    store.recoveryCodes.replace(userId, [code]),
    store.challenges.insert({ ...holder.challenge, expiresAt: now + hour }),
    store.waitingSecrets.put(waitingSecret),
    store.oneTimeLinks.insert(link),
    store.notices.insert(notice),
    store.knownDevices.remember({ digest: knownDevice, userId, seenAt: now }, 20),
    store.toldEnds.mark(toldEnd, now + hour),
    store.deviceCodes.insert(device),
    store.deviceCodes.insert(approvedDevice),
    store.auditSeals.add(auditSeal),
    store.attempts.reserve(holder.attempt, { limit: 5, now, endsAt: now + hour }),
  ])
  assert.equal(done, true)
  const policy = { scope: 'platform', version: (await store.policies.read('platform')).version }
  const grants = (await store.sshGrants.read()).version
  return {
    ...holder,
    waitingSecret,
    oneTimeLink: link.id,
    notice,
    knownDevice,
    toldEnd,
    device: device.id,
    approvedDevice: approvedDevice.id,
    auditSeal,
    pendingId: pending.id,
    recoveryCode: code.digest,
    policy,
    grants,
  }
}
