import { describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { serviceAccountKeepingContract } from './service-accounts/keeping.js'
import { serviceKeyCreationContract } from './service-accounts/key-creation.js'
import { serviceKeyUseContract } from './service-accounts/key-use.js'
import { serviceKeyOversightContract } from './service-accounts/oversight.js'
import { serviceAccountPolicyContract } from './service-accounts/policy.js'

/** Accounts that nobody signs in by, and their keys. */
export function serviceAccountsContract(framework: Framework): void {
  const app = appFor(framework)
  describe('/admin/service-accounts', () => {
    serviceAccountKeepingContract(app)
  })
  describe('/admin/service-accounts/:id/api-keys', () => {
    serviceKeyCreationContract(app)
  })
  describe('the key of a service account', () => {
    serviceKeyUseContract(app)
    serviceKeyOversightContract(app)
    serviceAccountPolicyContract(app)
  })
}
