import { accountTable } from './account.js'
import { apiKeyTable } from './api-key.js'
import { attemptTable } from './attempt.js'
import { auditEventTable } from './audit-event.js'
import { auditSealTable } from './audit-seal.js'
import { canaryTable } from './canary.js'
import { challengeTable } from './challenge.js'
import { deviceCodeTable } from './device-code.js'
import { knownDeviceTable } from './known-device.js'
import { noticeTable } from './notice.js'
import { oneTimeLinkTable } from './one-time-link.js'
import { pendingSignInTable } from './pending-sign-in.js'
import { policyTable } from './policy.js'
import { recoveryCodeTable } from './recovery-code.js'
import { revisionTable } from './revision.js'
import { securityKeyTable } from './security-key.js'
import { serviceAccountTable } from './service-account.js'
import { serviceKeyTable } from './service-key.js'
import { sessionTable } from './session.js'
import { sshGrantTable } from './ssh-grant.js'
import { sshHostTable } from './ssh-host.js'
import { sshKeyTable } from './ssh-key.js'
import { sshPrivateKeyTable } from './ssh-private-key.js'
import { toldEndTable } from './told-end.js'
import { tokenTable } from './token.js'
import { totpTable } from './totp.js'
import { userTable } from './user.js'
import { waitingSecretTable } from './waiting-secret.js'

/** Every table there is; a table comes after those it refers to. */
export const tables = Object.freeze({
  user: userTable,
  account: accountTable,
  session: sessionTable,
  apiKey: apiKeyTable,
  serviceAccount: serviceAccountTable,
  serviceKey: serviceKeyTable,
  token: tokenTable,
  deviceCode: deviceCodeTable,
  sshKey: sshKeyTable,
  sshHost: sshHostTable,
  sshGrant: sshGrantTable,
  pendingSignIn: pendingSignInTable,
  challenge: challengeTable,
  totp: totpTable,
  securityKey: securityKeyTable,
  recoveryCode: recoveryCodeTable,
  sshPrivateKey: sshPrivateKeyTable,
  waitingSecret: waitingSecretTable,
  oneTimeLink: oneTimeLinkTable,
  notice: noticeTable,
  knownDevice: knownDeviceTable,
  toldEnd: toldEndTable,
  policy: policyTable,
  attempt: attemptTable,
  auditEvent: auditEventTable,
  auditSeal: auditSealTable,
  revision: revisionTable,
  canary: canaryTable,
})

/** What code calls one of keyward's tables; in the database it has the prefix and the name of its specification. */
export type TableName = keyof typeof tables

/** Lists the tables in the order in which they can be made. The cast is for Object.keys, which knows no key types. */
export const tableNames = Object.freeze(Object.keys(tables) as TableName[])
