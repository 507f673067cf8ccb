import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { sessionReadingContract } from './session/reading.js'
import { sessionEndContract } from './session/end.js'
import { reauthenticationContract } from './session/reauthentication.js'

export function sessionContract(framework: Framework): void {
  const app = appFor(framework)
  sessionReadingContract(app)
  sessionEndContract(app)
  reauthenticationContract(app)
}
