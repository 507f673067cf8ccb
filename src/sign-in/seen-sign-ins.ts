import type { Core } from '../core.js'
import { KeywardError } from '../errors.js'
import { channels, isHeard } from '../observation/channels.js'
import type { SignInMessage, SignInMethod, SignInOutcomeName } from '../observation/message.js'
import { failureOf, traced } from '../observation/traced.js'
import type { SignIn } from './outcome.js'
import type { PasskeySignIn } from './passkey.js'
import type { SecondSteps } from './second-step.js'
import type { SignIns } from './sign-in.js'

/** What counts sign-ins. */
type Needs = Pick<Core, 'counts'>

/** The same ways to sign in, each step of which is counted and told: whoever calls them need not know. What `completeSignIn` ends began by enrolling. */
export function seenSignIns(core: Needs, signIns: SignIns): SignIns {
  return Object.freeze({
    ...signIns,
    withPassword: (client, given) => step(core, 'password', () => signIns.withPassword(client, given)),
    vouchedFor: (client, id, amr) => step(core, 'host', () => signIns.vouchedFor(client, id, amr)),
    namedByHost: (client, named) => step(core, 'host', () => signIns.namedByHost(client, named)),
    completeSignIn: (client, id, evidence) =>
      step(core, 'enrolment', () => signIns.completeSignIn(client, id, evidence)),
  } satisfies SignIns)
}

/** The same second steps, each of which is counted and told. */
export function seenSecondSteps(core: Needs, steps: SecondSteps): SecondSteps {
  return Object.freeze({
    ...steps,
    totp: (client, who, code) => step(core, 'totp', () => steps.totp(client, who, code)),
    recoveryCode: (client, who, code) =>
      step(core, 'recovery_code', () => steps.recoveryCode(client, who, code)),
    securityKey: (client, who, response) =>
      step(core, 'security_key', () => steps.securityKey(client, who, response)),
  } satisfies SecondSteps)
}

/** The same sign-in by passkey, counted and told. */
export function seenPasskeys(core: Needs, passkeys: PasskeySignIn): PasskeySignIn {
  return Object.freeze({
    ...passkeys,
    signIn: (client, response) => step(core, 'passkey', () => passkeys.signIn(client, response)),
  } satisfies PasskeySignIn)
}

async function step<Result extends SignIn>(
  core: Needs,
  method: SignInMethod,
  take: () => Promise<Result>,
): Promise<Result> {
  const message: SignInMessage = { method, outcome: null, reason: null, errorType: null, settled: false }
  const counted = (): Promise<Result> =>
    take().then(
      (signIn) => {
        note(core, message, signIn.status)
        return signIn
      },
      (error: unknown) => {
        message.reason = error instanceof KeywardError && error.status < 500 ? error.code : null
        note(core, message, failureOf(error) === null ? 'refused' : 'failed')
        throw error
      },
    )
  return isHeard(channels.signIn) ? traced(channels.signIn, message, counted) : counted()
}

function note({ counts }: Needs, message: SignInMessage, outcome: SignInOutcomeName): void {
  message.outcome = outcome
  counts.signedIn(message.method, outcome)
}
