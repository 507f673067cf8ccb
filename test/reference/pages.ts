import { errorsPage } from './error-codes.js'
import { eventsPage } from './event-types.js'
import { metricsPage } from './metrics.js'
import { openApiPage } from './openapi.js'
import { optionsPage } from './options.js'
import { routesPage } from './routes.js'

/** A page of `docs/reference/`. */
export interface ReferencePage {
  readonly path: string
  text(): string
}

/** Every page that is made from the source. */
export const referencePages: readonly ReferencePage[] = [
  { path: 'docs/reference/routes.md', text: routesPage },
  { path: 'docs/reference/errors.md', text: errorsPage },
  { path: 'docs/reference/events.md', text: eventsPage },
  { path: 'docs/reference/metrics.md', text: metricsPage },
  { path: 'docs/reference/options.md', text: optionsPage },
  { path: 'docs/reference/openapi.json', text: openApiPage },
]
