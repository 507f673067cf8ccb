import { describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { keysOfAccountContract } from './authorized-keys/keys.js'
import { unknownAccountContract } from './authorized-keys/unknown.js'
import { withheldKeysContract } from './authorized-keys/withheld.js'
import { grantedKeysContract } from './authorized-keys/grants.js'
import { authorizedKeysReplyContract } from './authorized-keys/reply.js'

export function authorizedKeysContract(framework: Framework): void {
  describe('GET /ssh/authorized_keys/:account', () => {
    const app = appFor(framework)
    keysOfAccountContract(app)
    unknownAccountContract(app)
    withheldKeysContract(app)
    grantedKeysContract(app)
    authorizedKeysReplyContract(app)
  })
}
