import type { Command } from './command.js'
import { auditExportCommand, auditPruneCommand, auditVerifyCommand } from './commands/audit.js'
import { doctorCommand } from './commands/doctor.js'
import { grantCommands } from './commands/grant.js'
import { hostCommands } from './commands/host.js'
import { importCommand } from './commands/import.js'
import { initCommand } from './commands/init.js'
import { keyRevokeCommand } from './commands/key.js'
import { migrateCommand } from './commands/migrate.js'
import { policyCommands } from './commands/policy.js'
import { rewrapCommand } from './commands/rewrap.js'
import { secretNewCommand, secretStatusCommand } from './commands/secret.js'
import { serviceAccountCommands } from './commands/service-account.js'
import { serviceAccountKeyCommands } from './commands/service-account-key.js'
import { userCommands } from './commands/user.js'
import { userRecoveryCommands } from './commands/user-recovery.js'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  initCommand,
  doctorCommand,
  migrateCommand,
  ...userCommands,
  ...userRecoveryCommands,
  ...serviceAccountCommands,
  ...serviceAccountKeyCommands,
  ...hostCommands,
  ...grantCommands,
  ...policyCommands,
  keyRevokeCommand,
  secretNewCommand,
  secretStatusCommand,
  rewrapCommand,
  importCommand,
  auditVerifyCommand,
  auditExportCommand,
  auditPruneCommand,
]
