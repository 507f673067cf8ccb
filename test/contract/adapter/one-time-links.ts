import { describe } from 'mocha'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { linksEndedContract } from './one-time-links/ended.js'
import { linkGuessesContract } from './one-time-links/guesses.js'
import { linksOfHostsContract } from './one-time-links/hosts.js'
import { invitationsContract } from './one-time-links/invitations.js'
import { resetRequestsContract } from './one-time-links/requests.js'
import { linkScene } from './one-time-links/scene.js'
import { linkUseContract } from './one-time-links/use.js'

/** Links that set a password once. */
export function oneTimeLinksContract(framework: Framework): void {
  describe('one-time links', () => {
    const app = appFor(framework)
    const scene = linkScene(app)
    invitationsContract(app, scene)
    linkUseContract(app, scene)
    linksEndedContract(app, scene)
  })
  linkGuessesContract(framework)
  linksOfHostsContract(framework)
  resetRequestsContract(framework)
}
