import { keywardClient } from 'keyward/client'
import type { KeptToken } from './cli-login/kept-token.js'
import { keptToken } from './cli-login/kept-token.js'
import { openBrowser } from './cli-login/open-browser.js'

/**
 * A program for the terminal that signs its user in by a browser, on this machine or on another (RFC 8628). Against the demo:
 *
 *   npx tsx examples/cli-login.ts          who you are; where that takes a sign-in, it shows an address and a code
 *   npx tsx examples/cli-login.ts logout   ends the access
 *
 * `DEMO_URL` is where the demo is, http://localhost:3000 unless it says otherwise.
 */
const demo = process.env.DEMO_URL ?? 'http://localhost:3000'
// What it is stands beside the question whether it may: whoever answers that must recognise it.
const headers = { 'User-Agent': `demo-cli/1.0 (${process.platform})` }
const keyward = keywardClient({ baseUrl: `${demo}/auth`, headers })

async function main(command = 'whoami'): Promise<void> {
  const kept = await keptToken(demo)
  if (command === 'whoami') return whoAmI(kept)
  if (command === 'logout') return logOut(kept)
  throw new Error(`unknown command "${command}": say whoami or logout`)
}

async function whoAmI(kept: KeptToken): Promise<void> {
  const token = await kept.read()
  let answer = token === null ? null : await hello(token)
  // It has ended, or was revoked: there is nothing to renew it by but a new sign-in.
  if (answer === null || answer.status === 401) answer = await hello(await signIn(kept))
  if (!answer.ok) throw new Error(`${demo} answered ${String(answer.status)}`)
  const { hello: name } = (await answer.json()) as { hello: string }
  console.log(`Hello, ${name}!`)
  // In the last hour of a token.
  const end = answer.headers.get('keyward-credential-expires')
  if (end !== null) console.log(`This access ends at ${new Date(end).toLocaleTimeString()}.`)
}

/** A route of the app's own, which has keyward's guard before it. */
function hello(token: string): Promise<Response> {
  return fetch(`${demo}/api/hello`, { headers: { ...headers, Authorization: `Bearer ${token}` } })
}

async function signIn(kept: KeptToken): Promise<string> {
  const { token } = await keyward.deviceSignIn({
    clientId: 'demo-cli',
    open({ verificationUri, verificationUriComplete, userCode }) {
      console.log(`To sign in, open ${verificationUri}\nand type the code  ${userCode}`)
      openBrowser(verificationUriComplete)
    },
  })
  await kept.write(token)
  console.log(`Signed in; the token is in ${kept.place}.`)
  return token
}

async function logOut(kept: KeptToken): Promise<void> {
  const token = await kept.read()
  // Answered alike whether it was still good or not (RFC 7009, section 2.2).
  if (token !== null) await keyward.revoke({ token })
  await kept.remove()
  console.log('Signed out.')
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
