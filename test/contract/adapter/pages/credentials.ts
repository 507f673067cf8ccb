import { describe } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { Framework } from '../../../support/host.js'
import { appFor } from '../../../support/suite.js'
import { boundKeyPagesContract } from './credentials/bound-key.js'
import { newKeyPageContract } from './credentials/new-key.js'
import { credentialListPagesContract } from './credentials/list.js'
import { ownPageContract } from './credentials/own-page.js'
import { credentialPagingContract } from './credentials/paging.js'
import { credentialPagesScene } from './credentials/scene.js'

export function credentialPagesContract(framework: Framework): void {
  describe('the pages for API keys and tokens', () => {
    const app = appFor(framework, { pages: accountPages() })
    const scene = credentialPagesScene(app)
    newKeyPageContract(app, scene)
    credentialListPagesContract(app, scene)
    ownPageContract(app, scene)
    boundKeyPagesContract(app, scene)
    credentialPagingContract(app)
  })
}
