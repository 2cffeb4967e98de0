// Starts the reference on the page of /docs. A file of its own, because the page's policy refuses inline scripts.
globalThis.Scalar.createApiReference('#app', {
  // The contract, with a sample of each operation in each language that there is a client for.
  url: '/docs/openapi.json',
  authentication: { preferredSecurityScheme: 'bearer' },
  // Kept in this browser's local storage, so that a reload does not ask for the token again.
  persistAuth: true,
  orderSchemaPropertiesBy: 'preserve',
  // What is to be downloaded is the contract as the server publishes it, which its own words link to.
  documentDownloadType: 'none',
  // On a phone this button of the try-it client would lie on top of the address it sends to. A long line of a body scrolls by itself:
  // without the second rule it pushes the whole client, its Send button too, out of the window.
  customCss: `
    @media (width < 48rem) { [role=dialog] .scalar-sidebar-toggle { display: none } }
    [role=dialog] :is(main > div, tr > div) { min-width: 0 }
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
