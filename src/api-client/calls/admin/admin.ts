import type { RouteCalls } from '../../route-calls.js'
import type { AdminEventQuery, EventCalls } from '../events.js'
import { adminEventCalls } from '../events.js'
import type { AdminCredentialCalls } from './credentials.js'
import { adminCredentialCalls } from './credentials.js'
import type { AdminPolicyCalls } from './policies.js'
import { adminPolicyCalls } from './policies.js'
import type { ServiceAccountCalls, ServiceAccountKeyCalls } from './service-accounts.js'
import { serviceAccountCalls, serviceAccountKeyCalls } from './service-accounts.js'
import type { SshHostCalls, SshGrantCalls } from './ssh.js'
import { sshHostCalls, sshGrantCalls } from './ssh.js'
import type { UserCalls } from './users.js'
import { userCalls } from './users.js'

/** What administrators do. */
export interface AdminCalls {
  readonly users: UserCalls
  readonly serviceAccounts: ServiceAccountCalls
  readonly serviceAccountKeys: ServiceAccountKeyCalls
  readonly hosts: SshHostCalls
  readonly sshGrants: SshGrantCalls
  readonly policies: AdminPolicyCalls
  readonly credentials: AdminCredentialCalls
  readonly events: EventCalls<AdminEventQuery>
}

/** Makes their functions. */
export function adminCalls(calls: RouteCalls): AdminCalls {
  return Object.freeze({
    users: userCalls(calls),
    serviceAccounts: serviceAccountCalls(calls),
    serviceAccountKeys: serviceAccountKeyCalls(calls),
    hosts: sshHostCalls(calls),
    sshGrants: sshGrantCalls(calls),
    policies: adminPolicyCalls(calls),
    credentials: adminCredentialCalls(calls),
    events: adminEventCalls(calls),
  } satisfies AdminCalls)
}
