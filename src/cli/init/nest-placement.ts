import { posix } from 'node:path'
import type { AppFolder } from './app-folder.js'
import type { Paste, Placement } from './change.js'
import { inserted } from './change.js'
import { resolved, specifierTo } from './loaded-files.js'
import type { Mounting } from './mounting.js'
import {
  globalPrefix,
  intoNestMain,
  intoNestModule,
  nestController,
  nestMainLines,
  nestModuleLines,
  rootModuleOf,
} from './nest.js'
import { sourceOf } from './source.js'
import type { Survey } from './survey.js'

const unclear = 'it is not written so that it is sure where the lines work'

/** The lines for a Nest app: the file that starts it, its root module, and a controller. Both files are changed, or neither is. */
export function nestPlacement(folder: AppFolder, survey: Survey, mounting: Mounting): Placement {
  const { app, kind, start, places, unsure } = survey
  const main = app?.path ?? start.path
  const specifier = app === null ? null : rootModuleOf(app)
  const file = specifier === null ? null : resolved(folder, main, specifier)
  const module = file === null ? null : sourceOf(file.path, file.text)
  const controllerPath = posix.join(posix.dirname(file?.path ?? main), 'hello.controller.ts')
  const modulePath = file?.path ?? posix.join(posix.dirname(main), 'app.module.ts')
  const inModule = {
    ...mounting,
    keywardFile: specifierTo(places.keyward, modulePath, kind),
    controllerFile: specifierTo(controllerPath, modulePath, kind),
  }
  const controller = nestController(controllerPath, inModule)
  const isSure = unsure === null && folder.read(controllerPath) === null
  const mainChanges = app === null || !isSure ? null : intoNestMain(app, mounting)
  const moduleChanges = module === null || !isSure ? null : intoNestModule(module, inModule)
  if (app && module && mainChanges && moduleChanges) {
    return { changes: [controller, inserted(module, moduleChanges), inserted(app, mainChanges)], pastes: [] }
  }
  const why = unsure ?? unclear
  const pastes: readonly Paste[] = [
    { where: `${controllerPath} (new)`, why, lines: controller.after.trimEnd().split(/\r?\n/) },
    { where: modulePath, why, lines: nestModuleLines(inModule) },
    { where: main, why, lines: nestMainLines(mounting) },
  ]
  return { changes: [], pastes }
}

/** What stands before the paths of all routes of a Nest app; empty = nothing, or what is not known. */
export function prefixOf({ app, framework }: Pick<Survey, 'app' | 'framework'>): string {
  return app === null || framework !== 'nest' ? '' : (globalPrefix(app) ?? '')
}
