import { register, signIn, signOut } from './security-key.js'

const output = document.querySelector('output')

on('sign-in', async (form) => {
  const { status, user } = await signIn(form)
  return status === 'signed_in' ? `Signed in as ${user.username}.` : 'Something is missing yet.'
})
on('register', async (form) => {
  const { name, recoveryCodes } = await register(form)
  const codes = recoveryCodes ? ` Keep your recovery codes: ${recoveryCodes.join(', ')}` : ''
  return `Registered ${name}.${codes}`
})
on('sign-out', async () => {
  await signOut()
  return 'Signed out.'
})

function on(id, action) {
  document.getElementById(id).addEventListener('submit', async (event) => {
    event.preventDefault()
    output.textContent = 'Touch the key if it blinks.'
    const form = Object.fromEntries(new FormData(event.target))
    output.textContent = await action(form).catch((error) => error.message)
  })
}
