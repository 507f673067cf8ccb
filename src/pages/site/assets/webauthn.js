// Puts a security key's answer into a form. Whatever goes wrong on the way is for the server to say: the form is sent without one.

// A challenge lives for five minutes.
const fresh = 240_000
const asked = { options: null, at: 0 }
let proposal = null
let proposed = null

for (const form of document.querySelectorAll('form[data-webauthn]')) {
  const field = form.elements.namedItem(form.dataset.field)
  form.addEventListener('submit', (event) => {
    if (field.value !== '' || event.submitter?.hasAttribute('data-other')) return
    event.preventDefault()
    proposal?.abort()
    void answer(form, field)
  })
  if ('proposed' in form.dataset) void propose(form, field)
}

async function answer(form, field) {
  const status = form.querySelector('[data-webauthn-status]')
  const { webauthn, waiting, ...said } = form.dataset
  const options = await optionsFor(form)
  // A browser answers one request at a time.
  await proposed
  if (options === null) {
    form.submit()
    return
  }
  status.textContent = waiting
  try {
    send(form, field, await ceremonies[webauthn](options))
  } catch (error) {
    status.textContent = said[reasonOf(error)]
  }
}

// The browser proposes its passkeys in the field for the user name, until the form asks for one.
async function propose(form, field) {
  if (!(await window.PublicKeyCredential?.isConditionalMediationAvailable?.())) return
  const { signal } = (proposal = new AbortController())
  const options = await optionsFor(form)
  if (options === null || signal.aborted) return
  const { unknown } = form.dataset
  const forgotten = { rpId: options.rpId, credentialId: unknown }
  if (unknown) void PublicKeyCredential.signalUnknownCredential?.(forgotten).catch(() => undefined)
  const renew = () => {
    if (Date.now() - asked.at < fresh) return
    proposal.abort()
    void propose(form, field)
  }
  document.addEventListener('focusin', renew, { signal })
  proposed = navigator.credentials
    .get({ publicKey: requestOf(options), mediation: 'conditional', signal })
    .then((credential) => send(form, field, credential))
    .catch(() => undefined)
}

function send(form, field, credential) {
  field.value = JSON.stringify(toJson(credential))
  form.submit()
}

// One challenge serves both the proposal and the button.
async function optionsFor(form) {
  const { options: url, passkey } = form.dataset
  if ('proposed' in form.dataset && asked.options && Date.now() - asked.at < fresh) return asked.options
  const headers = { 'Content-Type': 'application/json' }
  const body = passkey === undefined ? '{}' : '{"passkey":true}'
  asked.options = await fetch(url, { method: 'POST', headers, body })
    .then((response) => (response.ok ? response.json() : null))
    .catch(() => null)
  asked.at = Date.now()
  return asked.options
}

// The key is not to blame where the browser asked none: it may not at this address, or not without https.
function reasonOf({ name }) {
  if (name === 'SecurityError' || !window.isSecureContext) return 'address'
  return name === 'InvalidStateError' ? 'registered' : 'failed'
}

const ceremonies = {
  get: (options) => navigator.credentials.get({ publicKey: requestOf(options) }),
  create: (options) => navigator.credentials.create({ publicKey: creationOf(options) }),
}

// Browsers before WebAuthn Level 3 know nothing of JSON.

function requestOf(options) {
  const parse = window.PublicKeyCredential?.parseRequestOptionsFromJSON
  if (parse) return parse.call(PublicKeyCredential, options)
  const { challenge, allowCredentials = [] } = options
  return { ...options, challenge: bytes(challenge), allowCredentials: allowCredentials.map(descriptor) }
}

function creationOf(options) {
  const parse = window.PublicKeyCredential?.parseCreationOptionsFromJSON
  if (parse) return parse.call(PublicKeyCredential, options)
  const { challenge, user, excludeCredentials = [] } = options
  return {
    ...options,
    challenge: bytes(challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: excludeCredentials.map(descriptor),
  }
}

function toJson(credential) {
  if (credential.toJSON) return credential.toJSON()
  const { id, type, authenticatorAttachment, response } = credential
  const names = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']
  const parts = names.filter((name) => response[name]).map((name) => [name, text(response[name])])
  const transports = response.getTransports?.()
  return {
    ...{ id, rawId: id, type, authenticatorAttachment: authenticatorAttachment ?? undefined },
    response: { ...Object.fromEntries(parts), ...(transports && { transports }) },
    clientExtensionResults: credential.getClientExtensionResults(),
  }
}

function descriptor(credential) {
  return { ...credential, id: bytes(credential.id) }
}

function bytes(base64url) {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (c) => c.charCodeAt(0))
}

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
