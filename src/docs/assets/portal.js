// Starts the reference on the page of /docs. A file of its own, because the page's policy refuses inline scripts.

/** What the operations of this tab returned, by the name of the variable that stands for it in the examples of later ones. */
const memory = {
  get: (name) => sessionStorage.getItem(`taskpact:${name}`),
  set: (name, value) => sessionStorage.setItem(`taskpact:${name}`, value),
}

/** An address that nobody has registered, so that the example of registration works as it is. */
function ownAddress() {
  const known = memory.get('email')
  if (known) return known
  const [random] = crypto.getRandomValues(new Uint32Array(1))
  const address = `alice-${random.toString(36)}@example.com`
  memory.set('email', address)
  return address
}

/** Fills in what is remembered; an unknown variable stays, and the response says that it is no id. */
function fillIn({ requestBuilder: { path, body, security } }) {
  const filled = (text) => text.replace(/\{\{(\w+)\}\}/g, (variable, name) => memory.get(name) ?? variable)
  for (const [name, value] of Object.entries(path.variables)) path.variables[name] = filled(value)
  if (body?.mode === 'raw' && typeof body.value === 'string') body.value = filled(body.value)
  for (const scheme of security) if (scheme.format === 'bearer' && !scheme.value) scheme.value = memory.get('token') ?? ''
}

/** Remembers tokens and ids of a response. Of a listing, the first id, unless the one remembered is there. */
async function remember({ request, response }) {
  if (!response.ok || !response.headers.get('Content-Type')?.startsWith('application/json')) return
  const answer = await response.json()
  for (const name of ['token', 'refresh_token']) if (typeof answer[name] === 'string') memory.set(name, answer[name])
  const [, kind] =
    /\/(?:[a-z]+-)?(task|list|tag|webhook|delivery|session|token)s(?:\/[^/]+)?$/.exec(new URL(request.url).pathname.replace('deliveries', 'deliverys')) ?? []
  if (!kind) return
  const items = [answer].flat()
  const known = memory.get(`${kind}_id`)
  if (items[0]?.id !== undefined && !items.some(({ id }) => String(id) === known)) memory.set(`${kind}_id`, String(items[0].id))
}

/** The contract with samples and guides, which name this server and an address of this tab. */
async function readDocument() {
  const response = await fetch('/docs/openapi.json')
  return (await response.text()).replaceAll('http://localhost:8000', location.origin).replaceAll('alice@example.com', ownAddress())
}

async function start() {
  const content = await readDocument()
  document.querySelector('.outline').remove()
  globalThis.Scalar.createApiReference('#app', {
    content,
    authentication: { preferredSecurityScheme: 'bearer' },
    onBeforeRequest: fillIn,
    onResponseReceived: remember,
    // Kept in this browser's local storage, so that a reload does not ask for the token again.
    persistAuth: true,
    orderSchemaPropertiesBy: 'preserve',
    defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
    favicon: '/docs/icon.svg',
    // What is to be downloaded is the contract as the server publishes it, which its own words link to.
    documentDownloadType: 'none',
    // The last two rules give text the contrast that WCAG asks for. On a phone this button of the try-it client would lie on top of the address it sends to. A long line of a body scrolls by itself:
    // without the second rule it pushes the whole client, its Send button too, out of the window.
    customCss: `
    @media (width < 48rem) { [role=dialog] .scalar-sidebar-toggle { display: none } }
    [role=dialog] :is(main > div, tr > div) { min-width: 0 }
    .light-mode {
      --scalar-color-2: #595959; --scalar-color-3: #636363; --scalar-color-ghost: #636363;
      --scalar-color-green: #00683f; --scalar-color-red: #b80000; --scalar-color-yellow: #6f5200; --scalar-color-orange: #9a3d00;
      --scalar-color-blue: #005a94; --scalar-color-purple: #5203b8; --scalar-color-accent: #005a94;
    }
    .dark-mode {
      --scalar-color-2: #b4b4b4; --scalar-color-3: #a0a0a0; --scalar-color-ghost: #a0a0a0;
      --scalar-color-green: #4fd39a; --scalar-color-red: #ff8a8a; --scalar-color-yellow: #ffc90d; --scalar-color-orange: #ff9d5c;
      --scalar-color-blue: #5cb8ff; --scalar-color-purple: #b191f9; --scalar-color-accent: #5cb8ff;
    }
  `,
    // Everything from here on keeps the page to its own origin: by default Scalar loads fonts from its own servers, and
    // offers an agent, an MCP server, sharing and its hosted client. No proxy stands between the page and the API.
    withDefaultFonts: false,
    proxyUrl: '',
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    showDeveloperTools: 'never',
    hideClientButton: true,
  })
}

void start()
