import type { PageClient } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import type { App } from '../../../support/app.js'

export const hostile = `"><script>alert(1)</script>'\`&amp; \${x} {name} “quoted” مرحبا`

export type SshPagesScene = ReturnType<typeof sshPagesScene>

/** Somebody in front of the pages for SSH. */
export function sshPagesScene(app: () => App) {
  const signedIn = async (): Promise<PageClient> => pageClient(app(), await app().signedIn())

  return { signedIn }
}
