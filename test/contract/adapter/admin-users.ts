import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { userCreationContract } from './admin-users/creation.js'
import { userReadingContract } from './admin-users/reading.js'
import { userChangingContract } from './admin-users/changing.js'
import { passwordResetContract } from './admin-users/password-reset.js'
import { hostTableSearchContract } from './admin-users/host-table.js'
import { userSearchContract } from './admin-users/search.js'
import { administratorsContract } from './admin-users/administrators.js'

export function adminUsersContract(framework: Framework): void {
  const app = appFor(framework)
  userCreationContract(app)
  userReadingContract(app)
  userSearchContract(app)
  userChangingContract(app)
  passwordResetContract(app)
  hostTableSearchContract(framework)
  administratorsContract(framework)
}
