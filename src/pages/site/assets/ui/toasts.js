// What was done is told beside the page for a while. Screen readers find it there afterwards, too.
const toast = document.querySelector('[data-toast]')
if (toast) {
  const hide = () => toast.classList.add('kw-hidden')
  const dismiss = document.createElement('button')
  dismiss.className = 'kw-icon-button kw-dismiss'
  dismiss.ariaLabel = toast.dataset.toast
  dismiss.addEventListener('click', hide)
  toast.append(dismiss)
  toast.classList.add('kw-toast')
  let timer = setTimeout(hide, 8000)
  // Nobody loses what they are looking at.
  for (const kind of ['mouseenter', 'focusin']) toast.addEventListener(kind, () => clearTimeout(timer))
  for (const kind of ['mouseleave', 'focusout']) {
    toast.addEventListener(kind, () => {
      clearTimeout(timer)
      timer = setTimeout(hide, 8000)
    })
  }
}
