import type { Route } from './route.js'
import type { Services } from './services.js'

/** Pages for people, served beside the JSON routes: `accountPages()` of `keyward/pages` makes them. */
export interface Pages {
  routes(services: Services): readonly Route[]
}
