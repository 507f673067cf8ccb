import type { Framework } from '../../support/host.js'
import { appFor } from '../../support/suite.js'
import { ownEventsContract } from './events/own.js'
import { allEventsContract } from './events/all.js'
import { eventExportContract } from './events/export.js'
import { exportUnderWayContract } from './events/export-under-way.js'
import { eventFiltersContract } from './events/filters.js'
import { eventsScene } from './events/scene.js'

export function eventsContract(framework: Framework): void {
  const app = appFor(framework)
  const scene = eventsScene()
  ownEventsContract(app, scene)
  allEventsContract(app, scene)
  eventFiltersContract(app, scene)
  eventExportContract(app)
  exportUnderWayContract(framework)
}
