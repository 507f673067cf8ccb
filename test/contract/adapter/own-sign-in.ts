import { afterEach } from 'mocha'
import type { Framework } from '../../support/host.js'
import { hostSessions } from '../../support/host-sessions.js'
import { appFor } from '../../support/suite.js'
import { askingContract } from './own-sign-in/asking.js'
import { boundContract } from './own-sign-in/bound.js'
import { factorContract } from './own-sign-in/factors.js'
import { recentContract } from './own-sign-in/recent.js'
import { rowsContract } from './own-sign-in/rows.js'
import { wordContract } from './own-sign-in/word.js'
import { hostBrowsers } from './own-sign-in/host-browsers.js'

/** A sign-in of the host's own, of which it tells keyward by `resolveUser`. */
export function ownSignInContract(framework: Framework): void {
  const host = hostSessions()
  const app = appFor(framework, { resolveUser: host.resolveUser })
  const browsers = hostBrowsers(app, host)
  afterEach(() => {
    host.answer = null
  })
  wordContract(app, host, browsers)
  boundContract(app, host, browsers)
  factorContract(app, host, browsers)
  recentContract(app, host, browsers)
  askingContract(host, browsers)
  rowsContract(app, host, browsers)
}
