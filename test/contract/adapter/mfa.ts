import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { overviewContract } from './mfa/overview.js'
import { totpContract } from './mfa/totp.js'
import { allFactorsContract } from './mfa/all.js'
import { securityKeysContract } from './mfa/security-keys.js'
import { recentProofContract } from './mfa/recent-proof.js'
import { clockContract } from './mfa/clock.js'
import { resetContract } from './mfa/reset.js'

export function mfaContract(framework: Framework): void {
  const app = appFor(framework)
  overviewContract(app)
  totpContract(app)
  allFactorsContract(app)
  securityKeysContract(app)
  recentProofContract(app)
  resetContract(app)
  clockContract(app)
}
