// Opens the page without a network. The build puts two constants in front: `files`, those of the page, and `version`, which changes with them.
const name = `tasks ${version}`

self.addEventListener('install', (event) => event.waitUntil(store()))
self.addEventListener('activate', (event) => event.waitUntil(removeOlder()))
self.addEventListener('fetch', (event) => {
  const { mode, url } = event.request
  const { origin, pathname } = new URL(url)
  // The page comes from the network if there is one, so that it is never older than the service. Its files have their hashes in their names.
  if (mode === 'navigate') event.respondWith(fetch(event.request).catch(() => caches.match('/')))
  else if (origin === location.origin && files.includes(pathname)) event.respondWith(stored(event.request))
  // Everything else, such as requests to the API, is none of the worker's business.
})

async function store() {
  const cache = await caches.open(name)
  await cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })))
}

/** The pages of an older build are closed when this one takes over. */
async function removeOlder() {
  for (const each of await caches.keys()) if (each.startsWith('tasks ') && each !== name) await caches.delete(each)
}

async function stored(request) {
  return (await caches.match(request, { cacheName: name, ignoreVary: true })) ?? fetch(request)
}
