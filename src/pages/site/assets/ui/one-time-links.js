// The code of a one-time link stands behind the # of its address, which no server is sent. It is put into its field and taken out of the
// address, and kept in this tab for as long as the form comes back, since pages repeat no secret.
const kept = 'keyward-one-time-link'
const place = document.querySelector('[data-from-address]')
// The code of one kind of link is none of the other’s.
const kind = place?.closest('form').getAttribute('action')

function take() {
  const field = place.querySelector('input')
  const code = location.hash.slice(1)
  if (code) {
    history.replaceState(null, '', location.pathname + location.search)
    keep(code)
  }
  // One that was refused is not offered again.
  if (!code && field.getAttribute('aria-invalid') === 'true') return keep(null)
  field.value = code || keptCode() || field.value
  place.hidden = field.value !== ''
}

function keep(code) {
  try {
    if (code) sessionStorage.setItem(kept, JSON.stringify([kind, code]))
    else sessionStorage.removeItem(kept)
  } catch {
    // A browser may keep nothing for a site: then the code is pasted the second time.
  }
}
function keptCode() {
  try {
    const [of, code] = JSON.parse(sessionStorage.getItem(kept)) ?? []
    return of === kind ? code : null
  } catch {
    return null
  }
}

if (place) {
  take()
  addEventListener('hashchange', () => location.hash && take())
} else keep(null)
