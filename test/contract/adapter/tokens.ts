import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { tokenCreationContract } from './tokens/creation.js'
import { tokenKeepingContract } from './tokens/keeping.js'
import { overtakenTokensContract } from './tokens/overtaken.js'

export function tokensContract(framework: Framework): void {
  const app = appFor(framework)
  tokenCreationContract(app)
  tokenKeepingContract(app)
  overtakenTokensContract(framework)
}
