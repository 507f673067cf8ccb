import { describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { newDevicesContract } from './notices/devices.js'
import { noticeKindsContract } from './notices/kinds.js'

/** What users are told of by the app. */
export function noticesContract(framework: Framework): void {
  describe('notices', () => {
    newDevicesContract(framework)
    noticeKindsContract(framework)
  })
}
