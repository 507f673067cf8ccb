import { describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { createdApiKeyContract } from './api-keys/created.js'
import { chosenApiKeyContract } from './api-keys/chosen.js'
import { apiKeyKeepingContract } from './api-keys/keeping.js'
import { othersApiKeysContract } from './api-keys/others.js'

export function apiKeysContract(framework: Framework): void {
  const app = appFor(framework)
  describe('POST /api-keys', () => {
    createdApiKeyContract(app)
    chosenApiKeyContract(app)
  })
  apiKeyKeepingContract(app)
  othersApiKeysContract(app)
}
