import { describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { acceptedSshKeyContract } from './ssh-keys/accepted.js'
import { refusedSshKeyContract } from './ssh-keys/refused.js'
import { sshKeyKeepingContract } from './ssh-keys/keeping.js'
import { sshKeyPolicyContract } from './ssh-keys/policy.js'

export function sshKeysContract(framework: Framework): void {
  const app = appFor(framework)
  describe('POST /ssh-keys', () => {
    acceptedSshKeyContract(app)
    refusedSshKeyContract(app)
  })
  sshKeyKeepingContract(app)
  sshKeyPolicyContract(app)
}
