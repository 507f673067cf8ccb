import type { Settings } from '../../diagnosis.js'
import { domainAbove, keylessOrigins } from '../../origins.js'
import type { Diagnosed } from './check.js'
import { fault, ok, warning } from './check.js'

/** Looks at the origins and at the domain of security keys, which are checked one by one where they are configured. */
export function originFindings({ origins, rpId, insecure }: Settings): readonly Diagnosed[] {
  return [schemeOf({ origins, insecure }), domainsOf(origins, rpId)]
}

function schemeOf({ origins, insecure }: Pick<Settings, 'origins' | 'insecure'>): Diagnosed {
  const id = 'origins.https'
  const plain = origins.filter((origin) => origin.startsWith('http:'))
  if (plain.length === 0) return ok(id, `${origins.join(', ')}: cookies are Secure and __Host-`)
  const mend = "put the app's own address, such as https://app.example.com, into origins"
  if (insecure)
    return warning(id, `${plain.join(', ')}: for this machine alone, cookies go without Secure`, mend)
  return fault(
    id,
    `${plain.join(', ')} beside https: cookies are Secure, and browsers do not send them there`,
    `take ${plain.join(' and ')} out of origins where the app runs for others`,
  )
}

function domainsOf(origins: readonly string[], rpId: string | null): Diagnosed {
  const id = 'origins.rp-id'
  const keyless = keylessOrigins(rpId, origins)
  if (keyless.length === 0) return ok(id, `security keys are bound to ${rpId ?? 'nothing'}`)
  if (rpId === null) {
    return warning(
      id,
      `${keyless.join(', ')}: browsers allow no security key at an IP address`,
      'give the app a name, and put that into origins',
    )
  }
  const above = domainAbove(origins)
  return fault(
    id,
    `security keys are bound to ${rpId}, and none can be used at ${keyless.join(', ')}`,
    above === null
      ? 'origins must be at or below one domain: run an app of its own, with a keyward of its own, for the other'
      : `say rpId: '${above}', if that domain is yours; keys that are registered already become useless`,
  )
}
