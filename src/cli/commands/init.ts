import { withoutOrders } from '../../typed-text.js'
import type { Command, Invocation, Outcome } from '../command.js'
import { UsageError } from '../error.js'
import { appFolder } from '../init/app-folder.js'
import type { InitPlan } from '../init/plan.js'
import { planFor } from '../init/plan.js'
import { shownNext, shownPlan } from '../init/shown-plan.js'
import { keywardIn, surveyOf } from '../init/survey.js'
import { writeChanges } from '../init/write-changes.js'

/** `keyward init`. */
export const initCommand: Command = {
  name: 'init',
  summary: 'Adds keyward to the app in this folder: shows each line, asks, writes.',
  options: { yes: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  about: { yes: 'writes without asking', 'dry-run': 'shows what it would write, and writes nothing' },
  examples: ['init', 'init --dry-run', 'init --yes'],
  reason: 'none',
  async run(invocation) {
    const { folder, options } = invocation
    const app = appFolder(folder)
    const survey = surveyOf(app)
    const there = keywardIn(app, survey)
    if (there !== null) {
      return {
        text: `This app has keyward already, as ${there} says: nothing was changed.`,
        json: { status: 'present', file: there },
      }
    }
    const plan = planFor(app, survey)
    if (options['dry-run'] === true) {
      return { text: `${shownPlan(plan)}\n\nNothing was written.`, json: report('shown', plan) }
    }
    return written(invocation, plan)
  },
}

async function written({ terminal, folder, options, json }: Invocation, plan: InitPlan): Promise<Outcome> {
  // A file that hides a line from whoever reads it here is shown with what hides it.
  const shown = withoutOrders(`${shownPlan(plan)}\n\n`)
  if (json) terminal.tell(shown)
  else await terminal.write(shown)
  if (options.yes !== true && plan.changes.length > 0 && !(await isWanted(terminal))) {
    return { text: 'Nothing was written.', json: report('declined', plan), failed: true }
  }
  writeChanges(folder, plan.changes)
  return { text: [writtenText(plan), shownNext(plan)].join('\n\n'), json: report('written', plan) }
}

async function isWanted({ ask }: Invocation['terminal']): Promise<boolean> {
  try {
    return /^y(es)?$/i.test(await ask('Write this? [y/N] '))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError('there is no terminal to ask on: --yes writes, --dry-run only shows', {
      cause: error,
    })
  }
}

function writtenText({ changes }: InitPlan): string {
  const paths = changes.map(({ path }) => path)
  return paths.length === 0 ? 'Nothing was written.' : `Written: ${paths.join(', ')}.`
}

function report(status: 'shown' | 'declined' | 'written', { changes, pastes, installs, next }: InitPlan) {
  return { status, files: changes.map(({ path }) => path), pastes, installs, next }
}
