// Shows what was typed into a password field, until its form is sent: then it is a password again, for those that keep passwords.
document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-reveal]')
  if (button) reveal(button, button.getAttribute('aria-pressed') !== 'true')
})
document.addEventListener('submit', ({ target }) => {
  for (const button of target.querySelectorAll('[data-reveal]')) reveal(button, false)
})

function reveal(button, shown) {
  document.getElementById(button.dataset.reveal).type = shown ? 'text' : 'password'
  button.setAttribute('aria-pressed', String(shown))
}
