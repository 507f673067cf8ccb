import { CommandError } from '../error.js'
import type { Diagnosed } from './check.js'
import { fault } from './check.js'

const mends: Readonly<Record<string, string>> = {
  no_config: '`npx keyward init` writes one, --config names another',
  untrusted_config: 'run doctor in the folder of your app, or name the file by --config',
  no_typescript: 'npm install --save-dev tsx',
  unavailable: 'start the database, or correct its address in the DataSource',
  bad_config: 'correct the file that the message names',
}

/** Says why the app's configuration cannot be used: a fault for each option that is wrong, or one for all. */
export function configurationFindings(error: unknown): readonly Diagnosed[] {
  const message = error instanceof Error ? error.message : String(error)
  const options = [...message.matchAll(/^- ([\w.]+): (.+)$/gm)]
  if (options.length > 0) return options.map(([, name = '', problem = '']) => optionFinding(name, problem))
  const code = error instanceof CommandError ? error.code : 'bad_config'
  return [fault('configuration', message, mends[code] ?? mends.bad_config ?? '')]
}

/** Problems of options say after a colon, or in themselves, what is to be done. */
function optionFinding(name: string, problem: string): Diagnosed {
  const at = problem.indexOf(': ')
  const mend = at > 0 ? problem.slice(at + 2) : `${name} ${problem}`
  return fault(`options.${name}`, `${name} ${problem}`, mend)
}
