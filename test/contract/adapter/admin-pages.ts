import { accountPages } from '../../../src/pages/account-pages.js'
import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { adminFrameContract } from './admin-pages/frame.js'
import { usersPageContract } from './admin-pages/users.js'
import { policiesPageContract } from './admin-pages/policies.js'
import { hostsPageContract } from './admin-pages/hosts.js'
import { grantsPageContract } from './admin-pages/grants.js'
import { serviceAccountsPageContract } from './admin-pages/service-accounts.js'
import { listPagesContract } from './admin-pages/lists.js'
import { adminPagesScene } from './admin-pages/scene.js'

/** The pages for administrators. */
export function adminPagesContract(framework: Framework): void {
  const app = appFor(framework, { pages: accountPages() })
  const scene = adminPagesScene(app)
  adminFrameContract(app, scene)
  usersPageContract(app, scene)
  policiesPageContract(app, scene)
  hostsPageContract(app, scene)
  serviceAccountsPageContract(app, scene)
  grantsPageContract(app, scene)
  listPagesContract(app, scene)
}
