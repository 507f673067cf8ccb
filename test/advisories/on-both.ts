import { describe } from 'mocha'
import type { App, AppSetup } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'
import { koaFramework } from '../support/koa-host.js'
import { appFor } from '../support/suite.js'

/** Attacks of one kind, on a host of either framework; afterwards nothing that is stored or told may show a secret. */
export function onBoth(kind: string, attacks: (app: () => App) => void, setup?: AppSetup): void {
  for (const framework of [expressFramework, koaFramework]) {
    describe(`advisories of others: ${kind}, ${framework.name}`, () => attacks(appFor(framework, setup)))
  }
}
