/** Registers a security key for whoever is signed in; with `passkey`, one that signs in by itself. */
export async function register({ name, passkey = false }) {
  const json = await send('POST', '/mfa/security-keys/options', { passkey })
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(json)
  const credential = await navigator.credentials.create({ publicKey })
  return send('POST', '/mfa/security-keys', { name, response: credential.toJSON() })
}

/** Has a registered key touched: for `/session/security-key`, `/session/passkey` or `/session/reauthentication/security-key`. */
export async function touch(path) {
  const json = await send('POST', `${path}/options`, {})
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(json)
  const credential = await navigator.credentials.get({ publicKey })
  return send('POST', path, { response: credential.toJSON() })
}

/** Signs in: the password, and the key where keyward asks for one. */
export async function signIn({ username, password }) {
  const answer = await send('POST', '/session', { username, password })
  const asked = answer.status === 'second_factor_required' && answer.methods.includes('security_key')
  return asked ? touch('/session/security-key') : answer
}

export function signOut() {
  return send('DELETE', '/session')
}

/** Asks keyward; a refusal is an error whose cause is the problem (RFC 9457). */
export async function send(method, path, body) {
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch(`/auth${path}`, { method, headers, body: JSON.stringify(body) })
  const answer = response.status === 204 ? {} : await response.json()
  if (!response.ok) throw new Error(answer.detail, { cause: answer })
  return answer
}
