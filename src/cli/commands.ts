import type { Command } from './command.js'
import { migrateCommand } from './commands/migrate.js'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [migrateCommand]
