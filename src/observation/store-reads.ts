import type { Store } from '../store.js'

/** The ports whose reads ask the database. The revision is not among them: it answers from memory, and each verification asks it. */
type Port = Exclude<
  {
    [Name in keyof Store]-?: NonNullable<Store[Name]> extends (...args: never) => unknown ? never : Name
  }[keyof Store],
  'revision'
>

/** The functions of a port that read; what others answer is a `Write`, or a change that is under way in the host's own table. */
type ReadOf<Name extends Port> = {
  [Call in keyof NonNullable<Store[Name]>]-?: NonNullable<NonNullable<Store[Name]>[Call]> extends (
    ...args: never
  ) => Promise<unknown>
    ? Call
    : never
}[keyof NonNullable<Store[Name]>]

/** Every read of every port. A port with a read that is not in here does not compile. */
export const storeReads: { readonly [Name in Port]: Readonly<Record<ReadOf<Name>, true>> } = Object.freeze({
  users: { byId: true, byUsername: true, list: true },
  userSearch: { list: true },
  accounts: { byId: true, byIds: true },
  sessions: { byDigest: true, list: true, ended: true },
  apiKeys: { byDigest: true, byId: true, list: true, scan: true, ended: true },
  serviceAccounts: { byId: true, byName: true, named: true, list: true },
  serviceKeys: { byDigest: true, byId: true, list: true, scan: true, ended: true },
  tokens: { byDigest: true, byId: true, list: true, scan: true, ended: true },
  sshKeys: { byFingerprint: true, byUsername: true, byUser: true, byId: true, list: true, scan: true },
  credentials: { list: true, byId: true, ending: true },
  sshHosts: { byDigest: true, byId: true, list: true },
  sshGrants: { read: true, forGroups: true },
  pendingSignIns: { byDigest: true, userOf: true, has: true, ended: true },
  challenges: { endOf: true, ended: true },
  deviceCodes: { byDigest: true, byUserCode: true, ended: true },
  factors: { of: true, ofMany: true },
  standing: { of: true },
  totp: { read: true },
  securityKeys: { list: true, byCredential: true },
  recoveryCodes: { has: true },
  sshPrivateKeys: { byId: true, list: true },
  oneTimeLinks: { byDigest: true, ended: true },
  waitingSecrets: { read: true, ended: true },
  notices: { due: true, waiting: true },
  knownDevices: { known: true, ended: true },
  toldEnds: { told: true, ended: true },
  policies: { read: true, readFor: true, organizations: true },
  attempts: { blockedUntil: true, ended: true },
  audit: { list: true, search: true },
  auditSeals: {
    unsealed: true,
    unsealedCount: true,
    unpruned: true,
    sealed: true,
    beyond: true,
    newest: true,
    list: true,
  },
  canary: { read: true },
  keyedRows: { counts: true, overlaps: true, others: true },
  requestLimits: { count: true },
})
