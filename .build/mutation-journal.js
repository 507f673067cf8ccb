import { appendFileSync, mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import process from 'node:process'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'

const folder = '.stryker'

/** Writes each verdict down as soon as it is there, a line of JSON each, so that a run that is broken off has not been for nothing. */
class JournalReporter {
  #file = join(folder, `verdicts-${String(process.pid)}.jsonl`)

  onMutantTested({ fileName, location, mutatorName, replacement, status, killedBy, testsCompleted }) {
    mkdirSync(folder, { recursive: true })
    const { line, column } = location.start
    const place = `${relative('.', fileName)}:${String(line)}:${String(column + 1)}`
    const verdict = { status, place, mutatorName, replacement, killedBy, testsCompleted }
    appendFileSync(this.#file, `${JSON.stringify(verdict)}\n`)
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'journal', JournalReporter)]
