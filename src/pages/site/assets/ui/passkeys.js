// A passkey is offered where the browser can make one on this device.
void window.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.().then((can) => {
  for (const element of document.querySelectorAll('[data-needs-passkeys]')) element.hidden = !can
})
