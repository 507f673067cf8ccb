import type { AppFolder } from './app-folder.js'
import { secretCommand } from './environment.js'
import { routePath } from './mounting.js'
import { installCommands, managerOf } from './packages.js'
import { portOf } from './port.js'
import type { Survey } from './survey.js'

/** What is left to do, as commands. */
export interface NextSteps {
  /** Install what the app lacks. */
  readonly installs: readonly string[]
  /** Lead from there to an app that somebody has signed in to. */
  readonly next: readonly string[]
}

/** Makes them out of what was found. */
export function nextSteps(
  folder: AppFolder,
  survey: Survey,
  { prefix, secretIsWritten }: { readonly prefix: string; readonly secretIsWritten: boolean },
): NextSteps {
  const { manifest, framework, start, app, own, places } = survey
  const { run } = managerOf(folder, manifest)
  const needsTsx = places.config.endsWith('.ts')
  const build = 'build' in manifest.scripts ? `${run} build` : 'npx tsc'
  const url = `http://localhost:${portOf([start, ...(app ? [app] : [])]).number}${prefix}`
  const hello = app === null || framework === 'nest' ? '/hello' : routePath(app)
  return {
    installs: installCommands(folder, manifest, { framework, needsSqlite: own === null, needsTsx }),
    next: [
      ...(secretIsWritten ? [] : [secretCommand]),
      ...(start.compiled === null ? [] : [build]),
      'npx keyward migrate',
      'npx keyward user add ada --admin --reason "the first administrator"',
      'npx keyward user invite ada --reason "the first administrator"',
      startCommand(survey, run),
      '# open the link that was printed, and choose a password',
      `curl -c cookies -H 'Content-Type: application/json' -d '{"username":"ada","password":"…"}' ${url}/auth/session`,
      `curl -b cookies ${url}${hello}`,
    ],
  }
}

function startCommand({ start }: Survey, run: string): string {
  if (start.script !== null) return `${run} ${start.script}`
  return start.compiled === null ? `node ${start.path}` : `node ${start.compiled}`
}
