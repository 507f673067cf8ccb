import type { Command } from './command.js'
import { grantCommands } from './commands/grant.js'
import { hostCommands } from './commands/host.js'
import { migrateCommand } from './commands/migrate.js'
import { policyCommands } from './commands/policy.js'
import { serviceAccountKeyCommands } from './commands/service-account-key.js'
import { serviceAccountCommands } from './commands/service-account.js'
import { userRecoveryCommands } from './commands/user-recovery.js'
import { userCommands } from './commands/user.js'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  migrateCommand,
  ...userCommands,
  ...userRecoveryCommands,
  ...serviceAccountCommands,
  ...serviceAccountKeyCommands,
  ...hostCommands,
  ...grantCommands,
  ...policyCommands,
]
