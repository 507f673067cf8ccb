import { posix } from 'node:path'
import type { AppFolder } from './app-folder.js'
import type { FileChange, Paste, Placement } from './change.js'
import { inserted, together } from './change.js'
import { configFiles } from './config-files.js'
import { dataSourceLines, withKeyward } from './data-source.js'
import { databaseIgnored, hasSecret, secretChange } from './environment.js'
import { expressLines, intoExpress } from './express.js'
import { intoKoa, koaLines } from './koa.js'
import { specifierTo } from './loaded-files.js'
import { moduleKindOf } from './module-kind.js'
import type { Mounting } from './mounting.js'
import { nestPlacement, prefixOf } from './nest-placement.js'
import type { NextSteps } from './next-steps.js'
import { nextSteps } from './next-steps.js'
import { originOf, portOf } from './port.js'
import type { Survey } from './survey.js'

/** What init would do, and what is left to do after it. */
export interface InitPlan extends Placement, NextSteps {}

const unclear = 'it is not written so that it is sure where the lines work'

/** Makes the plan. */
export function planFor(folder: AppFolder, survey: Survey): InitPlan {
  const secret = secretChange(folder)
  const prefix = prefixOf(survey)
  const placed = together([
    { changes: configChanges(folder, survey, { secret, prefix }), pastes: [] },
    dataSourcePlacement(survey),
    appPlacement(folder, survey),
  ])
  const ignored = survey.own === null ? databaseIgnored(folder) : null
  const extra = [secret, ignored].flatMap((change) => change ?? [])
  const { changes, pastes } = survey.unsure === null ? placed : pasted(placed, survey.unsure)
  const secretIsWritten = secret !== null || hasSecret(folder)
  return {
    changes: [...changes, ...extra],
    pastes,
    ...nextSteps(folder, survey, { prefix, secretIsWritten }),
  }
}

function configChanges(
  folder: AppFolder,
  survey: Survey,
  { secret, prefix }: { secret: FileChange | null; prefix: string },
): readonly FileChange[] {
  const { manifest, places, start, app } = survey
  const hasFile = secret !== null || folder.read('.env') !== null
  const environment = 'dotenv' in manifest.packages ? 'dotenv' : hasFile ? 'node' : 'none'
  const origin = originOf(portOf([start, ...(app ? [app] : [])]))
  const { isModule } = manifest
  return configFiles(places, start, { ...survey, environment, origin, prefix, isModule })
}

function dataSourcePlacement({ own, manifest, unsure }: Survey): Placement {
  if (own === null) return { changes: [], pastes: [] }
  const kind = moduleKindOf(own.file, manifest)
  const change = unsure === null ? withKeyward(own.file, kind) : null
  if (change !== null) return { changes: [change], pastes: [] }
  return {
    changes: [],
    pastes: [{ where: own.file.path, why: unsure ?? unclear, lines: dataSourceLines(kind) }],
  }
}

function appPlacement(folder: AppFolder, survey: Survey): Placement {
  const { app, start, kind, style, places, framework, unsure } = survey
  const path = app?.path ?? start.path
  const keywardFile = specifierTo(places.keyward, path, kind)
  const mounting: Mounting = { kind, style, keywardFile, initialises: survey.initialises }
  if (framework === 'nest') return nestPlacement(folder, survey, mounting)
  const source = app ?? { path, text: '', code: '', depths: new Uint16Array() }
  const [into, lines] = framework === 'express' ? [intoExpress, expressLines] : [intoKoa, koaLines]
  const insertions = app === null || unsure !== null ? null : into(app, mounting)
  if (app !== null && insertions !== null) return { changes: [inserted(app, insertions)], pastes: [] }
  const where = app === null ? 'the file that makes the app' : app.path
  const why =
    app === null
      ? `no file was found that makes one app, from ${posix.normalize(path)} on`
      : (unsure ?? unclear)
  return { changes: [], pastes: [{ where, why, lines: lines(source, mounting) }] }
}

/** Everything as lines to paste, where nothing is sure enough to be written. */
function pasted({ changes, pastes }: Placement, why: string): Placement {
  const files = changes.map(({ path, after }): Paste => ({
    where: `${path} (new)`,
    why,
    lines: after.trimEnd().split(/\r?\n/),
  }))
  return { changes: [], pastes: [...files, ...pastes] }
}
